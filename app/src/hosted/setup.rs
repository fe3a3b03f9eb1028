//! The page behind the one-time setup link: the first administrator.

use leptos::prelude::*;
use model::Failure;

use super::field::Field;
use super::{Frame, alert, document};

/// What the setup page shows.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// The token of the setup link.
    pub token: String,
    /// The email that was typed before.
    pub email: String,
    /// Whether sample users are wanted.
    pub with_samples: bool,
    /// Why the last try failed.
    pub failure: Option<Failure>,
}

/// The setup page as HTML.
pub fn setup(frame: &Frame, page: &Setup) -> String {
    let failure = page.failure.as_ref();
    let mistake = |field: &str| failure.and_then(|failure| failure.field(field));
    let general = failure.filter(|failure| failure.fields.is_empty()).map(|failure| failure.message.clone());
    let email = Field { mistake: mistake("email"), ..Field::email(&page.email) };
    let password = Field {
        hint: Some("At least 12 characters. A few words are easier to remember than signs."),
        mistake: mistake("password"),
        ..Field::password("password", "Password", "new-password")
    };
    let repeat = Field { mistake: mistake("repeat"), ..Field::password("repeat", "Repeat password", "new-password") };
    let card = view! {
        <p class="hosted-note">"Create the first administrator. This link works once."</p>
        <form method="post" action="/setup">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="token" value=page.token.clone()/>
            {alert(general)}
            {email.view()}
            {password.view()}
            {repeat.view()}
            <label class="hosted-check">
                <input type="checkbox" name="samples" value="on" checked=page.with_samples/>
                <span>"Load 1,000 sample users"</span>
            </label>
            <button type="submit" class="hosted-primary">"Create Administrator"</button>
        </form>
    };
    document(frame, "Set up Roster", None, card)
}
