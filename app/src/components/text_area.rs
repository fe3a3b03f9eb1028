//! A `<textarea>`: the only one, because leptos 0.8 writes the children of a `<textarea>` unescaped on the server.

use crate::effect::effect;
use leptos::prelude::*;

/// A text of several lines.
///
/// It can be read but not changed until the browser's part has started: what was typed before would be lost.
#[component]
pub fn TextArea(
    /// Its id in the document.
    id: String,
    /// What a screen reader calls it.
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// Whether it may only be read.
    #[prop(into, optional)]
    is_read_only: Signal<bool>,
    /// Whether what it holds is wrong.
    #[prop(into, optional)]
    is_invalid: Signal<bool>,
    /// The id of the element that says what is wrong.
    #[prop(optional)]
    described_by: String,
    /// Its classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let has_started = RwSignal::new(false);
    effect(move || has_started.set(true));
    view! {
        <textarea
            id=id
            class=class
            aria-label=label
            aria-describedby=described_by
            aria-invalid=move || is_invalid.get().then_some("true")
            readonly=move || is_read_only.get() || !has_started.get()
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            wrap="off"
            inner_html=textarea_html(&value.read_untracked())
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    }
    .into_any()
}

/// The markup between the tags of a `<textarea>` that shows `text`. HTML drops a line break right after the start tag,
/// so there is always one to drop.
fn textarea_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 1);
    html.push('\n');
    escape_into(&mut html, text);
    html
}

/// Appends `text` to `html` so that it is text there, never markup: in an element as well as in a quoted attribute.
pub(crate) fn escape_into(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn rendered(text: &str) -> String {
        let owner = Owner::new();
        owner.set();
        let value = RwSignal::new(text.to_owned());
        view! { <TextArea id="area".to_owned() label="Area".to_owned() value=value/> }.to_html()
    }

    #[test]
    fn a_hostile_text_stays_text() {
        let html = rendered("</textarea><script>alert(1)</script>&amp;");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"), "{html}");
    }

    #[test]
    fn a_line_break_at_the_start_survives_the_parser() {
        assert!(rendered("\nfirst").contains(">\n\nfirst</textarea>"));
        assert!(rendered("first").contains(">\nfirst</textarea>"));
    }
}
