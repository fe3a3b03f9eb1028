//! Moving through a menu by keys.

use leptos::ev::KeyboardEvent;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Focuses the first item.
pub(super) fn focus_first(list: &Element) {
    if let Some(first) = items(list).first() {
        let _ = first.focus();
    }
}

/// Arrows, Home, End, and the first letter of an item.
pub(super) fn handle(event: &KeyboardEvent, list: &Element) {
    let items = items(list);
    let active = document().active_element();
    let at =
        items.iter().position(|item| active.as_ref().is_some_and(|active| active == item.unchecked_ref::<Element>()));
    let labels: Vec<String> = items.iter().map(|item| item.text_content().unwrap_or_default()).collect();
    let is_plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    if let Some(next) = next(&event.key(), at, &labels).filter(|_| is_plain) {
        event.prevent_default();
        let _ = items[next].focus();
    }
}

/// Disabled items can be reached, so that their reason can be read.
fn items(list: &Element) -> Vec<HtmlElement> {
    let Ok(found) = list.query_selector_all("[role^=menuitem]") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

fn next(key: &str, at: Option<usize>, labels: &[String]) -> Option<usize> {
    let last = labels.len().checked_sub(1)?;
    match key {
        "ArrowDown" => Some(at.map_or(0, |at| if at == last { 0 } else { at + 1 })),
        "ArrowUp" => Some(at.map_or(last, |at| at.checked_sub(1).unwrap_or(last))),
        "Home" => Some(0),
        "End" => Some(last),
        _ => by_letter(key, at, labels),
    }
}

fn by_letter(key: &str, at: Option<usize>, labels: &[String]) -> Option<usize> {
    let mut letters = key.chars();
    let letter = letters.next().filter(|letter| letters.next().is_none() && letter.is_ascii_alphanumeric())?;
    let begins = |label: &String| label.chars().next().is_some_and(|c| c.eq_ignore_ascii_case(&letter));
    let after = at.map_or(0, |at| at + 1);
    (after..labels.len()).chain(0..after).find(|index| begins(&labels[*index]))
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn keys_move_around_and_letters_jump() {
        let labels: Vec<String> = ["View", "Block", "Delete", "Devices"].into_iter().map(str::to_owned).collect();
        assert_eq!(next("ArrowDown", Some(3), &labels), Some(0));
        assert_eq!(next("ArrowUp", Some(0), &labels), Some(3));
        assert_eq!(next("ArrowUp", None, &labels), Some(3));
        assert_eq!(next("Home", Some(2), &labels), Some(0));
        assert_eq!(next("End", Some(0), &labels), Some(3));
        assert_eq!(next("d", Some(0), &labels), Some(2));
        assert_eq!(next("D", Some(2), &labels), Some(3));
        assert_eq!(next("d", Some(3), &labels), Some(2));
        assert_eq!(next("z", Some(0), &labels), None);
        assert_eq!(next("Shift", Some(0), &labels), None);
        assert_eq!(next("ArrowDown", None, &[]), None);
    }
}
