//! The pages where users let a device log in (RFC 8628 §3.3).

use leptos::prelude::*;

use super::{Frame, alert, document};

/// What the page shows that asks for the device's code.
#[derive(Clone, Debug, Default)]
pub struct Activate {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// The code, where it was in the address or was typed before.
    pub user_code: String,
    /// Why the code was not taken.
    pub mistake: Option<String>,
}

/// The page that asks for the device's code.
pub fn activate(frame: &Frame, page: &Activate) -> String {
    let card = view! {
        <p>"Enter the code that your device shows."</p>
        <form method="post" action="/activate">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            {alert(page.mistake.clone())}
            <label for="user_code">"Code"</label>
            <input
                id="user_code"
                name="user_code"
                value=page.user_code.clone()
                required=true
                maxlength="20"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
            />
            <button type="submit" class="hosted-primary">"Continue"</button>
        </form>
    };
    document(frame, "Connect a device", None, card)
}

/// What the page shows that asks whether the device may.
#[derive(Clone, Debug, Default)]
pub struct ConfirmDevice {
    /// Proves that the form came from this page.
    pub form_token: String,
    /// The code that the device shows.
    pub user_code: String,
    /// The application's name.
    pub application: String,
    /// The user's name.
    pub user: String,
}

/// The page that asks whether the device may log in.
pub fn confirm_device(frame: &Frame, page: &ConfirmDevice) -> String {
    let card = view! {
        <p>
            "A device asks to be logged in to "<b>{page.application.clone()}</b>" as "<b>{page.user.clone()}</b>
            ". Allow this only if the device is yours and shows this code:"
        </p>
        <p><b>{page.user_code.clone()}</b></p>
        <form method="post" action="/activate/confirm">
            <input type="hidden" name="form_token" value=page.form_token.clone()/>
            <input type="hidden" name="user_code" value=page.user_code.clone()/>
            <button type="submit" name="decision" value="allow" class="hosted-primary">"Allow"</button>
            <button type="submit" name="decision" value="deny" class="hosted-secondary">"Do not allow"</button>
        </form>
    };
    document(frame, "Is this your device?", None, card)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_visitor_typed_and_an_application_is_called_stay_text() {
        let hostile = "\"><script>alert(1)</script>".to_owned();
        let page = Activate { user_code: hostile.clone(), mistake: Some(hostile.clone()), ..Activate::default() };
        assert!(!activate(&Frame::default(), &page).contains("<script>"));
        let page = ConfirmDevice {
            user_code: hostile.clone(),
            application: hostile.clone(),
            user: hostile,
            ..Default::default()
        };
        assert!(!confirm_device(&Frame::default(), &page).contains("<script>"));
    }
}
