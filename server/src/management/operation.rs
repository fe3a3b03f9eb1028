//! What the OpenAPI document says of a route. It stands beside the handler, as a constant named `API`.

use directory::Scope;

use super::paging::List;
use super::payload::{Kind, Schema};

/// `{}`
pub(super) const NOTHING: Kind = Kind::Nested(&Schema { properties: &[], required: &[] });

/// What a route does, takes and answers. Refusals that every route has are added by themselves.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    pub(super) title: Title,
    pub(super) scopes: Scopes,
    /// What Auth0 calls the parameters of the path, where the route calls them otherwise.
    pub(super) path: &'static [&'static str],
    pub(super) query: &'static [Parameter],
    pub(super) paging: Option<Pages>,
    /// Whether `fields` and `include_fields` are taken.
    pub(super) has_fields: bool,
    pub(super) body: Option<Kind>,
    pub(super) is_body_optional: bool,
    /// Whether the body is a form with files (RFC 7578), not JSON.
    pub(super) is_form: bool,
    /// A body that the endpoint takes, in JSON: where its kind does not say enough to make one up.
    pub(super) example: Option<&'static str>,
    pub(super) answer: Answer,
    /// A second status of success, without a body.
    pub(super) or_nothing: Option<u16>,
    /// Refusals that not every route has.
    pub(super) refusals: &'static [u16],
}

/// How a route is called.
#[derive(Clone, Copy)]
pub(super) enum Title {
    /// Auth0's `operationId`, so that generated clients have the same names, and one line of words.
    Own { id: &'static str, summary: &'static str },
    /// A noun for an `operationId` that begins with the method, and words for it.
    Noun { id: &'static str, words: &'static str },
}

impl Title {
    pub(super) fn id(self, method: &str) -> String {
        match self {
            Self::Own { id, .. } => id.to_owned(),
            Self::Noun { id, .. } => format!("{method}_{id}"),
        }
    }

    pub(super) fn summary(self, method: &str) -> String {
        match (self, method) {
            (Self::Own { summary, .. }, _) => summary.to_owned(),
            (Self::Noun { words, .. }, "get") => format!("Get {words}"),
            (Self::Noun { words, .. }, "post") => format!("Create {words}: not available"),
            (Self::Noun { words, .. }, _) => format!("Set {words}, to what they are: nothing else is available"),
        }
    }
}

/// The scopes of a route.
#[derive(Clone, Copy)]
pub(super) enum Scopes {
    /// No token is asked for.
    Public,
    /// One is enough.
    Any(&'static [Scope]),
    /// All are needed.
    All(&'static [Scope]),
}

/// A parameter behind the `?`.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) about: &'static str,
    pub(super) is_required: bool,
}

/// The ways of paging that a list has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pages {
    /// `page` and `per_page`.
    Numbered,
    /// `from` and `take`.
    After,
    Both,
}

/// A success.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// A status and a body.
    Body(u16, Kind),
    /// A status alone.
    Empty(u16),
    /// Plain text.
    Text(u16),
    /// A file in gzip.
    File(u16),
    /// Server-sent events.
    Events(u16),
    /// It never succeeds.
    Never,
    /// 200 and a part of a list, in the envelope of its paging.
    List(&'static List, &'static Kind),
}

impl Operation {
    pub(super) const fn new(id: &'static str, summary: &'static str) -> Self {
        Self {
            title: Title::Own { id, summary },
            scopes: Scopes::Public,
            path: &[],
            query: &[],
            paging: None,
            has_fields: false,
            body: None,
            is_body_optional: false,
            is_form: false,
            example: None,
            answer: Answer::Empty(204),
            or_nothing: None,
            refusals: &[],
        }
    }

    /// The same for something that has several methods and no more to be said of each.
    pub(super) const fn of_noun(id: &'static str, words: &'static str) -> Self {
        Self { title: Title::Noun { id, words }, ..Self::new("", "") }
    }

    /// One of these scopes is enough.
    pub(super) const fn any(self, scopes: &'static [Scope]) -> Self {
        Self { scopes: Scopes::Any(scopes), ..self }
    }

    /// All of these scopes are needed.
    pub(super) const fn all(self, scopes: &'static [Scope]) -> Self {
        Self { scopes: Scopes::All(scopes), ..self }
    }

    /// Other names for the parameters of the path, in their order.
    pub(super) const fn path(self, names: &'static [&'static str]) -> Self {
        Self { path: names, ..self }
    }

    pub(super) const fn query(self, parameters: &'static [Parameter]) -> Self {
        Self { query: parameters, ..self }
    }

    /// It takes `fields` and `include_fields`.
    pub(super) const fn fields(self) -> Self {
        Self { has_fields: true, ..self }
    }

    pub(super) const fn body(self, kind: Kind) -> Self {
        Self { body: Some(kind), ..self }
    }

    pub(super) const fn optional_body(self, kind: Kind) -> Self {
        Self { body: Some(kind), is_body_optional: true, ..self }
    }

    /// A form with files.
    pub(super) const fn form(self, kind: Kind) -> Self {
        Self { body: Some(kind), is_form: true, ..self }
    }

    /// A body that is taken, in JSON.
    pub(super) const fn example(self, json: &'static str) -> Self {
        Self { example: Some(json), ..self }
    }

    pub(super) const fn gives(self, status: u16, kind: Kind) -> Self {
        Self { answer: Answer::Body(status, kind), ..self }
    }

    pub(super) const fn gives_nothing(self, status: u16) -> Self {
        Self { answer: Answer::Empty(status), ..self }
    }

    /// What it is for is not there: it can only refuse.
    pub(super) const fn gives_no_success(self) -> Self {
        Self { answer: Answer::Never, ..self }
    }

    pub(super) const fn gives_text(self, status: u16) -> Self {
        Self { answer: Answer::Text(status), ..self }
    }

    pub(super) const fn gives_file(self, status: u16) -> Self {
        Self { answer: Answer::File(status), ..self }
    }

    pub(super) const fn gives_events(self, status: u16) -> Self {
        Self { answer: Answer::Events(status), ..self }
    }

    /// A list in parts.
    pub(super) const fn lists(self, pages: Pages, list: &'static List, item: &'static Kind) -> Self {
        Self { answer: Answer::List(list, item), paging: Some(pages), ..self }
    }

    /// It may as well succeed with that status and no body.
    pub(super) const fn or_nothing(self, status: u16) -> Self {
        Self { or_nothing: Some(status), ..self }
    }

    /// It may refuse with these as well. 400, 401, 403, 429 and 503 are said of all; 404 of those with a parameter in their
    /// path; 408 and 413 of those with a body.
    pub(super) const fn refuses(self, statuses: &'static [u16]) -> Self {
        Self { refusals: statuses, ..self }
    }
}

impl Parameter {
    pub(super) const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, kind, about, is_required: false }
    }

    pub(super) const fn text(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Text, about)
    }

    pub(super) const fn flag(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Flag, about)
    }

    pub(super) const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }
}
