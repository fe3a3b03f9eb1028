//! Listeners that run before those of the router.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

/// A listener that runs before all that listen below the window.
#[derive(Clone, Copy)]
pub(super) struct First {
    name: &'static str,
    listener: StoredValue<Closure<dyn Fn(Event)>, LocalStorage>,
}

/// Listens on the window while the event is on its way down.
pub(super) fn before_all(name: &'static str, run: impl Fn(Event) + 'static) -> First {
    let closure = Closure::<dyn Fn(Event)>::new(run);
    let _ = window().add_event_listener_with_callback_and_bool(name, closure.as_ref().unchecked_ref(), true);
    First { name, listener: StoredValue::new_local(closure) }
}

impl First {
    pub(super) fn remove(self) {
        self.listener.try_with_value(|closure| {
            let _ = window().remove_event_listener_with_callback_and_bool(
                self.name,
                closure.as_ref().unchecked_ref(),
                true,
            );
        });
    }
}
