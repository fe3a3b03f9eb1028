//! Adding and removing administrators.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{NewAdministrator, Role, check_email};

use super::{Administrators, roles};
use crate::components::{ActionForm, Checkbox, ConfirmDialog, Dialog, SelectField, TextField, Work, use_toasts};
use crate::effect::effect;
use crate::functions::administrators::{add_administrator, remove_administrator};

/// *Add Administrator*.
#[component]
pub(super) fn Add(list: Administrators) -> impl IntoView {
    let work = Work::new(list.adding);
    view! {
        <Dialog open=list.adding title="Add Administrator" busy=work.busy>
            <Fields list=list work=work/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(list: Administrators, work: Work) -> impl IntoView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (role, may_impersonate) = (RwSignal::new(Role::Viewer.as_str().to_owned()), RwSignal::new(false));
    let toasts = use_toasts();
    let is_wrong =
        Signal::derive(move || email.with(|email| check_email(email).is_err()) || password.with(String::is_empty));
    let send = move |()| {
        work.busy.set(true);
        work.refused.set(None);
        let administrator = NewAdministrator {
            email: email.get_untracked(),
            password: password.get_untracked(),
            role: role.with_untracked(|role| Role::parse(role)).unwrap_or(Role::Viewer),
            may_impersonate: may_impersonate.get_untracked(),
        };
        let name = administrator.email.clone();
        spawn_local(async move {
            let answer = add_administrator(administrator).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(all) => {
                    toasts.done(format!("{name} can sign in now"));
                    let _ = list.all.try_set(all);
                    let _ = work.open.try_set(false);
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
            submit="Add"
            is_wrong=is_wrong
            error=Signal::derive(move || work.refused_otherwise(&["email", "password"]))
            on_submit=send
        >
            <TextField
                label="Email"
                name="administrator-email"
                kind="email"
                value=email
                error=Signal::derive(move || work.refused_field("email"))
                autofocus=true
                required=true
            />
            <TextField
                label="Password"
                name="administrator-password"
                kind="password"
                autocomplete="new-password"
                value=password
                error=Signal::derive(move || work.refused_field("password"))
                hint="At least 12 characters. Tell it them by another way than mail."
                required=true
            />
            <SelectField label="Role" name="administrator-role" options=Signal::stored(roles()) value=role/>
            <Checkbox
                label="May sign in as users"
                name="administrator-impersonates"
                value=may_impersonate
                hint="For support. It counts only while the tenant allows it."
            />
        </ActionForm>
    }
    .into_any()
}

/// *Remove*: their sessions end, and what they are in.
#[component]
pub(super) fn Remove(list: Administrators) -> impl IntoView {
    let open = RwSignal::new(false);
    effect(move || {
        if list.removing.with(Option::is_some) {
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            list.removing.set(None);
        }
    });
    let work = Work::new(open);
    let toasts = use_toasts();
    let name = move || list.removing.with(|it| it.as_ref().map(|it| it.email.clone()).unwrap_or_default());
    let send = move |()| {
        let Some(administrator) = list.removing.get_untracked() else { return };
        work.busy.set(true);
        spawn_local(async move {
            let answer = remove_administrator(administrator.id).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(all) => {
                    toasts.done(format!("{} is no administrator any more", administrator.email));
                    let _ = work.open.try_set(false);
                    let _ = list.all.try_set(all);
                }
                Err(refusal) => {
                    let _ = work.refused.try_set(Some(refusal));
                }
            }
        });
    };
    view! {
        <ConfirmDialog
            open=work.open
            title=Signal::derive(move || format!("Remove {}?", name()))
            message="They are signed out at once, and leave every user's place that they are in. What they did stays in the log."
            confirm="Yes, Remove Them"
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        />
    }
    .into_any()
}
