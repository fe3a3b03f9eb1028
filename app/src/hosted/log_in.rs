//! The page where users log in.

use leptos::prelude::*;

use super::field::Field;
use super::{Frame, alert, document};

/// What the login page shows.
#[derive(Clone, Debug, Default)]
pub struct LogIn {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// Names what waits for the login.
    pub state: String,
    /// The application's name.
    pub application: String,
    /// What was typed before, or what the application expects.
    pub identifier: String,
    /// Whether user names are asked for beside emails.
    pub has_usernames: bool,
    /// Whether users may sign up.
    pub has_sign_up: bool,
    /// Whether users may ask for another password.
    pub has_reset: bool,
    /// Why the last try failed.
    pub mistake: Option<String>,
}

/// The login page as HTML.
pub fn log_in(frame: &Frame, page: &LogIn) -> String {
    let label = if page.has_usernames { "Email or user name" } else { "Email" };
    let name = Field { label, is_first: page.identifier.is_empty(), ..Field::identifier(&page.identifier) };
    let password =
        Field { is_first: !page.identifier.is_empty(), ..Field::password("password", "Password", "current-password") };
    let query = format!("?state={}", page.state);
    let reset = page.has_reset.then(|| {
        view! { <p class="hosted-beside"><a href=format!("/u/reset-password{query}")>"Forgotten your password?"</a></p> }
    });
    let sign_up = page.has_sign_up.then(|| {
        view! { <p class="hosted-other">"No account yet? "<a href=format!("/u/signup{query}")>"Sign up"</a></p> }
    });
    let card = view! {
        <p class="hosted-note">"to continue to "<b>{page.application.clone()}</b></p>
        <form method="post" action="/u/login">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="state" value=page.state.clone()/>
            {alert(page.mistake.clone())}
            {name.view()}
            <div class="hosted-pair">{password.view()}{reset}</div>
            <button type="submit" class="hosted-primary">"Log in"</button>
        </form>
        {sign_up}
    };
    document(frame, "Log in", None, card)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_stays_text() {
        let hostile = "\"><script>alert(1)</script>";
        let page = LogIn {
            application: hostile.into(),
            identifier: hostile.into(),
            mistake: Some(hostile.into()),
            state: hostile.into(),
            has_reset: true,
            has_sign_up: true,
            ..LogIn::default()
        };
        let html = log_in(&Frame::default(), &page);
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn password_managers_find_their_fields() {
        let html = log_in(&Frame::default(), &LogIn::default());
        for text in ["for=\"username\"", "autocomplete=\"username\"", "autocomplete=\"current-password\""] {
            assert!(html.contains(text), "{text} in {html}");
        }
    }
}
