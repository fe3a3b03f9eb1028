//! The parts of the page that are loaded when they are first wanted.

use leptos::prelude::*;

use super::actions::{BlockDialog, DeleteDialog};
use super::bulk::BulkDialog;
use super::create::CreateDialog;
use super::list::List;
use super::query::{Completion, Items, ManageDialog, Mistake, SaveDialog};
use super::search::SearchField;

/// Where something is drawn.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// Below the search box: what is wrong with a query, and what could come next.
    Search(SearchField),
    /// In the menu of saved searches.
    SavedItems(SearchField),
    /// Above the page: the dialogs of that menu.
    SavedDialogs(SearchField),
    /// Above the page: what is asked before users are created, blocked or deleted.
    Dialogs(List),
}

/// That part.
pub(crate) fn view(part: Part) -> AnyView {
    match part {
        Part::Search(field) => view! {
            <Mistake list=field.list/>
            <Completion field=field/>
        }
        .into_any(),
        Part::SavedItems(field) => view! { <Items field=field/> }.into_any(),
        Part::SavedDialogs(field) => view! {
            <SaveDialog field=field/>
            <ManageDialog field=field/>
        }
        .into_any(),
        Part::Dialogs(list) => view! {
            <CreateDialog list=list/>
            <BlockDialog list=list/>
            <DeleteDialog list=list/>
            <BulkDialog list=list/>
        }
        .into_any(),
    }
}
