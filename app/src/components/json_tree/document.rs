//! A JSON value laid out as a list, so that each part has a number.

use serde_json::Value;

/// A JSON value and its parts, each part before the parts inside it.
pub(super) struct Document {
    root: Value,
    nodes: Vec<Node>,
}

/// One part.
pub(super) struct Node {
    pub(super) parent: Option<usize>,
    /// Which child of its parent it is, from 0.
    pub(super) position: usize,
    pub(super) depth: usize,
    /// The number after those of all parts inside it.
    pub(super) end: usize,
    pub(super) place: Place,
    pub(super) shape: Shape,
    /// How a part without parts is written; empty for the others.
    pub(super) text: String,
}

/// Where a part stands in its parent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    Root,
    Key(String),
    Index(usize),
}

/// What a part is; an object and an array know how many parts they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Object(usize),
    Array(usize),
    Text,
    Number,
    Word,
}

impl Shape {
    /// How many parts it holds.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Object(size) | Self::Array(size) => size,
            _ => 0,
        }
    }
}

impl Document {
    pub(super) fn new(root: Value) -> Self {
        let mut nodes = Vec::new();
        lay_out(&mut nodes, None, Place::Root, 0, &root);
        Self { root, nodes }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, id: usize) -> &Node {
        &self.nodes[id]
    }

    /// The parts right inside `id`.
    pub(super) fn children(&self, id: usize) -> impl Iterator<Item = usize> {
        let mut next = id + 1;
        (0..self.nodes[id].shape.size()).map(move |_| {
            let child = next;
            next = self.nodes[child].end;
            child
        })
    }

    /// `id`, its parent, the parent of that, up to the root.
    pub(super) fn lineage(&self, id: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(id), |id| self.nodes[*id].parent)
    }

    /// How a program reaches the part: `user_metadata.addresses[0].city`. Empty for the root.
    pub(super) fn path(&self, id: usize) -> String {
        let mut lineage: Vec<usize> = self.lineage(id).collect();
        lineage.reverse();
        let mut path = String::new();
        for id in lineage {
            match &self.nodes[id].place {
                Place::Root => {}
                Place::Index(index) => path.push_str(&format!("[{index}]")),
                Place::Key(key) if is_identifier(key) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(key);
                }
                Place::Key(key) => {
                    path.push('[');
                    path.push_str(&written(key));
                    path.push(']');
                }
            }
        }
        path
    }

    /// The part itself.
    pub(super) fn value(&self, id: usize) -> &Value {
        let mut lineage: Vec<usize> = self.lineage(id).collect();
        lineage.reverse();
        lineage.into_iter().fold(&self.root, |value, id| match &self.nodes[id].place {
            Place::Root => value,
            Place::Key(key) => &value[key.as_str()],
            Place::Index(index) => &value[*index],
        })
    }
}

fn lay_out(nodes: &mut Vec<Node>, parent: Option<usize>, place: Place, position: usize, value: &Value) {
    let id = nodes.len();
    let depth = parent.map_or(0, |parent| nodes[parent].depth + 1);
    let (shape, text) = match value {
        Value::Object(entries) => (Shape::Object(entries.len()), String::new()),
        Value::Array(items) => (Shape::Array(items.len()), String::new()),
        Value::String(text) => (Shape::Text, written(text)),
        Value::Number(number) => (Shape::Number, number.to_string()),
        Value::Bool(is_true) => (Shape::Word, is_true.to_string()),
        Value::Null => (Shape::Word, "null".to_owned()),
    };
    nodes.push(Node { parent, position, depth, end: id + 1, place, shape, text });
    match value {
        Value::Object(entries) => {
            for (position, (key, value)) in entries.iter().enumerate() {
                lay_out(nodes, Some(id), Place::Key(key.clone()), position, value);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                lay_out(nodes, Some(id), Place::Index(index), index, value);
            }
        }
        _ => {}
    }
    nodes[id].end = nodes.len();
}

fn is_identifier(key: &str) -> bool {
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '$';
    key.starts_with(is_start) && key.chars().all(|c| is_start(c) || c.is_ascii_digit())
}

/// `text` as JSON writes it. What cannot be seen, or turns the order of what follows, is escaped too: a hostile name
/// must not look like another one.
pub(super) fn written(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            c if is_unseen(c) => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Document {
        Document::new(json!({"user_metadata": {"addresses": [{"city": "Bern"}, {"odd key": 1}]}, "z": null}))
    }

    #[test]
    fn each_part_has_its_path_and_value() {
        let document = document();
        let paths: Vec<String> = (0..document.len()).map(|id| document.path(id)).collect();
        assert_eq!(
            paths,
            [
                "",
                "user_metadata",
                "user_metadata.addresses",
                "user_metadata.addresses[0]",
                "user_metadata.addresses[0].city",
                "user_metadata.addresses[1]",
                "user_metadata.addresses[1][\"odd key\"]",
                "z"
            ]
        );
        assert_eq!(document.value(4), &json!("Bern"));
        assert_eq!(document.value(0)["z"], Value::Null);
        assert_eq!(document.children(2).collect::<Vec<_>>(), [3, 5]);
        assert_eq!(document.lineage(4).collect::<Vec<_>>(), [4, 3, 2, 1, 0]);
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(written("a\u{202e}b\u{0}\u{200b}\"\n"), "\"a\\u202eb\\u0000\\u200b\\\"\\n\"");
        assert_eq!(serde_json::from_str::<String>(&written("é\u{202e}\\")).unwrap(), "é\u{202e}\\");
    }

    #[test]
    fn a_hundred_levels_are_laid_out() {
        let deep = (0..100).fold(json!(1), |value, _| json!([value]));
        assert_eq!(Document::new(deep).len(), 101);
    }
}
