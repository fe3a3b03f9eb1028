//! Which rows of a document are to be seen.

use super::document::Document;

/// How many children are shown at once.
pub(super) const STEP: usize = 100;

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Row {
    /// A part of the document.
    Node(usize),
    /// Stands for `hidden` children of `of` that come before those shown.
    Earlier { of: usize, hidden: usize },
    /// Stands for `hidden` children of `of` that come after those shown.
    Later { of: usize, hidden: usize },
}

/// Which children of a part are shown: none when `to` is 0. For a long text: whether it is shown whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    from: usize,
    to: usize,
}

impl Window {
    pub(super) const OPEN: Window = Window { from: 0, to: STEP };

    pub(super) fn is_open(self) -> bool {
        self.to > 0
    }

    /// Moves the window so that the child at `position` is in it.
    fn show(&mut self, position: usize) {
        if !(self.from..self.to).contains(&position) {
            self.from = position - position % STEP;
            self.to = self.from + STEP;
        }
    }

    /// Shows earlier children too; the position of the first of them.
    pub(super) fn earlier(&mut self) -> usize {
        self.from = self.from.saturating_sub(STEP);
        self.from
    }

    /// Shows later children too; the position of the first of them.
    pub(super) fn later(&mut self) -> usize {
        let first = self.to;
        self.to += STEP;
        first
    }
}

/// The rows to be seen, from the top.
pub(super) fn rows(document: &Document, windows: &[Window]) -> Vec<Row> {
    let mut rows = Vec::new();
    add(&mut rows, document, windows, 0);
    rows
}

fn add(rows: &mut Vec<Row>, document: &Document, windows: &[Window], id: usize) {
    rows.push(Row::Node(id));
    let (size, window) = (document.node(id).shape.size(), windows[id]);
    if size == 0 || !window.is_open() {
        return;
    }
    if window.from > 0 {
        rows.push(Row::Earlier { of: id, hidden: window.from });
    }
    for child in document.children(id).skip(window.from).take(window.to - window.from) {
        add(rows, document, windows, child);
    }
    if window.to < size {
        rows.push(Row::Later { of: id, hidden: size - window.to });
    }
}

/// Opens what `id` stands in, so that it can be seen.
pub(super) fn reveal(document: &Document, windows: &mut [Window], id: usize) {
    let lineage: Vec<usize> = document.lineage(id).collect();
    for pair in lineage.windows(2) {
        windows[pair[1]].show(document.node(pair[0]).position);
    }
}

/// Opens level after level until `limit` rows are to be seen. Whether everything is open then.
pub(super) fn expand(document: &Document, windows: &mut [Window], limit: usize) -> bool {
    windows.fill(Window::default());
    let mut level = vec![0];
    let mut seen = 1;
    while !level.is_empty() {
        let mut below = Vec::new();
        for id in level {
            let size = document.node(id).shape.size();
            seen += size.min(STEP);
            if seen > limit && id != 0 {
                return false;
            }
            if size > 0 {
                windows[id] = Window::OPEN;
                below.extend(document.children(id).take(STEP));
            }
        }
        level = below;
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_closed_part_hides_what_is_inside() {
        let document = Document::new(json!({"a": {"b": 1}, "c": [2]}));
        let mut windows = vec![Window::default(); document.len()];
        assert_eq!(rows(&document, &windows), [Row::Node(0)]);
        windows[0] = Window::OPEN;
        assert_eq!(rows(&document, &windows), [Row::Node(0), Row::Node(1), Row::Node(3)]);
        reveal(&document, &mut windows, 2);
        assert_eq!(rows(&document, &windows), [Row::Node(0), Row::Node(1), Row::Node(2), Row::Node(3)]);
    }

    #[test]
    fn of_many_children_a_hundred_are_shown() {
        let document = Document::new(json!((0..1000).collect::<Vec<_>>()));
        let mut windows = vec![Window::default(); document.len()];
        assert!(expand(&document, &mut windows, 500));
        assert_eq!(rows(&document, &windows).len(), 102);
        reveal(&document, &mut windows, 551);
        let seen = rows(&document, &windows);
        assert_eq!(seen.len(), 103);
        assert_eq!(seen[1], Row::Earlier { of: 0, hidden: 500 });
        assert_eq!(seen[2], Row::Node(501));
        assert_eq!(seen[102], Row::Later { of: 0, hidden: 400 });
        assert_eq!(windows[0].later(), 600);
        assert_eq!(windows[0].earlier(), 400);
        assert_eq!(rows(&document, &windows).len(), 303);
    }

    #[test]
    fn a_large_document_is_not_opened_whole() {
        let document = Document::new(json!(vec![vec![0; 90]; 90]));
        let mut windows = vec![Window::default(); document.len()];
        assert!(!expand(&document, &mut windows, 1000));
        assert!(rows(&document, &windows).len() <= 1000);
        assert!(!rows(&document, &windows).is_empty());
    }
}
