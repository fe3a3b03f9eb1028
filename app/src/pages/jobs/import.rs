//! Importing users: a file, what to do with it, and what its columns are.

mod columns;
mod draft;
mod file;
mod guess;
mod sample;
mod sending;
mod upload;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use model::{Connection, Role};

use self::columns::Columns;
use self::draft::Draft;
use self::file::{DropZone, take_dropped};
use self::sending::{Buttons, Sending};
use super::BackToUsers;
use crate::components::{Checkbox, ErrorState, Icon, SelectField, SkeletonText, TextField, use_permission, use_viewer};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::connections::list_connections;

/// Takes a file, shows how it is understood, and leads to the page of the check or of the import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| list_connections(), false);
    let shown = move |answer: Answer<Vec<Connection>>| match answer {
        Ok(connections) => view! { <Form connections=connections/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <Title text="Import users · Roster"/>
        <section class="page">
            <BackToUsers/>
            <header class="page-head"><h1>"Import users"</h1></header>
            <Suspense fallback=|| view! { <SkeletonText lines=8/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
    }
    .into_any()
}

#[component]
fn Form(connections: Vec<Connection>) -> impl IntoView {
    // The others keep their users elsewhere, or take none.
    let takes = |connection: &Connection| connection.strategy == "auth0" && connection.applications > 0;
    let options: Vec<(String, String)> =
        connections.into_iter().filter(takes).map(|connection| (connection.id, connection.name)).collect();
    let viewer = use_viewer();
    let is_owner =
        Signal::derive(move || viewer.with(|viewer| viewer.as_ref().is_some_and(|viewer| viewer.role == Role::Owner)));
    let draft = Draft::new(options.first().map(|(id, _)| id.clone()).unwrap_or_default(), is_owner);
    let permission = use_permission();
    let reason = move || {
        permission.reason.get().map(|reason| {
            view! { <p class="notice notice-warning"><Icon name="alert"/><span>{reason}</span></p> }.into_any()
        })
    };
    view! {
        // Wherever a file is dropped on the form it is taken: the browser would open it otherwise.
        <form
            class="settings import"
            novalidate
            on:submit=|event: SubmitEvent| event.prevent_default()
            on:dragover=move |event| {
                event.prevent_default();
                draft.is_over.set(permission.may_edit.get_untracked());
            }
            on:dragleave=move |_| draft.is_over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                draft.is_over.set(false);
                if permission.may_edit.get_untracked() {
                    take_dropped(draft, &event);
                }
            }
        >
            {reason}
            <fieldset class="settings-fields" disabled=move || !permission.may_edit.get()>
                <DropZone draft=draft/>
                <Columns draft=draft/>
                <Options draft=draft connections=options/>
            </fieldset>
            <Buttons draft=draft permission=permission/>
        </form>
        <Sending draft=draft/>
    }
    .into_any()
}

#[component]
fn NoConnection() -> impl IntoView {
    view! {
        <p class="notice notice-warning">
            <Icon name="alert"/>
            <span>
                "There is no database connection that an application uses, so there is nowhere to import users to. "
                <a href="/connections">"Show connections"</a>
            </span>
        </p>
    }
    .into_any()
}

/// What is to be done with the file.
#[component]
fn Options(draft: Draft, connections: Vec<(String, String)>) -> impl IntoView {
    let connections = StoredValue::new(connections);
    let full = move || {
        draft.may_be_full().then(|| {
            view! {
                <Checkbox
                    label="It is a full export of a Roster"
                    name="import-full"
                    value=draft.full
                    hint="Users come with their ids, password hashes, linked accounts and blocks, into the connections of the same \
                          names."
                />
            }
            .into_any()
        })
    };
    let usual = move || {
        if draft.is_full() {
            return None;
        }
        if connections.with_value(Vec::is_empty) {
            return Some(view! { <NoConnection/> }.into_any());
        }
        let fields = view! {
            <SelectField
                label="Connection"
                name="import-connection"
                options=Signal::stored(connections.get_value())
                value=draft.connection
                hint="Database connections that an application uses."
            />
            <Checkbox
                label="Change users who are there already"
                name="import-upsert"
                value=draft.upsert
                hint="They are known by their email. Without this their rows are not taken."
            />
        };
        Some(fields.into_any())
    };
    view! {
        <section class="card settings-part">
            <h2>"What to do with it"</h2>
            {full}
            {usual}
            <Checkbox
                label="Mail owners when it has ended"
                name="import-mail"
                value=draft.mail
            />
            <details class="import-more">
                <summary>"More"</summary>
                <TextField
                    label="External id"
                    name="import-external-id"
                    value=draft.external_id
                    hint="What you know this import by, for instance the number of a ticket. It stands with the import."
                />
            </details>
        </section>
    }
    .into_any()
}
