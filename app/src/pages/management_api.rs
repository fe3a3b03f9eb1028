//! The Management API: all that there is of it, to be looked up and tried with the administrator's own rights.

mod answer;
mod body;
mod document;
mod draft;
mod field;
mod fields;
mod introduction;
mod list;
mod operation;
mod outline;
mod replies;
mod schema;
mod send;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use self::document::Document;
use self::introduction::Introduction;
use self::list::List;
use self::operation::OperationPanel;
use crate::components::{EmptyState, ErrorState, Icon, SkeletonText};
use crate::functions::{Answer, Refusal};
use crate::later::Later;
use crate::paths::{decode, encode};

/// The page.
const PAGE: &str = "/management-api";
/// The OpenAPI document, which the server makes of its routes.
const DOCUMENT: &str = "/api/v2/openapi.json";

/// The operations, and the one that the address names.
#[component]
pub fn ManagementApiPage() -> impl IntoView {
    let search = use_location().search;
    let chosen = Memo::new(move |_| chosen_in(&search.read()));
    let loaded = Later::new(load);
    let title = move || {
        let summary = loaded.get().and_then(Result::ok).zip(chosen.get());
        let summary = summary.and_then(|(document, id)| document.find(&id).map(|it| format!("{} · ", it.summary)));
        format!("{}Management API · Roster", summary.unwrap_or_default())
    };
    let shown = move |answer: Answer<Arc<Document>>| match answer {
        Ok(document) => view! { <Found document=document chosen=chosen/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <Title text=title/>
        <section class="page api" class:api-chosen=move || chosen.with(Option::is_some)>
            <header class="page-head">
                <h1>"Management API"</h1>
                <div class="page-actions">
                    <a class="button" href=DOCUMENT download="openapi.json" rel="external">
                        <Icon name="download"/>
                        "OpenAPI document"
                    </a>
                </div>
            </header>
            {move || loaded.get().map_or_else(|| view! { <SkeletonText lines=8/> }.into_any(), shown)}
        </section>
    }
    .into_any()
}

#[component]
fn Found(document: Arc<Document>, chosen: Memo<Option<String>>) -> impl IntoView {
    let all = document.clone();
    let panel = move || match chosen.get() {
        None => view! { <Introduction document=all.clone()/> }.into_any(),
        Some(id) => match all.find(&id).cloned() {
            Some(operation) => view! { <OperationPanel document=all.clone() operation=operation/> }.into_any(),
            None => view! { <NoSuchOperation/> }.into_any(),
        },
    };
    view! {
        <div class="api-columns">
            <List document=document chosen=chosen/>
            <div class="api-panel">{panel}</div>
        </div>
    }
    .into_any()
}

#[component]
fn NoSuchOperation() -> impl IntoView {
    view! {
        <EmptyState
            icon="braces"
            title="There is no such operation"
            text="The address is not complete, or it names something of another version of Roster."
        >
            <a class="button" href=PAGE>"Show all operations"</a>
        </EmptyState>
    }
    .into_any()
}

async fn load() -> Answer<Arc<Document>> {
    let root = send::load(DOCUMENT).await.map_err(Refusal::from)?;
    Ok(Arc::new(Document::read(root)))
}

/// The address of an operation.
fn operation_path(id: &str) -> String {
    format!("{PAGE}?operation={}", encode(id))
}

/// The operation that the part of an address behind the `?` names.
fn chosen_in(search: &str) -> Option<String> {
    let mut pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| *name == "operation").map(|(_, id)| decode(id)).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_operation() {
        let path = operation_path("post_a b&c");
        assert_eq!(chosen_in(path.split_once('?').unwrap().1).as_deref(), Some("post_a b&c"));
        assert_eq!(chosen_in("?x=1&operation=get_users").as_deref(), Some("get_users"));
        for search in ["", "?", "?operation", "?operation=", "?other=1"] {
            assert_eq!(chosen_in(search), None, "{search}");
        }
    }
}
