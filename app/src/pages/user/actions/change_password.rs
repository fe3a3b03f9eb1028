//! *Change Password*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{PasswordStrength, UserProfile};

use crate::components::{ActionForm, Dialog, PasswordRules, TextField, Work, use_toasts};
use crate::effect::effect;
use crate::functions::connections::list_connections;
use crate::functions::users::change_password;
use crate::pages::user::current::CurrentUser;

/// The database connection whose password the user has.
pub(super) fn database_of(profile: &UserProfile) -> Option<String> {
    profile.identities.iter().find(|identity| identity.provider == "auth0").map(|identity| identity.connection.clone())
}

/// The dialog that gives the user another password.
#[component]
pub(super) fn ChangePassword(user: CurrentUser, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    view! {
        <Dialog open=open title="Change Password" busy=work.busy>
            <Fields user=user work=work/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(user: CurrentUser, work: Work) -> impl IntoView {
    let toasts = use_toasts();
    let (password, repeated) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let strength = load_strength(user, work);
    let is_weak = Memo::new(move |_| match strength.get() {
        Some(strength) => !strength.accepts(&password.read()),
        // Until the rules are known, and where they cannot be, the server decides alone.
        None => password.read().is_empty(),
    });
    let differs = Memo::new(move |_| *password.read() != *repeated.read());
    let mismatch = Signal::derive(move || {
        (differs.get() && !repeated.read().is_empty()).then(|| "The two passwords are not the same".to_owned())
    });
    effect(move || {
        password.track();
        work.refused.set(None);
    });
    let send = move |()| {
        work.busy.set(true);
        let (id, name, password) = (user.id(), user.name(), password.get_untracked());
        spawn_local(async move {
            let answer = change_password(id, password).await;
            work.busy.set(false);
            match answer {
                Ok(profile) => {
                    user.profile.set(profile);
                    work.open.set(false);
                    toasts.done(format!("{name} has a new password"));
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    view! {
        <ActionForm
            work=work
            submit="Change Password"
            is_wrong=Signal::derive(move || is_weak.get() || differs.get())
            error=Signal::derive(move || work.refused_otherwise(&["password"]))
            on_submit=send
        >
            <TextField
                label="New password"
                name="new-password"
                kind="password"
                value=password
                error=Signal::derive(move || work.refused_field("password"))
                autocomplete="new-password"
                autofocus=true
                required=true
            />
            {move || strength.get().map(|strength| view! { <PasswordRules strength=strength password=password/> }.into_any())}
            <TextField
                label="Repeat password"
                name="repeat-password"
                kind="password"
                value=repeated
                error=mismatch
                autocomplete="new-password"
                required=true
            />
        </ActionForm>
    }
    .into_any()
}

/// Asks for the rules of the user's connection; `None` until they are here.
fn load_strength(user: CurrentUser, work: Work) -> RwSignal<Option<PasswordStrength>> {
    let strength = RwSignal::new(None);
    let name = user.profile.with_untracked(database_of);
    effect(move || {
        let name = name.clone();
        spawn_local(async move {
            match list_connections().await {
                Ok(connections) => {
                    let connection = connections.into_iter().find(|connection| Some(&connection.name) == name.as_ref());
                    strength.set(connection.map(|connection| connection.options.password_strength()));
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    });
    strength
}

#[cfg(test)]
mod tests {
    use model::Identity;

    use super::*;

    #[test]
    fn a_password_belongs_to_the_database_among_the_identities() {
        let identity = |provider: &str, connection: &str| Identity {
            provider: provider.to_owned(),
            connection: connection.to_owned(),
            ..Identity::default()
        };
        let mut profile = UserProfile { identities: vec![identity("github", "github")], ..UserProfile::default() };
        assert_eq!(database_of(&profile), None);
        profile.identities.push(identity("auth0", "Staff"));
        assert_eq!(database_of(&profile).as_deref(), Some("Staff"));
    }
}
