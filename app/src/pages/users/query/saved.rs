//! Searches that were given a name.

mod items;
mod manage;
mod row;
mod save;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::UserQuery;

use super::super::address::Address;
use super::super::filters::chips_of;
use super::super::list::List;
use crate::functions::saved_searches::list_saved_searches;

pub(in crate::pages::users) use items::Items;
pub(in crate::pages::users) use manage::ManageDialog;
pub(in crate::pages::users) use save::SaveDialog;

/// Asks for the searches anew. What is known stays until something else is.
fn load(list: List) {
    spawn_local(async move {
        match list_saved_searches().await {
            // Items that are the same keep the focus.
            Ok(all) if list.saved.try_with_untracked(|known| known.as_ref() == Some(&all)) == Some(true) => {}
            Ok(all) => {
                let _ = list.saved.try_set(Some(all));
            }
            Err(refusal) => list.toasts.failed(refusal.message.clone()),
        }
    });
}

/// What a search looks for: its text, and its filters as sentences.
fn told(query: &UserQuery) -> AnyView {
    let address = Address { query: query.clone(), at: None };
    let filters: Vec<String> =
        chips_of(&address).into_iter().map(|(what, value, _)| format!("{what} {value}")).collect();
    let text = (!query.q.is_empty()).then(|| view! { <code dir="auto">{query.q.clone()}</code> }.into_any());
    let filters = (!filters.is_empty()).then(|| view! { <span>{filters.join(", ")}</span> }.into_any());
    view! { <span class="saved-told">{text}{filters}</span> }.into_any()
}
