//! GET /api/v2/clients

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Actor;
use model::{AppType, Client, ClientFilter, Listed};

use super::answer::{answer, global};
use super::schema::{CLIENT, READ};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::{List, Paging};
use crate::management::payload::Kind;
use crate::management::query::{Query, invalid};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_clients", "List applications")
    .any(READ)
    .query(&[
        Parameter::flag("is_global", "Whether to find the one that stands for all, or the others."),
        Parameter::flag("is_first_party", "Whether to find the tenant's own applications, or the others."),
        Parameter::new("app_type", Kind::Texts, "The kinds to find: native, spa, regular_web, non_interactive."),
        Parameter::text("external_client_id", "Finds none."),
        Parameter::text("q", "`client_grant.organization_id:<id>` or `client_grant.allow_any_organization:true`."),
    ])
    .lists(Pages::Both, &LIST, &CLIENT)
    .fields();

const LIST: List = List::with_length("clients");

/// What a filter for something that no application has finds.
enum Wanted {
    Some(ClientFilter),
    Nobody,
}

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let clients = state.directory().clients();
    let sight = clients.sight(&actor)?;
    let (fields, paging) = (Fields::of(&query)?, Paging::of(&query)?);
    let found = find(&state, &actor, &wanted(&query)?, &paging).await?;
    let shown = found.map(|client| match clients.is_global(&actor, &client.client_id) {
        true => fields.of_thing(&global(&client, sight)),
        false => fields.of_thing(&answer(&client, sight)),
    });
    Ok(Json(paging.answer_with(&LIST, shown)).into_response())
}

async fn find(
    state: &ServerState,
    actor: &Actor,
    wanted: &Wanted,
    paging: &Paging,
) -> Result<Listed<Client>, directory::Error> {
    match wanted {
        Wanted::Some(filter) => state.directory().clients().search(actor, filter, &paging.part()).await,
        Wanted::Nobody => Ok(paging.part().cut(Vec::new(), |client: &Client| &client.client_id)),
    }
}

fn wanted(query: &Query) -> Result<Wanted, Refusal> {
    let filter = ClientFilter {
        is_global: query.flag("is_global")?,
        is_first_party: query.flag("is_first_party")?,
        app_types: query.texts("app_type").iter().filter_map(|name| AppType::from_name(name)).collect(),
    };
    // Kinds that Roster does not have; clients that are registered by a document of theirs; organizations.
    let is_of_no_kind = filter.app_types.is_empty() && !query.texts("app_type").is_empty();
    let is_of_nobody = query.text("external_client_id").is_some();
    let is_in_organization = query.text("q").map(of_organization).transpose()?.is_some();
    Ok(if is_of_no_kind || is_of_nobody || is_in_organization { Wanted::Nobody } else { Wanted::Some(filter) })
}

/// The two queries that Auth0 permits. Nothing meets them, as there are no organizations.
fn of_organization(q: &str) -> Result<(), Refusal> {
    let q = q.trim();
    let is_permitted =
        q.starts_with("client_grant.organization_id:") || q.starts_with("client_grant.allow_any_organization");
    if is_permitted {
        return Ok(());
    }
    Err(invalid(
        "'Only client_grant.organization_id:<id> and client_grant.allow_any_organization:true can be asked' on property q",
    ))
}
