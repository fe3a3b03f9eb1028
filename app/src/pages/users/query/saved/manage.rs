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
    let has_some = move || list.saved.with(|all| all.as_ref().is_some_and(|all| !all.is_empty()));
    let all = move || list.saved.get().unwrap_or_default();
    view! {
        <Dialog open=open title="Saved Searches" wide=true>
            <div class="dialog-content">
                <Show when=has_some fallback=|| view! { <p>"There are no saved searches."</p> }>
                    <ul class="saved-list" aria-label="Saved searches">
                        // A row stays while something is done to it, whatever is loaded meanwhile.
                        <For each=all key=|search| search.id.clone() let:search>
                            <Row list=list search=search doing=doing/>
                        </For>
                    </ul>
                </Show>
            </div>
            <footer class="dialog-foot">
                <button type="button" id="saved-done" class="button button-primary" on:click=move |_| open.set(false)>"Done"</button>
            </footer>
        </Dialog>
    }
}
