//! The page where users sign up.

use leptos::prelude::*;
use model::Failure;

use super::field::Field;
use super::{Frame, alert, document};

/// What the sign-up page shows.
#[derive(Clone, Debug, Default)]
pub struct SignUp {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// Names what waits for the login.
    pub state: String,
    /// The application's name.
    pub application: String,
    /// The email that was typed before.
    pub email: String,
    /// The user name that was typed before, where one is asked for.
    pub username: Option<String>,
    /// What a password must be, a line each.
    pub rules: Vec<String>,
    /// Why the last try failed.
    pub failure: Option<Failure>,
}

/// The sign-up page as HTML.
pub fn sign_up(frame: &Frame, page: &SignUp) -> String {
    let failure = page.failure.as_ref();
    let mistake = |field: &str| failure.and_then(|failure| failure.field(field));
    let general = failure.filter(|failure| failure.fields.is_empty()).map(|failure| failure.message.clone());
    let email = Field { mistake: mistake("email"), ..Field::email(&page.email) };
    let username = page.username.as_deref().map(|value| {
        let field = Field { label: "User name", is_first: false, ..Field::identifier(value) };
        Field { mistake: mistake("username"), ..field }.view()
    });
    let password = Field { mistake: mistake("password"), ..Field::password("password", "Password", "new-password") };
    let card = view! {
        <p class="hosted-note">"to continue to "<b>{page.application.clone()}</b></p>
        <form method="post" action="/u/signup">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="state" value=page.state.clone()/>
            {alert(general)}
            {email.view()}
            {username}
            {password.view()}
            {rules(&page.rules)}
            <button type="submit" class="hosted-primary">"Sign up"</button>
        </form>
        <p class="hosted-other">"You have an account? "<a href=format!("/u/login?state={}", page.state)>"Log in"</a></p>
    };
    document(frame, "Sign up", None, card)
}

/// What a password must be; nothing where one character is enough.
pub(super) fn rules(rules: &[String]) -> Option<AnyView> {
    let lines = rules.iter().map(|rule| view! { <li>{rule.clone()}</li> }.into_any()).collect_view();
    (!rules.is_empty()).then(|| view! { <ul class="hosted-rules">{lines}</ul> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S-412
    #[test]
    fn what_a_visitor_typed_stays_text() {
        let hostile = "\"><script>alert(1)</script>";
        let page = SignUp {
            application: hostile.into(),
            email: hostile.into(),
            state: hostile.into(),
            username: Some(hostile.into()),
            rules: vec![hostile.into()],
            failure: Some(Failure::new(model::FailureKind::Invalid, hostile)),
            ..SignUp::default()
        };
        let html = sign_up(&Frame::default(), &page);
        assert!(!html.contains("<script"), "{html}");
    }

    /// S-306
    #[test]
    fn password_managers_find_their_fields() {
        let html = sign_up(&Frame::default(), &SignUp::default());
        assert!(html.contains("autocomplete=\"username\"") && html.contains("autocomplete=\"new-password\""), "{html}");
        assert!(!html.contains("autocomplete=\"off\""), "{html}");
    }
}
