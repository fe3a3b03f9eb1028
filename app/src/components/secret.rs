//! A secret that is shown once.

use leptos::prelude::*;

use super::{CopyButton, Icon};

/// A new secret, with a button that copies it, and the word that it is not shown again.
#[component]
pub fn Secret(
    /// The secret.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="secret" role="status">
            <p class="notice notice-warning">
                <Icon name="key"/>
                <span>"Store this secret now: Roster keeps only its hash and cannot show it again."</span>
            </p>
            <p class="secret-line">
                <code>{text.clone()}</code>
                <CopyButton text=text label="Copy secret" show_label=true/>
            </p>
        </div>
    }
    .into_any()
}
