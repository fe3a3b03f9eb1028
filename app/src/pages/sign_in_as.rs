//! What the dialog *Sign in as User* asks, and the link that it makes.

mod advanced;
mod link;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{ImpersonationLink, ImpersonationOptions, ImpersonationRequest, UserId};

use self::advanced::{Advanced, Parameters};
use self::link::Link;
use crate::components::{ActionForm, Checkbox, SelectField, TextField, Work};
use crate::effect::effect;
use crate::focus::focus_when_drawn;
use crate::functions::impersonations::offer_impersonation;

/// What the dialog is about; in the context of its content.
#[derive(Clone, PartialEq)]
pub(crate) struct Asked {
    /// Whose place.
    pub(crate) user_id: UserId,
    /// Their name.
    pub(crate) user_name: String,
    /// The applications, and whether the password must be shown.
    pub(crate) options: ImpersonationOptions,
    /// The dialog's.
    pub(crate) work: Work,
}

/// The questions, and then the link.
#[component]
pub(crate) fn Content() -> impl IntoView {
    let asked = expect_context::<Memo<Asked>>().get_untracked();
    let made = RwSignal::new(None::<ImpersonationLink>);
    let asked = StoredValue::new(asked);
    move || match made.get() {
        Some(link) => view! { <Link link=link made=made work=asked.with_value(|asked| asked.work)/> }.into_any(),
        None => view! { <Form asked=asked.get_value() made=made/> }.into_any(),
    }
}

#[component]
fn Form(asked: Asked, made: RwSignal<Option<ImpersonationLink>>) -> impl IntoView {
    let Asked { user_id, user_name, options, work } = asked;
    let applications = StoredValue::new(options.applications);
    let names = applications
        .with_value(|all| all.iter().map(|choice| (choice.client_id.clone(), choice.name.clone())).collect::<Vec<_>>());
    let client_id = RwSignal::new(names.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let choice = Memo::new(move |_| {
        let id = client_id.get();
        applications.with_value(|all| all.iter().find(|choice| choice.client_id == id).cloned())
    });
    let (reason, password, is_view_only) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    // What the server asked for once stays.
    let needs_password = RwSignal::new(options.needs_password);
    let parameters = Parameters::new(choice);
    // The content arrives after the dialog was opened, which looked for something to focus before it was there.
    effect(|| focus_when_drawn("#field-reason"));
    effect(move || {
        if work.refused_field("password").is_some() {
            needs_password.set(true);
        }
    });
    let is_wrong = Signal::derive(move || {
        reason.with(|reason| reason.trim().chars().count() < 5)
            || (needs_password.get() && password.with(String::is_empty))
    });
    let send = move |()| {
        work.busy.set(true);
        work.refused.set(None);
        let request = ImpersonationRequest {
            user_id: user_id.clone(),
            client_id: client_id.get_untracked(),
            reason: reason.get_untracked(),
            is_view_only: is_view_only.get_untracked(),
            parameters: parameters.read(),
        };
        let password = needs_password.get_untracked().then(|| password.get_untracked());
        spawn_local(async move {
            let answer = offer_impersonation(request, password).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(link) => {
                    let _ = made.try_set(Some(link));
                }
                Err(refusal) => {
                    let _ = work.refused.try_set(Some(refusal));
                }
            }
        });
    };
    let password_field = move || {
        needs_password.get().then(|| {
            view! {
                <TextField
                    label="Your password"
                    name="own-password"
                    kind="password"
                    autocomplete="current-password"
                    value=password
                    error=Signal::derive(move || work.refused_field("password"))
                    hint="Yours, for Roster: you showed it more than 5 minutes ago."
                    required=true
                />
            }
            .into_any()
        })
    };
    view! {
        <ActionForm
            work=work
            submit="Make Link"
            is_wrong=is_wrong
            error=Signal::derive(move || work.refused_otherwise(&["reason", "password"]))
            on_submit=send
        >
            <SelectField label="Application" name="application" options=Signal::stored(names) value=client_id/>
            <TextField
                label="Reason"
                name="reason"
                value=reason
                error=Signal::derive(move || work.refused_field("reason"))
                hint="For instance a ticket's number. It stands in the user's history."
                autofocus=true
                required=true
            />
            {password_field}
            <Checkbox
                label="View only"
                name="view-only"
                value=is_view_only
                hint="Access tokens get scopes that read (read:…) and no others, and say so. What the application itself lets you \
                      do is up to it."
            />
            <Consequences user_name=user_name/>
            <Advanced choice=choice parameters=parameters/>
        </ActionForm>
    }
    .into_any()
}

/// What it will and will not allow.
#[component]
fn Consequences(user_name: String) -> impl IntoView {
    view! {
        <div class="dialog-note sign-in-as-note">
            <p>"You will see the application as "<bdi>{user_name}</bdi>" does, for an hour at most. Every token says that it is you."</p>
            <p>
                "You will not be able to change their email or password, to consent for them, to let a device in, or to stay \
                 logged in. It ends at once when you sign out of Roster, or when you or an owner ends it."
            </p>
        </div>
    }
    .into_any()
}
