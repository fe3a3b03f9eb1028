//! Finding words in a document, whatever their case.

use std::ops::Range;

use super::document::{Document, Place};

/// A word to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Needle(Vec<char>);

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        Self(text.trim().chars().map(folded).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where it first stands in `text`.
    fn find(&self, text: &str) -> Option<Range<usize>> {
        let first = *self.0.first()?;
        text.char_indices().filter(|(_, c)| folded(*c) == first).find_map(|(start, _)| {
            let mut rest = text[start..].chars();
            let length = self.0.iter().try_fold(0, |length, wanted| {
                let c = rest.next()?;
                (folded(c) == *wanted).then_some(length + c.len_utf8())
            })?;
            Some(start..start + length)
        })
    }

    /// Cuts `text` into pieces; `true` stands with those that are the word.
    pub(super) fn cut<'a>(&self, text: &'a str) -> Vec<(bool, &'a str)> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(hit) = self.find(rest) {
            if hit.start > 0 {
                pieces.push((false, &rest[..hit.start]));
            }
            pieces.push((true, &rest[hit.clone()]));
            rest = &rest[hit.end..];
        }
        if !rest.is_empty() {
            pieces.push((false, rest));
        }
        pieces
    }

    /// The parts of `document` whose name or text holds the word.
    pub(super) fn matches(&self, document: &Document) -> Vec<usize> {
        let is_match = |id: &usize| {
            let node = document.node(*id);
            let is_named = matches!(&node.place, Place::Key(key) if self.find(key).is_some());
            is_named || self.find(&node.text).is_some()
        };
        if self.is_empty() { Vec::new() } else { (0..document.len()).filter(is_match).collect() }
    }
}

fn folded(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn case_does_not_matter() {
        let needle = Needle::new(" äB ");
        assert_eq!(needle.cut("xÄbäBä"), [(false, "x"), (true, "Äb"), (true, "äB"), (false, "ä")]);
        assert_eq!(Needle::new("").cut("ab"), [(false, "ab")]);
        assert_eq!(Needle::new("abc").cut("ab"), [(false, "ab")]);
        assert_eq!(Needle::new("aab").cut("aaab"), [(false, "a"), (true, "aab")]);
    }

    #[test]
    fn names_and_values_are_found() {
        let document = Document::new(json!({"City": "Bern", "list": ["city", 1, {"x": "no"}], "n": 42}));
        assert_eq!(Needle::new("city").matches(&document), [1, 3]);
        assert_eq!(Needle::new("42").matches(&document).len(), 1);
        assert!(Needle::new("").matches(&document).is_empty());
    }
}
