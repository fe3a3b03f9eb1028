//! The page that confirms an address.

use leptos::prelude::*;

use super::{Frame, document};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct VerifyEmail {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// The secret of the link.
    pub ticket: String,
    /// The address.
    pub email: String,
}

/// The page as HTML. It has a button, because programs that look at links would use the link up otherwise.
pub fn verify_email(frame: &Frame, page: &VerifyEmail) -> String {
    let card = view! {
        <p>"Is "<b>{page.email.clone()}</b>" your address, and did you sign up with it?"</p>
        <form method="post" action="/u/verify-email">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="ticket" value=page.ticket.clone()/>
            <button type="submit" class="hosted-primary" autofocus=true>"Yes, confirm it"</button>
        </form>
        <p class="hosted-note">
            "Was it not you? Then somebody else knows the password of this account. "
            <a href="/u/reset-password">"Choose one of your own"</a>
        </p>
    };
    document(frame, "Confirm your address", None, card)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S-412
    #[test]
    fn what_comes_from_outside_stays_text() {
        let hostile = "\"><script>alert(1)</script>";
        let page = VerifyEmail { email: hostile.into(), ticket: hostile.into(), ..VerifyEmail::default() };
        assert!(!verify_email(&Frame::default(), &page).contains("<script"));
    }
}
