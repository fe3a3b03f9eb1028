//! What an administrator can do to the user.

mod block;
mod change_email;
mod change_password;
mod delete;
mod reset_mail;
mod verify_email;

use leptos::prelude::*;

use self::block::{BlockUser, unblock};
use self::change_email::ChangeEmail;
use self::change_password::ChangePassword;
use self::delete::DeleteUser;
use self::reset_mail::ResetMail;
use self::verify_email::VerifyEmail;
use super::current::CurrentUser;
use crate::components::{Menu, MenuItem, MenuSeparator, use_toasts};

/// The menu *Actions* and the dialogs that it opens.
#[component]
pub(super) fn Actions(user: CurrentUser) -> impl IntoView {
    let [block, email, password, reset, verify, delete] = [(); 6].map(|()| RwSignal::new(false));
    let toasts = use_toasts();
    let is_blocked = Memo::new(move |_| user.profile.read().is_blocked());
    let toggle_blocked = move |()| if is_blocked.get_untracked() { unblock(user, toasts) } else { block.set(true) };
    let permission = user.permission;
    let forbidden = Signal::derive(move || !permission.may_edit.get());
    let verified = Memo::new(move |_| {
        let profile = user.profile.read();
        match (&profile.email, profile.email_verified) {
            (None, _) => Some("This user has no email address"),
            (Some(_), Some(true)) => Some("The email address is verified already"),
            _ => None,
        }
    });
    let no_verify = Signal::derive(move || permission.reason.get().or(verified.get()));
    let no_password = Signal::derive(move || {
        permission.reason.get().or_else(|| {
            (change_password::database_of(&user.profile.read()).is_none())
                .then_some("This user logs in elsewhere and has no password here")
        })
    });
    let no_reset = Signal::derive(move || {
        let has_email = user.profile.read().email.is_some();
        no_password.get().or_else(|| (!has_email).then_some("This user has no email address"))
    });
    view! {
        <Menu label="Actions" icon="more" show_label=true>
            <MenuItem
                icon=if is_blocked.get_untracked() { "unblock" } else { "block" }
                label=if is_blocked.get_untracked() { "Unblock User" } else { "Block User" }
                disabled=forbidden
                reason=permission.reason
                on_select=toggle_blocked
            />
            <MenuItem
                icon="mail"
                label="Change Email"
                disabled=forbidden
                reason=permission.reason
                on_select=move |()| email.set(true)
            />
            <MenuItem
                icon="key"
                label="Change Password"
                disabled=Signal::derive(move || no_password.get().is_some())
                reason=no_password
                on_select=move |()| password.set(true)
            />
            <MenuItem
                icon="mail"
                label="Send Password Reset Mail"
                disabled=Signal::derive(move || no_reset.get().is_some())
                reason=no_reset
                on_select=move |()| reset.set(true)
            />
            <MenuItem
                icon="mail-check"
                label="Verify Email"
                disabled=Signal::derive(move || no_verify.get().is_some())
                reason=no_verify
                on_select=move |()| verify.set(true)
            />
            <MenuSeparator/>
            <MenuItem
                icon="trash"
                label="Delete User"
                danger=true
                disabled=forbidden
                reason=permission.reason
                on_select=move |()| delete.set(true)
            />
        </Menu>
        <BlockUser user=user open=block/>
        <ChangeEmail user=user open=email/>
        <ChangePassword user=user open=password/>
        <ResetMail user=user open=reset/>
        <VerifyEmail user=user open=verify/>
        <DeleteUser user=user open=delete/>
    }
    .into_any()
}
