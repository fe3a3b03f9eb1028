//! A colour, typed or picked.

use leptos::prelude::*;

use crate::components::TextField;

/// A line for `#rrggbb`, and beside it the browser's own picker, which shows the colour.
#[component]
pub(super) fn ColourField(
    /// The visible label.
    label: &'static str,
    /// The name in the form, and part of the ids.
    name: &'static str,
    /// What was typed; empty for Roster's own.
    value: RwSignal<String>,
    /// What the picker shows while nothing is typed.
    fallback: &'static str,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let shown = move || {
        value.with(|text| if is_colour(text.trim()) { text.trim().to_lowercase() } else { fallback.to_owned() })
    };
    view! {
        <div class="colour-field">
            <TextField label=label name=name value=value error=error hint="#rrggbb; empty for Roster\u{2019}s own"/>
            <input
                type="color"
                class="colour-picker"
                aria-label=format!("Pick: {label}")
                value=untrack(shown)
                prop:value=shown
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_six_digits() {
        assert!(is_colour("#1f6FeB"));
        for text in ["", "#fff", "1f6feb", "#1f6fe", "#1f6feg"] {
            assert!(!is_colour(text), "{text}");
        }
    }
}
