//! The pages around the dashboard: sign in, set up, and plain messages.
//!
//! Whole HTML documents with plain forms: no script, no WASM, and they work in a browser that runs neither.

mod field;
mod message;
mod setup;
mod sign_in;

use leptos::prelude::*;

use crate::components::text_area::escape_into;

pub use message::{Message, message};
pub use setup::{Setup, setup};
pub use sign_in::{SignIn, sign_in};

/// What all pages have in common.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Path of the stylesheet.
    pub stylesheet: String,
    /// Path of the icon.
    pub icon: String,
    /// `light` or `dark` where the visitor chose one; otherwise the system decides.
    pub theme: Option<&'static str>,
}

/// One card under the logo. `refresh` names a page of ours that is opened at once instead.
fn document(frame: &Frame, title: &str, refresh: Option<&str>, card: impl IntoView) -> String {
    let link =
        |rel: &'static str, href: &str| (!href.is_empty()).then(|| view! { <link rel=rel href=href.to_owned()/> });
    let mut tab_title = String::new();
    escape_into(&mut tab_title, &format!("{title} · Roster"));
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
            </head>
            <body class="hosted">
                <main class="hosted-card">
                    {logo()}
                    <h1>{title.to_owned()}</h1>
                    {card}
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
