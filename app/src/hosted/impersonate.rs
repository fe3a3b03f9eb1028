//! An administrator in a user's place: the question before, and what stands on every page meanwhile.

use leptos::prelude::*;

use super::{Frame, alert, document};

/// What the page shows that asks before an administrator signs in as a user.
#[derive(Clone, Debug, Default)]
pub struct Impersonate {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// The secret of the link.
    pub ticket: String,
    /// The user's name.
    pub user: String,
    /// The application's name.
    pub application: String,
    /// The email of the administrator who asked.
    pub administrator: String,
    /// Why.
    pub reason: String,
    /// Whether nothing can be changed.
    pub is_view_only: bool,
    /// Why the last try failed.
    pub mistake: Option<String>,
}

/// The question as HTML.
pub fn impersonate(frame: &Frame, page: &Impersonate) -> String {
    let view_only = page.is_view_only.then(|| view! { <li>"view only: tokens for APIs are good for reading"</li> });
    let card = view! {
        <p>
            "You are about to become "<b>{page.user.clone()}</b>" at "<b>{page.application.clone()}</b>
            ". Go on only if it was you who asked for this."
        </p>
        <dl class="hosted-facts">
            <dt>"Asked by"</dt>
            <dd>{page.administrator.clone()}</dd>
            <dt>"Reason"</dt>
            <dd>{page.reason.clone()}</dd>
        </dl>
        <ul class="hosted-list">
            <li>"It ends by itself after an hour."</li>
            <li>"The user and other administrators see it in the history."</li>
            <li>"Nothing of the account can be changed meanwhile."</li>
            {view_only}
        </ul>
        <form method="post" action="/impersonate">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="ticket" value=page.ticket.clone()/>
            {alert(page.mistake.clone())}
            <button type="submit" class="hosted-primary">"Sign in as this user"</button>
        </form>
    };
    document(frame, &format!("Sign in as {}?", page.user), None, card)
}

/// What stands on every page while an administrator is in a user's place.
#[derive(Clone, Debug, Default)]
pub struct Banner {
    /// The user's name.
    pub user: String,
    /// The administrator's email.
    pub administrator: String,
    /// Proves that the form came from a page of ours.
    pub form_token: String,
}

impl Banner {
    pub(super) fn view(&self) -> AnyView {
        view! {
            <aside class="hosted-banner" aria-label="Signed in as a user">
                <p>
                    "You are signed in as "<b>{self.user.clone()}</b>" \u{2014} by "{self.administrator.clone()}
                </p>
                <form method="post" action="/impersonate/end">
                    <input type="hidden" name="form_token" value=self.form_token.clone()/>
                    <button type="submit" class="hosted-secondary">"End"</button>
                </form>
            </aside>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_stays_text() {
        let hostile = "\"><script>alert(1)</script>".to_owned();
        let page = Impersonate {
            user: hostile.clone(),
            application: hostile.clone(),
            administrator: hostile.clone(),
            reason: hostile.clone(),
            ticket: hostile.clone(),
            ..Impersonate::default()
        };
        let banner = Some(Banner { user: hostile.clone(), administrator: hostile, ..Banner::default() });
        let html = impersonate(&Frame { banner, ..Frame::default() }, &page);
        assert!(!html.contains("<script"), "{html}");
    }
}
