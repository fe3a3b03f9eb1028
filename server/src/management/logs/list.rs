//! GET /api/v2/logs

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Actor, LogRecord, LogSlice, Scope};
use http::header::{HeaderValue, LINK};
use model::UserId;
use serde_json::{Value, json};

use super::shape::EVENT;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::{List, MOST, Paging};
use crate::management::payload::Kind;
use crate::management::query::{Query, invalid, unanswered};
use crate::management::refusal::Refusal;

pub(in crate::management) const SORT: Parameter =
    Parameter::new("sort", Kind::Choice(&["date:1", "date:-1"]), "The oldest or the youngest first.");

pub(super) const API: Operation = Operation::new("get_logs", "Search the log, or follow it from an event on")
    .any(&[Scope::ReadLogs, Scope::ReadLogsUsers])
    .query(&[
        Parameter::text("q", "A query in Lucene's syntax, for instance `type:f AND ip:\"10.0.0.1\"`."),
        Parameter::text("search", "The same by its older name."),
        SORT,
        Parameter::text("from", "The id of an event: those after it, the oldest first, in a bare list."),
        Parameter::new("take", Kind::Between(1, MOST, &Kind::Integer), "How many of those; 50 where nothing is said."),
    ])
    .lists(Pages::Numbered, &LOGS, &EVENT)
    .fields();

pub(in crate::management) const LOGS: List = List::with_length("logs");

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let fields = Fields::of(&query)?;
    match Paging::of(&query)? {
        Paging::After { from, take } => after(&state, &actor, &query, &fields, from, take).await,
        _ => answer(&state, &actor, Numbered::of(&query, None)?, &fields).await,
    }
}

/// A numbered page of events.
pub(in crate::management) struct Numbered {
    slice: LogSlice,
    paging: Paging,
}

impl Numbered {
    /// What `query` asks for, of one user or of all.
    ///
    /// # Errors
    /// 400 for what cannot be.
    pub(in crate::management) fn of(query: &Query, user_id: Option<UserId>) -> Result<Self, Refusal> {
        let paging = Paging::numbered(query)?;
        let (offset, limit) = paging.slice();
        let slice = LogSlice {
            q: if user_id.is_some() { String::new() } else { search(query) },
            user_id,
            is_oldest_first: is_oldest_first(query)?,
            offset: usize::try_from(offset).unwrap_or(usize::MAX),
            limit: usize::try_from(limit).unwrap_or(0),
        };
        Ok(Self { slice, paging })
    }
}

/// The events of a page. Auth0 counts those of the page alone: how many there are in all nobody can say in a short time.
///
/// # Errors
/// What the directory refused.
pub(in crate::management) async fn answer(
    state: &ServerState,
    actor: &Actor,
    asked: Numbered,
    fields: &Fields,
) -> Result<Response, Refusal> {
    let records = state.directory().logs().slice(actor, &asked.slice).await.map_err(unanswered)?;
    let events: Vec<Value> = records.iter().map(|record| fields.of_thing(&record.shaped())).collect();
    let count = i64::try_from(events.len()).ok();
    Ok(Json(asked.paging.answer(&LOGS, events, count, None)).into_response())
}

/// The events after one, the oldest first, in a bare list; a header says where it goes on.
async fn after(
    state: &ServerState,
    actor: &Actor,
    query: &Query,
    fields: &Fields,
    from: Option<String>,
    take: i64,
) -> Result<Response, Refusal> {
    let limit = usize::try_from(take).unwrap_or(0);
    let records = state.directory().logs().after(actor, from.as_deref(), &search(query), limit).await;
    let records: Vec<LogRecord> = records.map_err(unanswered)?;
    let events: Vec<Value> = records.iter().map(|record| fields.of_thing(&record.shaped())).collect();
    let last = records.last().map(|record| record.event.log_id.clone()).or(from);
    let mut response = Json(json!(events)).into_response();
    if let Some(last) = last {
        let origin = state.url().origin();
        let link = format!("<{origin}/api/v2/logs?from={last}&take={take}>; rel=\"next\"");
        if let Ok(link) = HeaderValue::try_from(link) {
            response.headers_mut().insert(LINK, link);
        }
    }
    Ok(response)
}

/// `search` is the parameter's old name.
fn search(query: &Query) -> String {
    query.text("q").or_else(|| query.text("search")).unwrap_or_default().to_owned()
}

fn is_oldest_first(query: &Query) -> Result<bool, Refusal> {
    match query.text("sort") {
        None | Some("date:-1" | "log_id:-1" | "_id:-1") => Ok(false),
        Some("date:1" | "log_id:1" | "_id:1" | "date:+1") => Ok(true),
        Some(_) => Err(invalid("'Expected date:1 or date:-1' on property sort")),
    }
}
