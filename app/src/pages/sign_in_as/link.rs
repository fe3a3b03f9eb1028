//! The link that was made: copied or opened, while it is good.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use model::ImpersonationLink;

use crate::components::{CopyButton, Icon, Work};
use crate::effect::effect;

/// The link, and how long it is good for.
#[component]
pub(super) fn Link(link: ImpersonationLink, made: RwSignal<Option<ImpersonationLink>>, work: Work) -> impl IntoView {
    let left = RwSignal::new(link.expires_in);
    effect(move || {
        let tick = move || left.update(|left| *left = (*left - 1).max(0));
        if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    });
    // The button that had the focus is gone.
    let node = NodeRef::<html::A>::new();
    effect(move || {
        if let Some(link) = node.get() {
            let _ = link.focus();
        }
    });
    let is_over = Memo::new(move |_| left.get() == 0);
    let url = link.url;
    let shown = move || {
        if is_over.get() {
            return view! {
                <p class="form-error" role="alert"><Icon name="clock"/><span>"A minute is over: the link opens nothing any more."</span></p>
                <footer class="dialog-foot sign-in-as-foot">
                    <button type="button" class="button" on:click=move |_| work.open.set(false)>"Close"</button>
                    <button type="button" class="button button-primary" on:click=move |_| made.set(None)>"Make Another Link"</button>
                </footer>
            }
            .into_any();
        }
        view! {
            <p>
                "It works once, within "
                <strong>{move || left.get()}" s"</strong>
                ". Open it here, or in a window where you are not logged in at the application."
            </p>
            <p class="sign-in-as-link"><code>{url.clone()}</code></p>
            <footer class="dialog-foot sign-in-as-foot">
                <CopyButton text=url.clone() label="Copy" show_label=true/>
                <a node_ref=node class="button button-primary" href=url.clone() target="_blank" rel="noopener">
                    <Icon name="external"/>
                    "Open in New Tab"
                </a>
            </footer>
        }
        .into_any()
    };
    view! {
        <div class="dialog-content">
            <p class="visually-hidden" role="status">"The link is made"</p>
            {shown}
        </div>
    }
    .into_any()
}
