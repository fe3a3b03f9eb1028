//! *Advanced Settings*: how an application is answered that did not ask.

use leptos::prelude::*;
use model::{ImpersonationChoice, ImpersonationParameters};

use crate::components::{SelectField, TextField};
use crate::effect::effect;

/// The fields as they are typed.
#[derive(Clone, Copy)]
pub(super) struct Parameters {
    redirect_uri: RwSignal<String>,
    response_mode: RwSignal<String>,
    response_type: RwSignal<String>,
    scope: RwSignal<String>,
    state: RwSignal<String>,
    nonce: RwSignal<String>,
}

impl Parameters {
    /// Begins with what is usual for the chosen application.
    pub(super) fn new(choice: Memo<Option<ImpersonationChoice>>) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let parameters = Self {
            redirect_uri: text(""),
            response_mode: text(""),
            response_type: text(""),
            scope: text("openid profile email"),
            state: text(""),
            nonce: text(""),
        };
        effect(move || {
            let Some(choice) = choice.get() else { return };
            parameters.redirect_uri.set(choice.callbacks.into_iter().next().unwrap_or_default());
            parameters.response_type.set(choice.response_types.into_iter().next().unwrap_or_default());
        });
        parameters
    }

    pub(super) fn read(self) -> ImpersonationParameters {
        let text = |signal: RwSignal<String>| signal.with_untracked(|text| text.trim().to_owned());
        ImpersonationParameters {
            response_type: text(self.response_type),
            response_mode: text(self.response_mode),
            scope: text(self.scope),
            state: text(self.state),
            redirect_uri: text(self.redirect_uri),
            nonce: if self.has_id_token() { text(self.nonce) } else { String::new() },
        }
    }

    fn has_id_token(self) -> bool {
        self.response_type.with(|kind| kind.contains("id_token"))
    }
}

/// They are of no use to an application that begins its own login.
#[component]
pub(super) fn Advanced(choice: Memo<Option<ImpersonationChoice>>, parameters: Parameters) -> impl IntoView {
    let shown = move || {
        let choice = choice.get()?;
        if choice.initiate_login_uri.is_empty() {
            return Some(view! { <Fields choice=choice parameters=parameters/> }.into_any());
        }
        Some(
            view! {
                <p class="dialog-note">
                    "This application begins its own login at "<code>{choice.initiate_login_uri}</code>
                    ", with its own state, nonce and PKCE. There is nothing to set."
                </p>
            }
            .into_any(),
        )
    };
    view! {
        <details class="sign-in-as-more">
            <summary>"Advanced Settings"</summary>
            {shown}
        </details>
    }
    .into_any()
}

#[component]
fn Fields(choice: ImpersonationChoice, parameters: Parameters) -> impl IntoView {
    let same = |values: Vec<String>| values.into_iter().map(|value| (value.clone(), value)).collect::<Vec<_>>();
    let modes = [
        ("", "As usual for the type"),
        ("query", "query (GET)"),
        ("fragment", "fragment (GET)"),
        ("form_post", "form_post (POST)"),
    ];
    let modes: Vec<_> = modes.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let nonce = move || {
        parameters.has_id_token().then(|| {
            view! {
                <TextField
                    label="Nonce"
                    name="nonce"
                    value=parameters.nonce
                    hint="An ID token that comes past the browser must have one."
                />
            }
            .into_any()
        })
    };
    view! {
        <SelectField
            label="Callback URL"
            name="redirect-uri"
            options=Signal::stored(same(choice.callbacks))
            value=parameters.redirect_uri
        />
        <div class="field-row">
            <SelectField
                label="Response type"
                name="response-type"
                options=Signal::stored(same(choice.response_types))
                value=parameters.response_type
            />
            <SelectField
                label="Response mode"
                name="response-mode"
                options=Signal::stored(modes)
                value=parameters.response_mode
            />
        </div>
        <TextField label="Scope" name="scope" value=parameters.scope/>
        <TextField label="State" name="state" value=parameters.state hint="Given to the application as it is."/>
        {nonce}
    }
    .into_any()
}
