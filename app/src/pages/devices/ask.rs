//! Asking before something is ended, and ending it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{BrowserLogin, Ending, GrantedApplication, LinkedDevice, UserId};

use super::Tab;
use crate::components::{ConfirmDialog, Work, use_toasts, utc_time};
use crate::effect::effect;
use crate::functions::Answer;
use crate::functions::access::{end_session, revoke_grant, sign_out_everywhere, unlink_device};

/// What is asked about.
#[derive(Clone)]
pub(super) enum Asked {
    Unlink(LinkedDevice),
    End(BrowserLogin),
    Revoke(GrantedApplication),
    Everywhere(Ending),
}

/// The dialog that names what will happen, and does it.
#[component]
pub(super) fn Ask(tab: Tab, #[prop(into)] done: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let work = Work::new(open);
    let toasts = use_toasts();
    // What the dialog says stays while it closes.
    let shown = RwSignal::new(None::<Asked>);
    effect(move || {
        if let Some(asked) = tab.asked.get() {
            shown.set(Some(asked));
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            tab.asked.set(None);
        }
    });
    let told = move |tell: fn(&Asked, &str) -> String| {
        Signal::derive(move || {
            shown.with(|asked| asked.as_ref().map_or_else(String::new, |asked| tell(asked, &tab.user.name())))
        })
    };
    let send = move |()| {
        let Some(asked) = shown.get_untracked() else { return };
        work.busy.set(true);
        let id = tab.user.id();
        let name = tab.user.name();
        spawn_local(async move {
            let answer = asked.carry_out(id, &name).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(text) => {
                    toasts.done(text);
                    let _ = open.try_set(false);
                    let _ = done.try_run(());
                }
                Err(refusal) => drop(work.refused.try_set(Some(refusal))),
            }
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=told(Asked::title)
            message=told(Asked::message)
            confirm=told(Asked::button)
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        />
    }
    .into_any()
}

impl Asked {
    fn title(&self, name: &str) -> String {
        match self {
            Self::Unlink(device) => format!("Unlink {}?", device.name),
            Self::End(session) => format!("End the session in {}?", session.agent),
            Self::Revoke(grant) => format!("Revoke what {} may?", grant.application),
            Self::Everywhere(_) => format!("Sign {name} out everywhere?"),
        }
    }

    fn button(&self, _: &str) -> String {
        match self {
            Self::Unlink(_) => "Yes, Unlink It",
            Self::End(_) => "Yes, End It",
            Self::Revoke(_) => "Yes, Revoke It",
            Self::Everywhere(_) => "Yes, Sign Out Everywhere",
        }
        .to_owned()
    }

    fn message(&self, name: &str) -> String {
        match self {
            Self::Unlink(device) => format!(
                "{} of {} will be revoked, and with it what came of the same login: the next time the application on this \
                 device needs a token, its user must log in again.",
                tokens(device.refresh_tokens),
                device.applications.join(", ")
            ),
            Self::End(session) => {
                let staying = match session.refresh_tokens {
                    0 => String::new(),
                    1 => " 1 refresh token that came of it stays, because the user allowed access while they are away: unlink \
                          the device to end that too."
                        .to_owned(),
                    count => format!(
                        " {} that came of it stay, because the user allowed access while they are away: unlink the device to \
                         end that too.",
                        tokens(count)
                    ),
                };
                format!("This browser must log in again at {}.{staying}", session.applications.join(", "))
            }
            Self::Revoke(grant) => format!(
                "Tokens that were given for it end, and {} must ask {name} again: {}.",
                grant.application,
                grant.scope.join(", ")
            ),
            Self::Everywhere(ending) => everywhere(ending),
        }
    }

    /// Does it; what to say then.
    async fn carry_out(self, id: UserId, name: &str) -> Answer<String> {
        match self {
            Self::Unlink(device) => {
                let count = unlink_device(id, device.name.clone(), device.agent).await?;
                Ok(format!("{} is unlinked: {} revoked", device.name, tokens(count)))
            }
            Self::End(session) => {
                end_session(session.id).await?;
                Ok(format!("The session in {} has ended", session.agent))
            }
            Self::Revoke(grant) => {
                revoke_grant(grant.id).await?;
                Ok(format!("{} must ask again", grant.application))
            }
            Self::Everywhere(_) => {
                let receipt = sign_out_everywhere(id).await?;
                Ok(match receipt.ended.in_words().as_str() {
                    "" => format!("{name} was not logged in any more"),
                    ended => format!("{name} is signed out everywhere: {ended} ended"),
                })
            }
        }
    }
}

fn everywhere(ending: &Ending) -> String {
    let told = match ending.told.as_slice() {
        [] => String::new(),
        told => format!(" {} will be told by back-channel logout.", told.join(", ")),
    };
    let until = ending.access_tokens_until.map_or_else(String::new, |until| {
        format!(" Access tokens that were issued already are good until {} at the latest.", utc_time(until))
    });
    format!("{} will end.{told}{until} The user may log in again.", ending.in_words())
}

fn tokens(count: i64) -> String {
    if count == 1 { "1 refresh token".to_owned() } else { format!("{count} refresh tokens") }
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    #[test]
    fn the_dialog_says_how_much_ends_and_what_lives_on() {
        let ending = Ending {
            sessions: 1,
            refresh_tokens: 2,
            devices: 1,
            told: vec!["Books".to_owned()],
            access_tokens_until: Some(Timestamp(1_674_673_227_084)),
        };
        assert_eq!(
            everywhere(&ending),
            "1 session and 2 refresh tokens on 1 device will end. Books will be told by back-channel logout. Access tokens \
             that were issued already are good until 2023-01-25 19:00 UTC at the latest. The user may log in again."
        );
    }
}
