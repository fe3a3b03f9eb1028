//! *Change Email*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::check_email;

use crate::components::{ActionForm, Dialog, TextField, Work, use_toasts};
use crate::effect::effect;
use crate::functions::mails::send_verification_mail;
use crate::functions::users::change_email;
use crate::pages::user::current::CurrentUser;

/// The dialog that gives the user another email address.
#[component]
pub(super) fn ChangeEmail(user: CurrentUser, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    view! {
        <Dialog open=open title="Change Email" busy=work.busy>
            <Fields user=user work=work/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(user: CurrentUser, work: Work) -> impl IntoView {
    let toasts = use_toasts();
    let email = RwSignal::new(String::new());
    let (is_verified, is_mailed) = (RwSignal::new(false), RwSignal::new(true));
    let mistake = Memo::new(move |_| mistake_in(&email.read(), user.profile.read().email.as_deref()));
    let error = Signal::derive(move || {
        work.refused_field("email").or_else(|| mistake.get().filter(|_| !email.read().is_empty()))
    });
    // What the server refused was the address as it stood then.
    effect(move || {
        email.track();
        work.refused.set(None);
    });
    let send = move |()| {
        work.busy.set(true);
        let (id, address) = (user.id(), email.get_untracked());
        let verified = is_verified.get_untracked();
        let with_mail = !verified && is_mailed.get_untracked();
        spawn_local(async move {
            let answer = change_email(id.clone(), address, verified).await;
            if let (Ok(_), true) = (&answer, with_mail)
                && let Err(refusal) = send_verification_mail(id).await
            {
                toasts.failed(refusal.0.message);
            }
            work.busy.set(false);
            match answer {
                Ok(profile) => {
                    toasts.done(format!("The email address is now {}", profile.email.as_deref().unwrap_or_default()));
                    user.profile.set(profile);
                    work.open.set(false);
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    let now = user.profile.with_untracked(|profile| profile.email.clone());
    view! {
        <ActionForm
            work=work
            submit="Change Email"
            is_wrong=Signal::derive(move || mistake.read().is_some())
            error=Signal::derive(move || work.refused_otherwise(&["email"]))
            on_submit=send
        >
            {now.map(|now| view! { <p class="dialog-note">"Now: " <bdi>{now}</bdi></p> }.into_any())}
            <TextField label="New email" name="new-email" kind="email" value=email error=error autofocus=true required=true/>
            <label class="check">
                <input
                    type="checkbox"
                    class="checkbox"
                    prop:checked=is_verified
                    on:change=move |event| is_verified.set(event_target_checked(&event))
                />
                <span>"The email address is verified"</span>
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    class="checkbox"
                    prop:checked=move || is_mailed.get() && !is_verified.get()
                    disabled=is_verified
                    on:change=move |event| is_mailed.set(event_target_checked(&event))
                />
                <span>"Send a verification mail to it"</span>
            </label>
        </ActionForm>
    }
    .into_any()
}

fn mistake_in(email: &str, now: Option<&str>) -> Option<String> {
    match check_email(email) {
        Err(mistake) => Some(mistake.to_string()),
        Ok(email) if now == Some(email.as_str()) => Some("This is the user's address already".to_owned()),
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_address_is_no_change() {
        assert_eq!(mistake_in("new@example.com", Some("ada@example.com")), None);
        assert_eq!(mistake_in("new@example.com", None), None);
        assert!(mistake_in(" Ada@Example.com", Some("ada@example.com")).is_some());
        assert!(mistake_in("ada", None).is_some());
    }
}
