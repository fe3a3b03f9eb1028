//! An address without a page.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::EmptyState;

/// Says so, with status 404.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Not found · Roster"/>
        <div class="page">
            <EmptyState is_page=true icon="search" title="There is no such page" text="The address may be mistyped, or the page was removed.">
                <a class="button button-primary" href="/users">"Go to Users"</a>
            </EmptyState>
        </div>
    }
}
