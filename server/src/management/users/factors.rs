//! Second factors and organizations of users, which Roster has not: questions are answered with nothing, what would take
//! them away has nothing to do, and what would make them is refused.

mod api;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::FactorsAsked;
use http::StatusCode;
use model::UserId;
use serde_json::json;

use crate::ServerState;
use crate::management::api::Api;
use crate::management::caller::Caller;
use crate::management::paging::{List, Paging};
use crate::management::query::Query;
use crate::management::refusal::{Refusal, failed, invalid_body, not_here, refused};

const METHODS: List = List::named("authenticators");
const ORGANIZATIONS: List = List::named("organizations");
const NO_FACTORS: &str = "Multi-factor authentication is not available.";

/// Their routes.
pub(super) fn routes() -> Api {
    const ALL: &str = "/api/v2/users/{id}/authentication-methods";
    const ONE: &str = "/api/v2/users/{id}/authentication-methods/{method}";
    const FORGET: &str = "/api/v2/users/{id}/multifactor/actions/invalidate-remember-browser";
    Api::new()
        .get(ALL, methods, api::METHODS)
        .post(ALL, add_method, api::ADD_METHOD)
        .put(ALL, replace_methods, api::REPLACE_METHODS)
        .delete(ALL, remove_methods, api::REMOVE_METHODS)
        .get(ONE, method, api::METHOD)
        .patch(ONE, change_method, api::CHANGE_METHOD)
        .delete(ONE, remove_method, api::REMOVE_METHOD)
        .delete("/api/v2/users/{id}/authenticators", remove_authenticators, api::REMOVE_AUTHENTICATORS)
        .get("/api/v2/users/{id}/enrollments", enrollments, api::ENROLLMENTS)
        .post(FORGET, forget_browsers, api::FORGET_BROWSERS)
        .delete("/api/v2/users/{id}/multifactor/{provider}", remove_provider, api::REMOVE_PROVIDER)
        .post("/api/v2/users/{id}/recovery-code-regeneration", recovery_code, api::RECOVERY_CODE)
        .get("/api/v2/users/{id}/organizations", organizations, api::ORGANIZATIONS)
}

/// What a request to one of these routes is about.
struct Asked {
    state: ServerState,
    actor: directory::Actor,
    user: UserId,
}

impl Asked {
    fn new(state: ServerState, caller: Caller, id: String) -> Self {
        Self { state, actor: caller.0, user: UserId::from(id) }
    }

    /// `answer` about a user who is there.
    async fn of_user(&self, asked: FactorsAsked, answer: impl FnOnce() -> Response) -> Response {
        match self.state.directory().factors().of_user(&self.actor, asked, &self.user).await {
            Ok(()) => answer(),
            Err(error) => failed(error),
        }
    }

    /// `answer` whoever the user is.
    fn anyway(&self, asked: FactorsAsked, answer: impl FnOnce() -> Response) -> Response {
        match self.state.directory().factors().may(&self.actor, asked) {
            Ok(()) => answer(),
            Err(error) => failed(error),
        }
    }

    /// That there is no such method.
    async fn one(&self, asked: FactorsAsked) -> Response {
        match self.state.directory().factors().one(&self.actor, asked, &self.user).await {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(error) => failed(error),
        }
    }

    /// An empty list of a user who is there.
    async fn empty(&self, asked: FactorsAsked, raw: &RawQuery, list: &List) -> Result<Response, Refusal> {
        let paging = Paging::numbered(&Query::of(raw))?;
        Ok(self.of_user(asked, || Json(paging.answer(list, Vec::new(), Some(0), None)).into_response()).await)
    }
}

async fn methods(
    State(state): State<ServerState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    Asked::new(state, caller, id).empty(FactorsAsked::Methods, &raw, &METHODS).await
}

async fn organizations(
    State(state): State<ServerState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    Asked::new(state, caller, id).empty(FactorsAsked::Organizations, &raw, &ORGANIZATIONS).await
}

async fn enrollments(State(state): State<ServerState>, caller: Caller, Path(id): Path<String>) -> Response {
    Asked::new(state, caller, id).of_user(FactorsAsked::Enrollments, || Json(json!([])).into_response()).await
}

async fn add_method(State(state): State<ServerState>, caller: Caller, Path(id): Path<String>) -> Response {
    Asked::new(state, caller, id).of_user(FactorsAsked::NewMethod, || not_here(NO_FACTORS)).await
}

/// None in place of none is no change.
async fn replace_methods(
    State(state): State<ServerState>,
    caller: Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let answer = || match serde_json::from_slice::<Vec<serde_json::Value>>(&body) {
        Ok(methods) if methods.is_empty() => Json(json!([])).into_response(),
        Ok(_) => not_here(NO_FACTORS),
        Err(_) => invalid_body("'Expected type array'"),
    };
    Asked::new(state, caller, id).anyway(FactorsAsked::ChangeMethod, answer)
}

async fn remove_methods(State(state): State<ServerState>, caller: Caller, Path(id): Path<String>) -> Response {
    Asked::new(state, caller, id).anyway(FactorsAsked::NoMethod, || StatusCode::NO_CONTENT.into_response())
}

async fn method(State(state): State<ServerState>, caller: Caller, Path((id, _)): Path<(String, String)>) -> Response {
    Asked::new(state, caller, id).one(FactorsAsked::Methods).await
}

async fn change_method(
    State(state): State<ServerState>,
    caller: Caller,
    Path((id, _)): Path<(String, String)>,
) -> Response {
    Asked::new(state, caller, id).one(FactorsAsked::ChangeMethod).await
}

async fn remove_method(
    State(state): State<ServerState>,
    caller: Caller,
    Path((id, _)): Path<(String, String)>,
) -> Response {
    Asked::new(state, caller, id).one(FactorsAsked::NoMethod).await
}

async fn remove_authenticators(State(state): State<ServerState>, caller: Caller, Path(id): Path<String>) -> Response {
    Asked::new(state, caller, id).anyway(FactorsAsked::NoAuthenticators, || StatusCode::NO_CONTENT.into_response())
}

async fn remove_provider(
    State(state): State<ServerState>,
    caller: Caller,
    Path((id, provider)): Path<(String, String)>,
) -> Response {
    let answer = || match provider.as_str() {
        "duo" | "google-authenticator" => StatusCode::NO_CONTENT.into_response(),
        _ => {
            let message = "Path validation error: 'No enum match' on property provider (duo, google-authenticator)";
            refused(StatusCode::BAD_REQUEST, message, Some("invalid_uri"))
        }
    };
    Asked::new(state, caller, id).of_user(FactorsAsked::Change, answer).await
}

async fn forget_browsers(State(state): State<ServerState>, caller: Caller, Path(id): Path<String>) -> Response {
    Asked::new(state, caller, id).anyway(FactorsAsked::Change, || StatusCode::NO_CONTENT.into_response())
}

async fn recovery_code(State(state): State<ServerState>, caller: Caller, Path(id): Path<String>) -> Response {
    let none = || {
        let message = "The user has no multi-factor enrollment.";
        refused(StatusCode::NOT_FOUND, message, Some("enrollment_not_found"))
    };
    Asked::new(state, caller, id).of_user(FactorsAsked::Change, none).await
}
