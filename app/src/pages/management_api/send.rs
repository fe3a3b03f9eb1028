//! Sending a request with the administrator's own rights, by way of the dashboard's door.

use js_sys::{Date, Reflect};
use leptos::prelude::*;
use model::{Failure, FailureKind};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FormData, Headers, RequestInit, Response, Url};

use super::draft::{Carried, Outgoing};
use super::field::Field;

const DOOR: &str = "/management-api/send";
/// What is worth a look, in this order.
const HEADERS: [&str; 9] = [
    "content-type",
    "content-disposition",
    "location",
    "allow",
    "www-authenticate",
    "retry-after",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
];

/// What the API answered.
#[derive(Clone)]
pub(super) struct Answered {
    pub(super) status: u16,
    /// From the click until all was there.
    pub(super) milliseconds: i64,
    /// Of the body, in bytes.
    pub(super) size: i64,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) content: Content,
}

/// What its body is.
#[derive(Clone)]
pub(super) enum Content {
    Nothing,
    Json(Value),
    Text(String),
    /// Where the browser has it, and what it is to be called.
    File {
        url: String,
        name: String,
    },
}

/// Sends it.
///
/// # Errors
/// Why it did not get to the API.
pub(super) async fn send(request: Outgoing) -> Result<Answered, Failure> {
    let began = Date::now();
    let unreachable = |_: JsValue| {
        Failure::new(FailureKind::Offline, "Roster cannot be reached. Check the connection and try again.")
    };
    let init = wrapped(&request).map_err(|_| Failure::new(FailureKind::Invalid, "The browser cannot send this."))?;
    let promise = window().fetch_with_str_and_init(DOOR, &init);
    let response: Response = JsFuture::from(promise).await.map_err(unreachable)?.unchecked_into();
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let Some(status) = header("roster-status").and_then(|status| status.parse().ok()) else {
        return Err(refused(&response).await);
    };
    let blob = JsFuture::from(response.blob().map_err(unreachable)?).await.map_err(unreachable)?;
    let blob: Blob = blob.unchecked_into();
    let kind = header("content-type").unwrap_or_default();
    let name = header("content-disposition").and_then(|text| file_name(&text));
    let content = content(&blob, &kind, name).await.map_err(unreachable)?;
    let headers = HEADERS.into_iter().filter_map(|name| Some((name, header(name)?))).collect();
    Ok(Answered { status, milliseconds: whole(Date::now() - began), size: whole(blob.size()), headers, content })
}

/// Loads the OpenAPI document.
///
/// # Errors
/// Why it cannot be shown.
pub(super) async fn load(address: &str) -> Result<Value, Failure> {
    let text = async {
        let response: Response = JsFuture::from(window().fetch_with_str(address)).await?.unchecked_into();
        if !response.ok() {
            return Ok(None);
        }
        JsFuture::from(response.text()?).await.map(|text| text.as_string())
    };
    let offline = |_: JsValue| {
        Failure::new(FailureKind::Offline, "Roster cannot be reached. Check the connection and try again.")
    };
    let text = text.await.map_err(offline)?.unwrap_or_default();
    serde_json::from_slice(text.as_bytes())
        .map_err(|_| Failure::new(FailureKind::Unavailable, "The OpenAPI document could not be read."))
}

/// The request in a request to the door.
fn wrapped(request: &Outgoing) -> Result<RequestInit, JsValue> {
    let (init, headers) = (RequestInit::new(), Headers::new()?);
    init.set_method("POST");
    headers.set("roster-method", &request.method)?;
    headers.set("roster-path", &request.path)?;
    match &request.body {
        Carried::Nothing => {}
        Carried::Json(text) => {
            headers.set("content-type", "application/json")?;
            init.set_body(&JsValue::from_str(text));
        }
        // The browser writes the content type: it chooses what stands between the parts.
        Carried::Form(parts) => init.set_body(form(parts)?.as_ref()),
    }
    init.set_headers(&headers);
    Ok(init)
}

fn form(parts: &[Field]) -> Result<FormData, JsValue> {
    let form = FormData::new()?;
    for part in parts {
        match chosen_file(part) {
            Some((file, name)) => form.append_with_blob_and_filename(&part.name, &file, &name)?,
            None => form.append_with_str(&part.name, &part.value.get_untracked())?,
        }
    }
    Ok(form)
}

/// The file that was chosen, and its name.
fn chosen_file(part: &Field) -> Option<(Blob, String)> {
    let input = document().get_element_by_id(&part.id).filter(|_| part.is_file())?;
    let files = Reflect::get(&input, &JsValue::from_str("files")).ok()?;
    let file = Reflect::get_u32(&files, 0).ok()?.dyn_into::<Blob>().ok()?;
    let name = Reflect::get(&file, &JsValue::from_str("name")).ok()?.as_string()?;
    Some((file, name))
}

/// Why the door did not let it through.
async fn refused(response: &Response) -> Failure {
    let text = async { JsFuture::from(response.text().ok()?).await.ok()?.as_string() };
    let failure = text.await.and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
    failure.unwrap_or_else(|| Failure::new(FailureKind::Internal, "Something went wrong in Roster."))
}

async fn content(blob: &Blob, kind: &str, name: Option<String>) -> Result<Content, JsValue> {
    if blob.size() == 0.0 {
        return Ok(Content::Nothing);
    }
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind != "application/json" && !kind.starts_with("text/") {
        let url = Url::create_object_url_with_blob(blob)?;
        return Ok(Content::File { url, name: name.unwrap_or_else(|| "answer".to_owned()) });
    }
    let text = JsFuture::from(blob.text()).await?.as_string().unwrap_or_default();
    if kind == "application/json"
        && let Ok(value) = serde_json::from_slice(text.as_bytes())
    {
        return Ok(Content::Json(value));
    }
    Ok(Content::Text(text))
}

/// `attachment; filename="users.gz"` → `users.gz`
fn file_name(disposition: &str) -> Option<String> {
    let (_, name) = disposition.split_once("filename=")?;
    Some(name.trim_matches('"').to_owned())
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds and bytes of one answer")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_has_the_name_that_the_answer_gives_it() {
        assert_eq!(file_name("attachment; filename=\"users.json.gz\"").as_deref(), Some("users.json.gz"));
        assert_eq!(file_name("inline"), None);
    }
}
