//! A metadata object while it is edited.

use leptos::prelude::*;
use model::{JsonObject, MetadataKind, UserProfile, check_metadata, parse_json};
use serde_json::Value;

use crate::components::json_tree::pretty;
use crate::effect::effect;
use crate::pages::user::current::CurrentUser;

/// A metadata object while it is edited.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) user: CurrentUser,
    pub(super) kind: MetadataKind,
    /// What the administrator wrote.
    pub(super) text: RwSignal<String>,
    /// What was stored when the editing began.
    pub(super) base: RwSignal<JsonObject>,
    /// What somebody else stored meanwhile.
    pub(super) theirs: RwSignal<Option<JsonObject>>,
    /// Whether it is being saved.
    pub(super) is_busy: RwSignal<bool>,
    /// Why it could not be saved.
    pub(super) refused: RwSignal<Option<String>>,
    /// What the text says.
    pub(super) object: Memo<Result<JsonObject, Mistake>>,
    /// Whether leaving would lose something.
    pub(super) is_dirty: Memo<bool>,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// From 1; none where no line is to blame.
    pub(super) line: Option<usize>,
    pub(super) message: String,
}

impl Draft {
    pub(super) fn new(user: CurrentUser, kind: MetadataKind) -> Self {
        let stored = user.profile.with_untracked(|profile| stored(profile, kind));
        let text = RwSignal::new(as_text(&stored));
        let base = RwSignal::new(stored);
        let object = Memo::new(move |_| read_object(kind, &text.read()));
        let is_dirty = Memo::new(move |_| match &*object.read() {
            Ok(object) => *object != *base.read(),
            Err(_) => *text.read() != as_text(&base.read()),
        });
        let (theirs, is_busy, refused) = (RwSignal::new(None), RwSignal::new(false), RwSignal::new(None));
        let draft = Self { user, kind, text, base, theirs, is_busy, refused, object, is_dirty };
        draft.follow_profile();
        draft.forget_refusal();
        draft
    }

    /// Shows what is stored as long as nothing was written; after that only saving brings the two together.
    fn follow_profile(self) {
        effect(move || {
            let now = stored(&self.user.profile.read(), self.kind);
            if !self.is_dirty.get_untracked() && now != *self.base.read_untracked() {
                self.rebase(now);
            }
        });
    }

    /// What was refused is forgotten once the text is another.
    fn forget_refusal(self) {
        effect(move || {
            self.text.track();
            self.refused.set(None);
        });
    }

    /// Begins anew from `object`.
    pub(super) fn rebase(self, object: JsonObject) {
        self.text.set(as_text(&object));
        self.base.set(object);
        self.theirs.set(None);
        self.refused.set(None);
    }

    /// Throws away what was written.
    pub(super) fn reset(self) {
        self.rebase(self.theirs.get_untracked().unwrap_or_else(|| self.base.get_untracked()));
    }

    /// Writes the text anew, with even indents.
    pub(super) fn format(self) {
        if let Ok(object) = self.object.get_untracked() {
            self.text.set(as_text(&object));
        }
    }

    pub(super) fn mistake(self) -> Option<Mistake> {
        self.object.read().as_ref().err().cloned()
    }

    pub(super) fn can_save(self) -> bool {
        self.is_dirty.get() && self.is_right() && self.theirs.read().is_none()
    }

    /// Whether the text could be stored.
    pub(super) fn is_right(self) -> bool {
        self.object.read().is_ok() && !self.is_busy.get() && self.user.permission.may_edit.get()
    }
}

/// The object of `kind` that is stored; an absent one is empty.
pub(super) fn stored(profile: &UserProfile, kind: MetadataKind) -> JsonObject {
    let metadata = match kind {
        MetadataKind::User => &profile.user_metadata,
        MetadataKind::App => &profile.app_metadata,
    };
    metadata.clone().unwrap_or_default()
}

pub(super) fn as_text(object: &JsonObject) -> String {
    pretty(&Value::Object(object.clone()))
}

fn read_object(kind: MetadataKind, text: &str) -> Result<JsonObject, Mistake> {
    if text.trim().is_empty() {
        return Err(Mistake { line: None, message: "Write {} for no metadata".to_owned() });
    }
    let value = parse_json(text).map_err(|mut mistake| {
        if let Some(plain) = in_plain_words(&mistake.message) {
            mistake.message = plain.to_owned();
        }
        Mistake { line: Some(mistake.line), message: mistake.to_string() }
    })?;
    let Value::Object(object) = value else {
        return Err(Mistake {
            line: Some(1),
            message: "Metadata is an object: it begins with { and ends with }".to_owned(),
        });
    };
    match check_metadata(kind, &object) {
        Ok(()) => Ok(object),
        Err(message) => Err(Mistake { line: None, message }),
    }
}

/// What the parser says, for people who do not write parsers.
fn in_plain_words(message: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 8] = [
        ("Expected ident", "only true, false and null stand without quotes"),
        ("Expected value", "a value is missing, or a text without quotes"),
        ("Key must be a string", "a key is missing, or stands without quotes"),
        ("Trailing comma", "a comma with nothing after it"),
        ("Trailing characters", "something stands after the end"),
        ("EOF while parsing a string", "a text is not closed with a quote"),
        ("EOF while parsing", "the text ends before all brackets are closed"),
        ("Control character", "a line break or tab inside a text is written \\n or \\t"),
    ];
    WORDS.into_iter().find(|(begin, _)| message.starts_with(begin)).map(|(_, plain)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_an_object_or_says_why_not() {
        let read = |text| read_object(MetadataKind::App, text);
        assert_eq!(read("{}"), Ok(JsonObject::new()));
        assert_eq!(read("{\n  \"a\": 1,\n}").unwrap_err().line, Some(3));
        assert!(read("{\n \"a\" 1}").unwrap_err().message.starts_with("Line 2, column "));
        assert!(read("{\"a\": tru}").unwrap_err().message.ends_with("only true, false and null stand without quotes"));
        assert!(read("{\"a\": 1").unwrap_err().message.ends_with("before all brackets are closed"));
        assert!(read("{a: 1}").unwrap_err().message.ends_with("stands without quotes"));
        assert!(read("{\"a\": \"\n\"}").unwrap_err().message.contains("\\n"));
        assert!(read("[]").unwrap_err().message.contains("object"));
        assert!(read(" \n").unwrap_err().message.contains("{}"));
        assert!(read("{\"email\": 1}").unwrap_err().message.contains("email"));
        assert!(read_object(MetadataKind::User, "{\"email\": 1}").is_ok());
        assert!(read("{\"a\": {\"$b\": 1}}").unwrap_err().message.contains("$b"));
    }

    #[test]
    fn hostile_texts_are_refused_without_a_panic() {
        let deep = "{\"a\":".repeat(100_000);
        let digits = format!("{{\"a\": {}}}", "9".repeat(1_000_000));
        for text in ["</textarea><script>", "{\"a\":\"\\ud800\"}", "\u{202e}{}", "{\"a\u{0}\":1}", &deep, &digits] {
            assert!(read_object(MetadataKind::User, text).is_err(), "{}", text.chars().take(20).collect::<String>());
        }
    }
}
