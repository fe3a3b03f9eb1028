//! The pages for whoever forgot the password: asking for the mail, and choosing a new one with its link.

use leptos::prelude::*;
use model::Failure;

use super::field::Field;
use super::sign_up::rules;
use super::{Frame, alert, document};

/// What the page shows that asks for the address.
#[derive(Clone, Debug, Default)]
pub struct ForgottenPassword {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// Names what waits for the login; empty for nothing.
    pub state: String,
    /// What was typed before.
    pub identifier: String,
    /// Whether user names are taken as well.
    pub has_usernames: bool,
    /// Why the last try failed.
    pub mistake: Option<String>,
}

/// The page that asks for the address, as HTML.
pub fn forgotten_password(frame: &Frame, page: &ForgottenPassword) -> String {
    let label = if page.has_usernames { "Email or user name" } else { "Email" };
    let field = Field { label, is_first: true, ..Field::identifier(&page.identifier) };
    let card = view! {
        <p class="hosted-note">"You get a mail with a link. With it you choose a new password."</p>
        <form method="post" action="/u/reset-password">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="state" value=page.state.clone()/>
            {alert(page.mistake.clone())}
            {field.view()}
            <button type="submit" class="hosted-primary">"Send the mail"</button>
        </form>
        {back(&page.state)}
    };
    document(frame, "Forgotten your password?", None, card)
}

/// The page after it: the same whether there is such a user or not.
pub fn reset_mail_sent(frame: &Frame, state: &str) -> String {
    let card = view! {
        <p>"If there is an account with this address, a mail is on its way to it. Its link works once, for 30 minutes."</p>
        <p class="hosted-note">"Nothing came? Look into the folder for unwanted mail, then try again."</p>
        {back(state)}
    };
    document(frame, "Look into your mail", None, card)
}

fn back(state: &str) -> Option<AnyView> {
    let href = format!("/u/login?state={state}");
    (!state.is_empty()).then(|| view! { <p class="hosted-other"><a href=href>"Back to log in"</a></p> }.into_any())
}

/// What the page shows that asks for a new password.
#[derive(Clone, Debug, Default)]
pub struct NewPassword {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// The secret of the link.
    pub ticket: String,
    /// Whose password it is.
    pub email: String,
    /// What a password must be, a line each.
    pub rules: Vec<String>,
    /// Why the last try failed.
    pub failure: Option<Failure>,
}

/// The page that asks for a new password, as HTML.
pub fn new_password(frame: &Frame, page: &NewPassword) -> String {
    let failure = page.failure.as_ref();
    let mistake = |field: &str| failure.and_then(|failure| failure.field(field));
    let general = failure.filter(|failure| failure.fields.is_empty()).map(|failure| failure.message.clone());
    let password = Field {
        mistake: mistake("password"),
        is_first: true,
        ..Field::password("password", "New password", "new-password")
    };
    let repeat = Field { mistake: mistake("repeat"), ..Field::password("repeat", "Repeat password", "new-password") };
    let card = view! {
        <p class="hosted-note">"for "<b>{page.email.clone()}</b></p>
        <form method="post" action="/u/reset-password/new">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="ticket" value=page.ticket.clone()/>
            // So that password managers know whose it is.
            <input type="text" name="username" value=page.email.clone() autocomplete="username" readonly=true hidden=true/>
            {alert(general)}
            {password.view()}
            {rules(&page.rules)}
            {repeat.view()}
            <button type="submit" class="hosted-primary">"Set the password"</button>
        </form>
    };
    document(frame, "Choose a new password", None, card)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S-412
    #[test]
    fn what_a_visitor_typed_stays_text() {
        let hostile = "\"><script>alert(1)</script>";
        let page = ForgottenPassword {
            identifier: hostile.into(),
            state: hostile.into(),
            mistake: Some(hostile.into()),
            ..ForgottenPassword::default()
        };
        let new = NewPassword { email: hostile.into(), ticket: hostile.into(), ..NewPassword::default() };
        let frame = Frame::default();
        for html in [forgotten_password(&frame, &page), reset_mail_sent(&frame, hostile), new_password(&frame, &new)] {
            assert!(!html.contains("<script"), "{html}");
        }
    }
}
