//! The dialog *Create User*.

mod draft;

use leptos::prelude::*;
use model::{Connection, ConnectionOptions};

use super::list::List;
use crate::components::{
    Dialog, EmptyState, ErrorState, FieldError, FormError, PasswordRules, SkeletonText, TextField,
};
use crate::effect::effect;
use crate::focus::{FocusAtSending, focus_when_drawn};
use crate::functions::Refusal;
use crate::functions::users::create_user;
use crate::paths::user_path;
use draft::Draft;

/// The first mistake of the form.
const MISTAKE: &str = "dialog[open] [aria-invalid=true]";

/// Opens and closes with `list.create`.
#[component]
pub(super) fn CreateDialog(list: List) -> impl IntoView {
    let busy = RwSignal::new(false);
    view! {
        <Dialog open=list.create title="Create User" busy=busy>
            <Load list=list busy=busy/>
        </Dialog>
    }
}

/// The connections are asked for again each time the dialog opens, so that a new one is there.
#[component]
fn Load(list: List, busy: RwSignal<bool>) -> impl IntoView {
    effect(move || list.connections.load());
    // The form is drawn anew with other connections; what was typed stays.
    let draft = Draft::new();
    move || match list.connections.get() {
        None => view! { <div class="dialog-content"><SkeletonText lines=6/></div> }.into_any(),
        Some(Err(refusal)) => {
            view! { <ErrorState failure=refusal retry=move |()| list.connections.load()/> }.into_any()
        }
        Some(Ok(connections)) => {
            let usable: Vec<Connection> = connections.into_iter().filter(takes_users).collect();
            if usable.is_empty() {
                view! {
                    <EmptyState
                        icon="database"
                        title="No connection takes users"
                        text="A user is created on a database connection that at least one application uses. There is none yet."
                    />
                }
                .into_any()
            } else {
                view! { <Form list=list busy=busy draft=draft connections=usable/> }.into_any()
            }
        }
    }
}

fn takes_users(connection: &Connection) -> bool {
    connection.strategy == "auth0" && connection.applications > 0
}

#[component]
fn Form(list: List, busy: RwSignal<bool>, draft: Draft, connections: Vec<Connection>) -> impl IntoView {
    draft.choose_among(&connections);
    let names: Vec<String> = connections.iter().map(|connection| connection.name.clone()).collect();
    let connections = StoredValue::new(connections);
    let options = Memo::new(move |_| {
        let name = draft.connection.get();
        connections.with_value(|all| all.iter().find(|c| c.name == name).map(|c| c.options.clone()).unwrap_or_default())
    });
    let strength = Signal::derive(move || options.with(ConnectionOptions::password_strength));
    let has_username = move || options.with(|options| options.requires_username);
    let refused = RwSignal::new(None::<Refusal>);
    let error = move |field: &'static str| Signal::derive(move || draft.mistake(field, refused));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        refused.set(None);
        let Some(user) = options.with_untracked(|options| draft.checked(options)) else {
            focus_when_drawn(MISTAKE);
            return;
        };
        busy.set(true);
        let focus = FocusAtSending::new();
        leptos::task::spawn_local(async move {
            let answer = create_user(user).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(user) => {
                    list.create.set(false);
                    list.toasts.done(format!("{} was created", user.display_name()));
                    list.open(user_path(&user.user_id));
                }
                Err(refusal) => {
                    draft.sent();
                    let _ = refused.try_set(Some(refusal));
                    focus.move_to(MISTAKE);
                }
            }
        });
    };
    // The dialog may have opened before the form was there, and given the focus to what was.
    effect(move || match draft.focused.get_untracked() {
        Some(id) => focus_when_drawn(format!("dialog[open] #{id}")),
        None => focus_when_drawn("dialog[open] [autofocus]"),
    });
    let remember = move |event: leptos::ev::FocusEvent| {
        let id = event_target::<web_sys::Element>(&event).id();
        draft.focused.set(Some(id).filter(|id| !id.is_empty()));
    };
    let general = Signal::derive(move || {
        let refusal = refused.get()?;
        refusal.fields.is_empty().then(|| refusal.message.clone())
    });
    view! {
        <form class="dialog-form" novalidate=true on:submit=save on:focusin=remember>
            <div class="dialog-content">
                <TextField
                    label="Email"
                    name="email"
                    kind="email"
                    value=draft.email
                    hint=Signal::derive(move || draft::email_hint(&draft.email.get()))
                    error=error("email")
                    autofocus=true
                    required=true
                    on_blur=move |()| draft.left("email")
                />
                <Show when=has_username>
                    <TextField label="Username" name="username" value=draft.username error=error("username") required=true/>
                </Show>
                <TextField
                    label="Password"
                    name="password"
                    kind="password"
                    value=draft.password
                    error=error("password")
                    autocomplete="new-password"
                    required=true
                />
                <PasswordRules strength=strength password=draft.password/>
                <TextField
                    label="Repeat Password"
                    name="repeat"
                    kind="password"
                    value=draft.repeat
                    error=error("repeat")
                    autocomplete="new-password"
                    required=true
                    on_blur=move |()| draft.left("repeat")
                />
                <ConnectionField names=names draft=draft error=error("connection")/>
                <FormError error=general/>
            </div>
            <footer class="dialog-foot">
                <button type="button" class="button" disabled=move || busy.get() on:click=move |_| list.create.set(false)>"Cancel"</button>
                <button type="submit" class="button button-primary" aria-disabled=move || busy.get().then_some("true")>
                    {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                    "Save"
                </button>
            </footer>
        </form>
    }
}

#[component]
fn ConnectionField(names: Vec<String>, draft: Draft, error: Signal<Option<String>>) -> impl IntoView {
    let options = names
        .into_iter()
        .map(|name| {
            let is_chosen = draft.connection.with_untracked(|chosen| *chosen == name);
            view! { <option value=name.clone() selected=is_chosen>{name.clone()}</option> }.into_any()
        })
        .collect_view();
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label for="field-connection">"Connection"</label>
            <select
                id="field-connection"
                name="connection"
                class="select"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby="error-connection"
                on:change=move |event| draft.connection.set(event_target_value(&event))
            >
                {options}
            </select>
            <FieldError id="error-connection" error=error/>
        </div>
    }
}
