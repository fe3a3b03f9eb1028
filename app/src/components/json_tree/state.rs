//! What a tree shows: which parts are open, which is active, what is searched.

use leptos::prelude::*;
use serde_json::Value;

use super::document::Document;
use super::rows::{Row, Window, expand, reveal, rows};
use super::search::Needle;

/// Longer texts are cut until they are asked for.
pub(super) const MAX_TEXT: usize = 300;
/// A small document is open from the beginning.
const FIRST_ROWS: usize = 60;
/// *Expand all* stops here, so that no document freezes the page.
const MAX_ROWS: usize = 1000;

/// The state of a [`JsonTree`](super::JsonTree).
#[derive(Clone, Copy)]
pub struct JsonTreeState {
    /// Begins the ids of the rows in the page.
    pub(super) id: &'static str,
    pub(super) document: StoredValue<Document>,
    pub(super) windows: RwSignal<Vec<Window>>,
    pub(super) rows: Memo<Vec<Row>>,
    pub(super) active: RwSignal<Row>,
    pub(super) needle: RwSignal<Needle>,
    pub(super) matches: Memo<Vec<usize>>,
    /// Which of the matches is the current one, from 0.
    pub(super) current: RwSignal<usize>,
    /// Whether *Expand all* stopped before the end.
    pub(super) is_cut: RwSignal<bool>,
}

impl JsonTreeState {
    /// A tree of `value` that is searched for nothing. `id` is unique in the page.
    pub fn new(id: &'static str, value: Value) -> Self {
        let document = Document::new(value);
        let mut windows = vec![Window::default(); document.len()];
        expand(&document, &mut windows, FIRST_ROWS);
        let document = StoredValue::new(document);
        let windows = RwSignal::new(windows);
        let needle = RwSignal::new(Needle::default());
        Self {
            id,
            document,
            windows,
            rows: Memo::new(move |_| document.with_value(|document| rows(document, &windows.read()))),
            active: RwSignal::new(Row::Node(0)),
            needle,
            matches: Memo::new(move |_| document.with_value(|document| needle.read().matches(document))),
            current: RwSignal::new(0),
            is_cut: RwSignal::new(false),
        }
    }

    /// Opens every part, up to a thousand rows.
    pub fn expand_all(self) {
        let is_whole = self.document.with_value(|document| expand(document, &mut self.windows.write(), MAX_ROWS));
        self.is_cut.set(!is_whole);
    }

    /// Closes every part but the root.
    pub fn collapse_all(self) {
        self.is_cut.set(false);
        self.active.set(Row::Node(0));
        let mut windows = self.windows.write();
        windows.fill(Window::default());
        windows[0] = Window::OPEN;
    }

    /// What is to be said about *Expand all*.
    pub fn note(self) -> Option<String> {
        self.is_cut.get().then(|| {
            format!("This document is too large to be opened whole: about {MAX_ROWS} rows are. Open others one by one, or search.")
        })
    }

    /// Whether `id` can be opened: it holds parts, or its text is too long to be shown whole.
    pub(super) fn can_open(self, id: usize) -> bool {
        self.document.with_value(|document| {
            let node = document.node(id);
            node.shape.size() > 0 || node.text.len() > MAX_TEXT
        })
    }

    pub(super) fn is_open(self, id: usize) -> bool {
        self.windows.with(|windows| windows[id].is_open())
    }

    pub(super) fn set_open(self, id: usize, is_open: bool) {
        self.windows.write()[id] = if is_open { Window::OPEN } else { Window::default() };
    }

    /// What a click or Enter on `row` does; the row that is active afterwards.
    pub(super) fn press(self, row: Row) -> Row {
        match row {
            Row::Node(id) if self.can_open(id) => {
                self.set_open(id, !self.windows.with_untracked(|windows| windows[id].is_open()));
                row
            }
            Row::Node(_) => row,
            Row::Earlier { of, .. } => self.child(of, self.windows.write()[of].earlier()),
            Row::Later { of, .. } => self.child(of, self.windows.write()[of].later()),
        }
    }

    fn child(self, of: usize, position: usize) -> Row {
        self.document.with_value(|document| Row::Node(document.children(of).nth(position).unwrap_or(of)))
    }

    /// Searches for `text` and shows the first match.
    pub(super) fn search(self, text: &str) {
        self.needle.set(Needle::new(text));
        self.show_match(0);
    }

    /// Makes the match at `index` the current one, and opens what it stands in.
    pub(super) fn show_match(self, index: usize) {
        self.current.set(index);
        let Some(id) = self.matches.with_untracked(|matches| matches.get(index).copied()) else { return };
        self.document.with_value(|document| {
            let mut windows = self.windows.write();
            reveal(document, &mut windows, id);
            if document.node(id).text.len() > MAX_TEXT {
                windows[id] = Window::OPEN;
            }
        });
        self.active.set(Row::Node(id));
    }

    /// The part that is active.
    pub(super) fn active_node(self) -> usize {
        match self.active.get() {
            Row::Node(id) => id,
            Row::Earlier { of, .. } | Row::Later { of, .. } => of,
        }
    }
}
