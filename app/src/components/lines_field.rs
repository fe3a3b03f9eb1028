//! A list that is typed one entry a line.

use leptos::prelude::*;

use super::{FieldError, TextArea};

/// A text area with a visible label; what is wrong stands beside it and is announced.
#[component]
pub fn LinesField(
    /// The visible label.
    label: &'static str,
    /// The name in the form, and part of the ids.
    name: &'static str,
    /// What was typed.
    value: RwSignal<String>,
    /// What to know before typing.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may only be read.
    #[prop(optional, into)]
    is_read_only: Signal<bool>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let (hint_id, error_id) = (format!("hint-{name}"), format!("error-{name}"));
    let described_by = format!("{error_id} {hint_id}");
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{label}</label>
            <TextArea
                id=id
                label=label.to_owned()
                value=value
                is_read_only=is_read_only
                is_invalid=Signal::derive(move || error.with(Option::is_some))
                described_by=described_by
                class="input text-area text-area-low"
            />
            <p class="field-hint" id=hint_id>{hint}</p>
            <FieldError id=error_id error=error/>
        </div>
    }
    .into_any()
}

/// The entries of the text, each once.
pub fn lines(text: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for entry in text.lines().map(str::trim).filter(|entry| !entry.is_empty()) {
        if !entries.iter().any(|known| known == entry) {
            entries.push(entry.to_owned());
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_an_entry_once() {
        assert_eq!(lines(" https://a\r\n\n https://b \nhttps://a"), ["https://a", "https://b"]);
        assert_eq!(lines(""), [""; 0]);
    }
}
