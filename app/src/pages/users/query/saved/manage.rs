//! Renaming and deleting saved searches.

use leptos::prelude::*;

use super::super::super::search::SearchField;
use super::row::{Doing, Row};
use crate::components::Dialog;
use crate::effect::effect;

/// All of them, with what can be done to each.
#[component]
pub(in crate::pages::users) fn ManageDialog(field: SearchField) -> impl IntoView {
    let list = field.list;
    let open = field.is_managing;
    let doing = RwSignal::new(None::<(String, Doing)>);
    effect(move || {
        if open.get() {
            doing.set(None);
        }
    });
    let rows = move || {
        let all = list.saved.get().unwrap_or_default();
        if all.is_empty() {
            return view! { <p>"There are no saved searches."</p> }.into_any();
        }
        let rows = all.into_iter().map(|search| view! { <Row list=list search=search doing=doing/> }.into_any());
        view! { <ul class="saved-list" aria-label="Saved searches">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <Dialog open=open title="Saved Searches" wide=true>
            <div class="dialog-content">{move || rows()}</div>
            <footer class="dialog-foot">
                <button type="button" id="saved-done" class="button button-primary" on:click=move |_| open.set(false)>"Done"</button>
            </footer>
        </Dialog>
    }
}
