//! GET /api/v2/client-grants

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use model::{ClientGrant, ClientGrantQuery};
use serde_json::Value;

use super::answer::{GRANT, answer};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::{List, Paging};
use crate::management::payload::Kind;
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_client-grants", "List what applications may do at APIs")
    .any(&[Scope::ReadClientGrants])
    .query(&[
        Parameter::text("client_id", "The grants of this application alone."),
        Parameter::text("audience", "The grants at this API alone."),
        Parameter::flag("allow_any_organization", "True finds none: there are no organizations."),
        Parameter::new(
            "subject_type",
            Kind::Choice(&["client", "user"]),
            "All grants are for applications themselves.",
        ),
        Parameter::text("default_for", "Finds none."),
    ])
    .lists(Pages::Both, &LIST, &GRANT);

const LIST: List = List::named("client_grants");

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let paging = Paging::of(&query)?;
    let text = |name: &str| query.text(name).map(str::to_owned);
    let wanted = ClientGrantQuery { client_id: text("client_id"), audience: text("audience") };
    // No grant is for users, for an organization, or for whoever comes.
    let is_of_nobody = query.text("subject_type").is_some_and(|kind| kind != "client")
        || query.flag("allow_any_organization")? == Some(true)
        || query.text("default_for").is_some();
    let part = paging.part();
    let found = match is_of_nobody {
        true => part.cut(Vec::new(), |grant: &ClientGrant| &grant.id),
        false => state.directory().client_grants().search(&actor, &wanted, &part).await?,
    };
    Ok(Json(paging.answer_with(&LIST, found.map(|grant| Value::Object(answer(&grant))))).into_response())
}
