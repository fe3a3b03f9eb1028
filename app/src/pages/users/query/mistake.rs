//! What is wrong with the text in the box, and where.

use leptos::prelude::*;
use model::lucene::QueryMistake;

use super::super::list::List;
use crate::components::Icon;
use crate::effect::effect;

/// So much of the text is shown on either side of the mistake.
const AROUND: usize = 30;

/// Says what is wrong, below the box, as soon as the server said so.
#[component]
pub(in crate::pages::users) fn Mistake(list: List) -> impl IntoView {
    effect(move || list.is_mistake_told.set(true));
    let told = move || {
        list.mistake.get().map(|message| {
            let text = list.address.with_untracked(|address| address.query.q.clone());
            let place = QueryMistake::parse(&message).map(|mistake| marked(&text, mistake.position));
            view! {
                <p class="search-wrong"><Icon name="alert"/><span>{message}</span></p>
                {place}
            }
            .into_any()
        })
    };
    view! { <div id="search-mistake" class="search-mistake" role="alert">{move || told()}</div> }
}

/// The text with a mark at the mistake; whoever hears the page heard the position.
fn marked(text: &str, position: usize) -> AnyView {
    let (before, at, after) = around(text, position);
    view! {
        <code class="search-place" aria-hidden="true" dir="ltr">{before}<mark>{at}</mark>{after}</code>
    }
    .into_any()
}

/// What stands before, at and after a position. At the end there is nothing, which is shown as a space.
fn around(text: &str, position: usize) -> (String, String, String) {
    let chars: Vec<char> = text.chars().collect();
    let at = position.saturating_sub(1).min(chars.len());
    let (from, to) = (at.saturating_sub(AROUND), (at + 1 + AROUND).min(chars.len()));
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    let before = format!("{}{}", dots(from > 0), chars[from..at].iter().collect::<String>());
    let marked = chars.get(at).map_or_else(|| "\u{a0}".to_owned(), char::to_string);
    let rest: String = chars.get(at + 1..to).unwrap_or_default().iter().collect();
    (before, marked, format!("{rest}{}", dots(to < chars.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, position: usize) -> String {
        let (before, at, after) = around(text, position);
        format!("{before}>{at}<{after}")
    }

    #[test]
    fn the_place_is_marked_with_what_stands_around_it() {
        assert_eq!(shown("shoe:1", 1), ">s<hoe:1");
        assert_eq!(shown("é:(a", 3), "é:>(<a");
        assert_eq!(shown("(a", 3), "(a>\u{a0}<");
        assert_eq!(shown("", 1), ">\u{a0}<");
        assert_eq!(shown("a", 99), "a>\u{a0}<");
        let long = "x".repeat(100);
        assert_eq!(shown(&long, 50), format!("…{0}>x<{0}…", "x".repeat(30)));
    }
}
