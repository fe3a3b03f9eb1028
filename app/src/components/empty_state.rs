//! Nothing there, and could not be loaded.

use leptos::prelude::*;
use model::FailureKind;

use super::Icon;
use crate::functions::Refusal;

/// Nothing to show, and what to do about it.
#[component]
pub fn EmptyState(
    /// An icon.
    icon: &'static str,
    /// What is not there.
    #[prop(into)]
    title: String,
    /// Why, or what would change that.
    #[prop(into)]
    text: String,
    /// Whether it stands in the place of a whole page, whose heading the title then is.
    #[prop(optional)]
    is_page: bool,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = if is_page { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() };
    view! {
        <div class="state">
            <span class="state-icon"><Icon name=icon/></span>
            {heading}
            <p>{text}</p>
            <div class="state-actions">{children.map(|children| children())}</div>
        </div>
    }
}

/// Something could not be loaded.
#[component]
pub fn ErrorState(
    /// Why.
    failure: Refusal,
    /// Try again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    answer_with(failure.kind);
    let title = match failure.kind {
        FailureKind::Offline => "Roster cannot be reached",
        FailureKind::Unauthenticated => "You are signed out",
        FailureKind::Forbidden => "Not allowed",
        FailureKind::NotFound => "Not found",
        FailureKind::Unavailable => "Not available just now",
        _ => "This could not be loaded",
    };
    let action = if failure.kind == FailureKind::Unauthenticated {
        view! { <a class="button button-primary" href="/sign-in" rel="external">"Sign in"</a> }.into_any()
    } else {
        view! {
        <button type="button" class="button" on:click=move |_| retry.run(())>
            <Icon name="refresh"/>
            "Try again"</button>}
        .into_any()
    };
    view! {
        <div class="state state-failed" role="alert">
            <span class="state-icon"><Icon name="alert"/></span>
            <h2>{title}</h2>
            <p>{failure.message.clone()}</p>
            <div class="state-actions">{action}</div>
        </div>
    }
}

/// The first HTML has the status of what failed.
#[cfg(feature = "ssr")]
fn answer_with(kind: FailureKind) {
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(kind.status()))
    {
        response.set_status(status);
    }
}

#[cfg(not(feature = "ssr"))]
fn answer_with(_: FailureKind) {}
