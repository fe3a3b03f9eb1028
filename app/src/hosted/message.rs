//! A page that only says something.

use leptos::prelude::*;

use super::{Frame, document};

/// What a message page shows.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// What happened, in a few words.
    pub title: String,
    /// Why, and what to do about it; a paragraph each.
    pub text: Vec<String>,
    /// Where to go from here: label and path.
    pub link: Option<(String, String)>,
    /// Whether the link is opened at once.
    pub is_automatic: bool,
}

/// The message as HTML.
pub fn message(frame: &Frame, page: &Message) -> String {
    let refresh = page.link.as_ref().filter(|_| page.is_automatic).map(|(_, path)| path.as_str());
    let paragraphs = page.text.iter().map(|text| view! { <p>{text.clone()}</p> }).collect_view();
    let link = page.link.clone().map(|(label, path)| view! { <a class="hosted-primary" href=path>{label}</a> });
    document(frame, &page.title, refresh, view! { {paragraphs} {link} })
}
