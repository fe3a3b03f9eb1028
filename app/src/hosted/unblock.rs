//! The page that lifts a block after wrong passwords.

use leptos::prelude::*;

use super::{Frame, document};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Unblock {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// The secret of the link.
    pub ticket: String,
    /// Whose login is blocked.
    pub email: String,
}

/// The page as HTML. It has a button, because programs that look at links would use the link up otherwise.
pub fn unblock(frame: &Frame, page: &Unblock) -> String {
    let card = view! {
        <p>"Logging in as "<b>{page.email.clone()}</b>" was blocked after too many wrong passwords."</p>
        <form method="post" action="/u/unblock">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="ticket" value=page.ticket.clone()/>
            <button type="submit" class="hosted-primary" autofocus=true>"Lift the block"</button>
        </form>
        <p class="hosted-note">
            "Forgotten your password? "<a href="/u/reset-password">"Choose a new one"</a>
        </p>
    };
    document(frame, "Lift the block", None, card)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S-412
    #[test]
    fn what_comes_from_outside_stays_text() {
        let hostile = "\"><script>alert(1)</script>";
        let page = Unblock { email: hostile.into(), ticket: hostile.into(), ..Unblock::default() };
        assert!(!unblock(&Frame::default(), &page).contains("<script"));
    }
}
