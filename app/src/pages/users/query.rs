//! What helps with searches of users: proposals while one types, what is wrong with a query, and saved searches. All of it is
//! loaded when the search box or the menu is first used.

mod completion;
mod context;
mod mistake;
mod proposals;
mod saved;

use leptos::prelude::*;

use super::search::SearchField;
use completion::Completion;
use mistake::Mistake;
use saved::{Items, ManageDialog, SaveDialog};

/// Where something of it is drawn.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// Below the box.
    Below(SearchField),
    /// In the menu of saved searches.
    Saved(SearchField),
    /// Above the page, when they are opened.
    Dialogs(SearchField),
}

/// That part.
pub(crate) fn view(part: Part) -> AnyView {
    match part {
        Part::Below(field) => view! {
            <Mistake list=field.list/>
            <Completion field=field/>
        }
        .into_any(),
        Part::Saved(field) => view! { <Items field=field/> }.into_any(),
        Part::Dialogs(field) => view! {
            <SaveDialog field=field/>
            <ManageDialog field=field/>
        }
        .into_any(),
    }
}
