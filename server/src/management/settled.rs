//! What Auth0 has and Roster has not, or has in one way alone: a question is answered with what is so, a wish for just that
//! is granted, and any other one is refused. Deploy tools ask for all of it before they do anything.

mod table;

use axum::Json;
use axum::body::Bytes;
use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Response};
use directory::{Actor, Error, Scope};
use http::StatusCode;
use serde_json::Value;

use super::api::Api;
use super::caller::Caller;
use super::fixed::agrees;
use super::operation::{Operation, Pages};
use super::paging::{List, Paging};
use super::payload::{self, Kind, refuse};
use super::query::Query;
use super::refusal::{Refusal, not_here, refused};

const UNAVAILABLE: &str = "The feature is not available.";

/// Something that is as it is.
struct Settled {
    path: &'static str,
    /// The scopes of which one lets ask; none where nobody can.
    read: &'static [Scope],
    is: Is,
    /// How another state is asked for, and the scopes of which one lets ask for it.
    write: Option<(&'static str, &'static [Scope])>,
    /// What is said of it.
    about: Operation,
}

enum Is {
    /// This, in JSON.
    Value(&'static str),
    /// A list in parts without entries.
    Empty(List),
    /// Nothing: 404 with this message and error code.
    Nothing(&'static str, &'static str),
    /// Nothing that a tenant could have: 403.
    Unavailable,
}

impl Settled {
    const fn new(path: &'static str, read: &'static [Scope], is: Is) -> Self {
        Self { path, read, is, write: None, about: Operation::of_noun("", "") }
    }

    const fn value(path: &'static str, read: &'static [Scope], is: &'static str) -> Self {
        Self::new(path, read, Is::Value(is))
    }

    const fn list(path: &'static str, read: &'static [Scope], name: &'static str) -> Self {
        Self::new(path, read, Is::Empty(List::named(name)))
    }

    const fn patch(self, scopes: &'static [Scope]) -> Self {
        Self { write: Some(("patch", scopes)), ..self }
    }

    const fn put(self, scopes: &'static [Scope]) -> Self {
        Self { write: Some(("put", scopes)), ..self }
    }

    const fn post(self, scopes: &'static [Scope]) -> Self {
        Self { write: Some(("post", scopes)), ..self }
    }

    /// What clients are to call it, after the method, and what people call it.
    const fn called(self, id: &'static str, words: &'static str) -> Self {
        Self { about: Operation::of_noun(id, words), ..self }
    }

    /// Auth0's names of the parameters of the path.
    const fn at(self, names: &'static [&'static str]) -> Self {
        Self { about: self.about.path(names), ..self }
    }

    fn mount(&'static self, mut api: Api) -> Api {
        if !self.read.is_empty() {
            let show = async |Caller(actor): Caller, raw: RawQuery| self.show(&actor, &raw);
            api = api.get(self.path, show, self.shown());
        }
        if let Some((method, scopes)) = self.write {
            let submit = async move |Caller(actor): Caller, body: Bytes| match method == "post" {
                true => check(&actor, scopes).map(|()| not_here(UNAVAILABLE)).map_err(Refusal::from),
                false => self.submit(&actor, scopes, &body),
            };
            api = api.on(method, self.path, submit, self.submitted(method, scopes));
        }
        api
    }

    fn shown(&'static self) -> Operation {
        let about = self.about.any(self.read);
        match &self.is {
            Is::Value(is) => about.gives(200, Kind::Is(is)),
            Is::Empty(list) => about.lists(Pages::Both, list, &Kind::Object),
            Is::Nothing(..) => about.refuses(&[404]).gives_no_success(),
            Is::Unavailable => about.gives_no_success(),
        }
    }

    fn submitted(&self, method: &str, scopes: &'static [Scope]) -> Operation {
        let about = self.about.any(scopes);
        match self.is {
            Is::Value(is) if method != "post" => about.body(Kind::Is(is)).gives(200, Kind::Is(is)),
            _ => about.body(Kind::Object).gives_no_success(),
        }
    }

    fn show(&self, actor: &Actor, raw: &RawQuery) -> Result<Response, Refusal> {
        check(actor, self.read)?;
        Ok(match &self.is {
            Is::Value(is) => Json(parsed(is)).into_response(),
            Is::Empty(list) => {
                let paging = Paging::of(&Query::of(raw))?;
                Json(paging.answer(list, Vec::new(), Some(0), None)).into_response()
            }
            Is::Nothing(message, code) => refused(StatusCode::NOT_FOUND, message, Some(code)),
            Is::Unavailable => not_here(UNAVAILABLE),
        })
    }

    /// What is so already is done.
    fn submit(&self, actor: &Actor, scopes: &'static [Scope], body: &Bytes) -> Result<Response, Refusal> {
        check(actor, scopes)?;
        let Is::Value(is) = self.is else { return Ok(not_here(UNAVAILABLE)) };
        let (given, value) = (payload::value(body)?, parsed(is));
        match (&given, &value) {
            (given, value) if !given.is_null() && agrees(given, value) => Ok(Json(value.clone()).into_response()),
            (Value::Object(given), Value::Object(value)) => {
                let differs = |(name, given): &(&String, &Value)| value.get(*name).is_none_or(|is| !agrees(given, is));
                let name = given.iter().find(differs).map(|(name, _)| name.as_str()).unwrap_or_default();
                let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
                let message = match value.get(name) {
                    Some(is) => format!("'Only {is} is supported' on property {shown}"),
                    None => format!("'Additional properties not allowed: {shown}'"),
                };
                Err(refuse(&message))
            }
            (_, value) => Err(refuse(&format!("'Only {value} is supported'"))),
        }
    }
}

/// Their routes.
pub(super) fn routes() -> Api {
    table::TABLE.iter().fold(Api::new(), |api, settled| settled.mount(api))
}

fn check(actor: &Actor, scopes: &'static [Scope]) -> Result<(), Error> {
    match scopes.iter().any(|scope| actor.has(*scope)) {
        true => Ok(()),
        false => Err(Error::ForbiddenAny(scopes)),
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_so_is_json() {
        for settled in table::TABLE {
            if let Is::Value(is) = settled.is {
                assert!(serde_json::from_str::<Value>(is).is_ok(), "{}", settled.path);
            }
        }
    }
}
