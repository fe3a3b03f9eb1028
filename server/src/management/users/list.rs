//! GET /api/v2/users

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use model::{UserMatches, UserSearchQuery};
use serde_json::Value;

use super::shape::USER;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::{List, Paging};
use crate::management::payload::Kind;
use crate::management::query::{Query, invalid, unanswered};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_users", "List or search users")
    .any(&[Scope::ReadUsers])
    .query(&[
        Parameter::text("q", "A query in Lucene's syntax, for instance `email:\"ada@example.com\" AND blocked:true`."),
        Parameter::text("sort", "A field and a direction: `created_at:-1` begins with the youngest."),
        Parameter::text("connection", "The name of a connection: its users alone."),
        Parameter::new("search_engine", Kind::Choice(&["v3"]), "There is one."),
    ])
    .lists(Pages::Both, &LIST, &USER)
    .fields();

const LIST: List = List::with_length("users");

/// What is asked for, and how it is answered.
struct Asked {
    query: UserSearchQuery,
    fields: Fields,
    paging: Paging,
}

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let asked = read(&Query::of(&raw))?;
    let matches = state.directory().users().search(&actor, &asked.query).await.map_err(unanswered)?;
    Ok(Json(answer(&asked, &matches)).into_response())
}

fn read(query: &Query) -> Result<Asked, Refusal> {
    match query.text("search_engine") {
        None | Some("v3") => {}
        Some(engine @ ("v1" | "v2")) => {
            return Err(invalid(&format!(
                "You are not allowed to use search_engine={engine}. Use search_engine=v3 instead."
            )));
        }
        Some(_) => return Err(invalid("'No enum match for search_engine' on property search_engine")),
    }
    let mut q = query.text("q").unwrap_or_default().to_owned();
    // A parameter of older versions of the API.
    if let Some(connection) = query.text("connection") {
        let connection = format!("identities.connection:{}", Value::from(connection));
        q = if q.is_empty() { connection } else { format!("({q}) AND {connection}") };
    }
    let paging = Paging::of(query)?;
    let mut search = UserSearchQuery {
        q,
        sort: query.text("sort").unwrap_or_default().to_owned(),
        is_total_wanted: paging.wants_total(),
        ..UserSearchQuery::default()
    };
    match &paging {
        Paging::Numbered { page, per_page, .. } => (search.page, search.per_page) = (*page, *per_page),
        Paging::After { from, take } => (search.from, search.take) = (from.clone(), Some(*take)),
    }
    Ok(Asked { query: search, fields: Fields::of(query)?, paging })
}

fn answer(asked: &Asked, matches: &UserMatches) -> Value {
    let users = matches.users.iter().map(|user| asked.fields.of_thing(user)).collect();
    asked.paging.answer(&LIST, users, matches.total, matches.next.as_ref().map(|id| id.as_str()))
}
