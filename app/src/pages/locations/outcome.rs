//! What came of a login, as a colour and a word.

use leptos::prelude::*;
use model::LoginOutcome;

/// The last part of the classes that have its colour.
pub(super) fn class(outcome: LoginOutcome) -> &'static str {
    match outcome {
        LoginOutcome::Success => "success",
        LoginOutcome::Failure => "failure",
        LoginOutcome::Impersonation => "impersonation",
    }
}

/// One login of it.
pub(super) fn word(outcome: LoginOutcome) -> &'static str {
    match outcome {
        LoginOutcome::Success => "Success",
        LoginOutcome::Failure => "Failure",
        LoginOutcome::Impersonation => "Impersonation",
    }
}

/// The colour, beside which the word stands.
pub(super) fn dot(outcome: LoginOutcome) -> AnyView {
    view! { <span class=format!("outcome-dot outcome-{}", class(outcome)) aria-hidden="true"></span> }.into_any()
}

/// What the map's colours and lines mean.
#[component]
pub(super) fn Legend() -> impl IntoView {
    let entry = |outcome, text: &'static str| view! { <li>{dot(outcome)} {text}</li> }.into_any();
    view! {
        <ul class="map-legend" aria-label="Legend">
            {entry(LoginOutcome::Success, "only successes")}
            {entry(LoginOutcome::Failure, "with failures")}
            {entry(LoginOutcome::Impersonation, "with impersonations")}
            <li><span class="line-sample" aria-hidden="true"></span> "next login"</li>
            <li><span class="line-sample is-impossible" aria-hidden="true"></span> "impossible travel"</li>
        </ul>
    }
    .into_any()
}
