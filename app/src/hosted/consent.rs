//! The page where users allow an application what it asks for.

use leptos::prelude::*;

use super::{Frame, document};

/// What the consent page shows.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// Names what waits for the answer.
    pub state: String,
    /// The application's name.
    pub application: String,
    /// The user's name.
    pub user: String,
    /// What the application wants, in words.
    pub wants: Vec<String>,
}

/// The consent page as HTML.
pub fn consent(frame: &Frame, page: &Consent) -> String {
    let wants = page.wants.iter().map(|want| view! { <li>{want.clone()}</li> }).collect_view();
    let list = (!page.wants.is_empty()).then(|| {
        view! {
            <p class="hosted-beside">"It will be able to use:"</p>
            <ul class="hosted-list">{wants}</ul>
        }
    });
    let card = view! {
        <p>
            <b>{page.application.clone()}</b>" asks to log you in as "<b>{page.user.clone()}</b>"."
        </p>
        {list}
        <form method="post" action="/u/consent">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="state" value=page.state.clone()/>
            <button type="submit" name="decision" value="allow" class="hosted-primary">"Allow"</button>
            <button type="submit" name="decision" value="deny" class="hosted-secondary">"Do not allow"</button>
        </form>
    };
    document(frame, &format!("Allow {}?", page.application), None, card)
}
