//! The page that asks whether a logout is meant.

use leptos::prelude::*;

use super::{Frame, document};

/// What the question shows.
#[derive(Clone, Debug, Default)]
pub struct LogOut {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// The user's name.
    pub user: String,
    /// The application that asked; empty for none.
    pub client_id: String,
    /// Where to go afterwards; empty for nowhere.
    pub return_to: String,
    /// Given back there.
    pub state: String,
}

/// The question as HTML.
pub fn log_out(frame: &Frame, page: &LogOut) -> String {
    let hidden = [
        ("form_token", &page.form_token),
        ("client_id", &page.client_id),
        ("return_to", &page.return_to),
        ("state", &page.state),
    ];
    let hidden =
        hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value.clone()/> }).collect_view();
    let card = view! {
        <p>"You are logged in as "<b>{page.user.clone()}</b>"."</p>
        <form method="post" action="/u/logout">
            {hidden}
            <button type="submit" class="hosted-primary">"Log out"</button>
        </form>
    };
    document(frame, "Log out?", None, card)
}
