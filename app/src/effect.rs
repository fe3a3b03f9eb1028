//! What runs in the browser whenever something changes.

use leptos::prelude::*;

/// Runs `run` once the page is hydrated, and again whenever a signal that it read changes.
///
/// `Effect::new` puts its machinery into the WASM once for each closure that it is given; here it is given one.
pub(crate) fn effect(run: impl Fn() + 'static) {
    boxed(Box::new(run));
}

fn boxed(run: Box<dyn Fn()>) {
    Effect::new(move |_: Option<()>| run());
}
