//! The sign-in page of administrators.

use leptos::prelude::*;

use super::field::Field;
use super::{Frame, alert, document};

/// What the sign-in page shows.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// Where to go afterwards: a path of ours.
    pub next: String,
    /// The email that was typed before.
    pub email: String,
    /// Why the last try failed.
    pub mistake: Option<String>,
    /// Whether there is nobody yet who could sign in.
    pub is_unclaimed: bool,
}

/// The sign-in page as HTML.
pub fn sign_in(frame: &Frame, page: &SignIn) -> String {
    let unclaimed = page.is_unclaimed.then(|| {
        view! {
            <p class="hosted-note">
                "Roster has no administrator yet. The one-time setup link is in the server's output, in the window or log \
                 where Roster was started. It is valid for 30 minutes; a restart of Roster prints a new one."
            </p>
        }
    });
    let card = view! {
        {unclaimed}
        <form method="post" action="/sign-in">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="next" value=page.next.clone()/>
            {alert(page.mistake.clone())}
            {Field::email(&page.email).view()}
            {Field::password("password", "Password", "current-password").view()}
            <button type="submit" class="hosted-primary">"Sign In"</button>
        </form>
    };
    document(frame, "Sign in", None, card)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_visitor_typed_stays_text() {
        let hostile = "\"><script>alert(1)</script>";
        let page =
            SignIn { email: hostile.into(), next: hostile.into(), mistake: Some(hostile.into()), ..SignIn::default() };
        let html = sign_in(&Frame::default(), &page);
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn the_title_is_plain_text() {
        let html = sign_in(&Frame::default(), &SignIn::default());
        assert!(html.contains("<title>Sign in · Roster</title>"), "{html}");
    }

    #[test]
    fn every_input_has_a_label_and_a_purpose() {
        let html = sign_in(&Frame::default(), &SignIn::default());
        for text in
            ["for=\"email\"", "autocomplete=\"username\"", "for=\"password\"", "autocomplete=\"current-password\""]
        {
            assert!(html.contains(text), "{text} in {html}");
        }
    }
}
