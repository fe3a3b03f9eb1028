//! Sending the file. The browser reads it from the disk while it is sent: it is never in the page.

use std::cell::RefCell;

use js_sys::Promise;
use model::{Failure, FailureKind, Job};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use crate::functions::Refusal;

const ACCEPTED: u16 = 202;

thread_local! {
    /// What is being sent; `fetch` does not tell how far it is.
    static SENDING: RefCell<Option<XmlHttpRequest>> = const { RefCell::new(None) };
}

/// Sends a form; `told` is called with how much of it was sent, of 100. None where it was stopped.
pub(super) async fn send(form: FormData, told: impl Fn(i64) + 'static) -> Option<Result<Job, Refusal>> {
    let heard = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            #[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
            told((event.loaded() / event.total() * 100.0) as i64);
        }
    });
    let Ok(request) = begin(&form, &heard) else { return Some(Err(broken())) };
    let ended = Promise::new(&mut |ended, _| request.set_onloadend(Some(&ended)));
    let _ = JsFuture::from(ended).await;
    // Whoever stopped it took it.
    SENDING.with_borrow_mut(Option::take)?;
    Some(answer(&request))
}

fn begin(form: &FormData, heard: &Closure<dyn FnMut(ProgressEvent)>) -> Result<XmlHttpRequest, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", "/files/imports")?;
    request.upload()?.set_onprogress(Some(heard.as_ref().unchecked_ref()));
    request.send_with_opt_form_data(Some(form))?;
    SENDING.with_borrow_mut(|sending| *sending = Some(request.clone()));
    Ok(request)
}

/// Stops what is being sent: the server forgets what it has of the file.
pub(super) fn stop() {
    if let Some(request) = SENDING.with_borrow_mut(Option::take) {
        let _ = request.abort();
    }
}

fn answer(request: &XmlHttpRequest) -> Result<Job, Refusal> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        Ok(ACCEPTED) => serde_json::from_slice(text.as_bytes()).map_err(|_| broken()),
        Ok(0) | Err(_) => Err(broken()),
        Ok(_) => Err(serde_json::from_slice::<Failure>(text.as_bytes()).map_or_else(|_| broken(), Refusal)),
    }
}

fn broken() -> Refusal {
    let message = "The file was not sent to its end: Roster cannot be reached, or the file changed meanwhile. Nothing was imported.";
    Refusal(Failure::new(FailureKind::Offline, message))
}
