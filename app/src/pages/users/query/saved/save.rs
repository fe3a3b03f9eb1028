//! Giving a search a name.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::super::search::SearchField;
use super::{load, told};
use crate::components::{ActionForm, Dialog, TextField, Work};
use crate::functions::saved_searches::save_search;

/// Asks for the name of what is shown.
#[component]
pub(in crate::pages::users) fn SaveDialog(field: SearchField) -> impl IntoView {
    let open = field.is_saving;
    let work = Work::new(open);
    view! {
        <Dialog open=open title="Save Search" busy=work.busy>
            <Form field=field work=work/>
        </Dialog>
    }
}

#[component]
fn Form(field: SearchField, work: Work) -> impl IntoView {
    let list = field.list;
    let name = RwSignal::new(String::new());
    let save = move |()| {
        work.busy.set(true);
        work.refused.set(None);
        let query = list.address.with_untracked(|address| address.query.clone());
        spawn_local(async move {
            let answer = save_search(name.get_untracked(), query).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(search) => {
                    work.open.set(false);
                    list.toasts.done(format!("“{}” is saved", search.name));
                    load(list);
                }
                Err(refusal) => {
                    let _ = work.refused.try_set(Some(refusal));
                }
            }
        });
    };
    view! {
        <ActionForm
            work=work
            submit="Save"
            is_wrong=Signal::derive(move || name.with(|name| name.trim().is_empty()))
            error=Signal::derive(move || work.refused_otherwise(&["name"]))
            on_submit=save
        >
            <p class="saved-query">{move || list.address.with(|address| told(&address.query))}</p>
            <TextField
                label="Name"
                name="search-name"
                value=name
                error=Signal::derive(move || work.refused_field("name"))
                hint="All administrators of this tenant find it under this name."
                autofocus=true
                required=true
            />
        </ActionForm>
    }
    .into_any()
}
