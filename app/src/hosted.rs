//! The pages around the dashboard: sign in, set up, and plain messages.
//!
//! Whole HTML documents with plain forms: no script, no WASM, and they work in a browser that runs neither.

mod activate;
mod brand;
mod consent;
mod field;
mod impersonate;
mod log_in;
mod log_out;
mod message;
mod reset_password;
mod setup;
mod sign_in;
mod sign_up;
mod unblock;
mod verify_email;

use leptos::prelude::*;

use crate::components::text_area::escape_into;

pub use activate::{Activate, ConfirmDevice, activate, confirm_device};
pub use brand::Brand;
pub use consent::{Consent, consent};
pub use impersonate::{Banner, Impersonate, impersonate};
pub use log_in::{LogIn, log_in};
pub use log_out::{LogOut, log_out};
pub use message::{Message, message};
pub use reset_password::{ForgottenPassword, NewPassword, forgotten_password, new_password, reset_mail_sent};
pub use setup::{Setup, setup};
pub use sign_in::{SignIn, sign_in};
pub use sign_up::{SignUp, sign_up};
pub use unblock::{Unblock, unblock};
pub use verify_email::{VerifyEmail, verify_email};

/// What all pages have in common.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Path of the stylesheet.
    pub stylesheet: String,
    /// Path of the icon.
    pub icon: String,
    /// `light` or `dark` where the visitor chose one; otherwise the system decides.
    pub theme: Option<&'static str>,
    /// The tenant, on the pages of its users; Roster itself on those of administrators.
    pub brand: Option<Brand>,
    /// Says that an administrator is in, in a user's place.
    pub banner: Option<Banner>,
}

/// One card under the logo. `refresh` names a page of ours that is opened at once instead.
fn document(frame: &Frame, title: &str, refresh: Option<&str>, card: impl IntoView) -> String {
    let link =
        |rel: &'static str, href: &str| (!href.is_empty()).then(|| view! { <link rel=rel href=href.to_owned()/> });
    let mut tab_title = String::new();
    let brand = frame.brand.as_ref();
    let house = brand.map_or("Roster", |brand| brand.settings.friendly_name.as_str());
    escape_into(&mut tab_title, &format!("{title} · {house}"));
    let page = view! {
        <html lang="en" data-theme=frame.theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=frame.theme.unwrap_or("light dark")/>
                <meta name="robots" content="noindex"/>
                {refresh.map(|path| view! { <meta http-equiv="refresh" content=format!("0; url={path}")/> })}
                // Not a child: with erased component types a marker would follow it, which a title shows as text.
                <title inner_html=tab_title></title>
                {link("stylesheet", &frame.stylesheet)}
                {link("icon", &frame.icon)}
                {brand.and_then(Brand::style)}
            </head>
            <body class="hosted">
                {frame.banner.as_ref().map(Banner::view)}
                <main class="hosted-card">
                    {brand.map_or_else(|| logo().into_any(), Brand::mark)}
                    <h1>{title.to_owned()}</h1>
                    {card}
                    {brand.and_then(Brand::footer)}
                </main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", page.to_html())
}

fn logo() -> impl IntoView {
    view! {
        <p class="hosted-logo">
            <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
                <path d="M12 1.5 22.5 12 12 22.5 1.5 12Z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>
                <path d="M12 7 17 12 12 17 7 12Z" fill="currentColor"/>
            </svg>
            "Roster"
        </p>
    }
}

/// What went wrong, read out at once by a screen reader.
fn alert(text: Option<String>) -> impl IntoView {
    text.map(|text| view! { <p class="hosted-alert" role="alert">{text}</p> })
}
