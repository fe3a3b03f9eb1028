//! The server's stream of events, as long as the page is seen.

use leptos::ev;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{EventSource, MessageEvent};

type Heard = Closure<dyn FnMut(MessageEvent)>;

/// A connection to the server.
struct Stream {
    source: EventSource,
    _heard: [Heard; 2],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Calls `tell` with each event, from the address that `url` says, until the owner is gone. A page that is not seen holds no
/// connection: a browser has few of them for one server, and catches up when the page is seen again.
pub(in crate::pages) fn follow<T: DeserializeOwned + 'static>(
    url: impl Fn() -> Option<String> + 'static,
    tell: impl Fn(T) + Clone + 'static,
) {
    let stream = StoredValue::new_local(None::<Stream>);
    let begin = move || {
        let opened = if document().hidden() { None } else { url().and_then(|url| open(&url, stream, tell.clone())) };
        let _ = stream.try_update_value(|stream| *stream = opened);
    };
    begin();
    let seen = StoredValue::new_local(Some(Sight::watch(begin)));
    on_cleanup(move || {
        let _ = seen.try_update_value(Option::take);
        let _ = stream.try_update_value(Option::take);
    });
}

/// Runs something whenever the page is seen or hidden, as long as it is kept.
struct Sight(Closure<dyn FnMut(ev::Event)>);

impl Sight {
    const EVENT: &str = "visibilitychange";

    fn watch(run: impl Fn() + 'static) -> Self {
        let changed = Closure::<dyn FnMut(ev::Event)>::new(move |_| run());
        let _ = document().add_event_listener_with_callback(Self::EVENT, changed.as_ref().unchecked_ref());
        Self(changed)
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        let _ = document().remove_event_listener_with_callback(Self::EVENT, self.0.as_ref().unchecked_ref());
    }
}

fn open<T: DeserializeOwned + 'static>(
    url: &str,
    stream: StoredValue<Option<Stream>, LocalStorage>,
    tell: impl Fn(T) + 'static,
) -> Option<Stream> {
    let source = EventSource::new(url).ok()?;
    let heard = Heard::new(move |message: MessageEvent| {
        let event = message.data().as_string().and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
        if let Some(event) = event {
            tell(event);
        }
    });
    source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // The session is over, or there is nothing more to tell: coming back would be of no use.
    let ended = Heard::new(move |_| {
        let _ = stream.try_with_value(|stream| stream.as_ref().map(|stream| stream.source.close()));
    });
    let _ = source.add_event_listener_with_callback("end", ended.as_ref().unchecked_ref());
    Some(Stream { source, _heard: [heard, ended] })
}
