//! POST /users/{user_id}/impersonate

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Actor, Scope};
use model::{ImpersonationParameters, ImpersonationRequest, UserId};
use serde::Deserialize;

use super::caller::Caller;
use super::operation::Operation;
use super::payload::{Kind, Schema};
use super::refusal::{failed, invalid_body};
use crate::ServerState;

pub(super) const API: Operation =
    Operation::new("post_impersonate", "Get a link that signs a browser in as the user, once and within a minute")
        .any(&[Scope::ImpersonateUsers])
        .body(Kind::Open(&BODY))
        .example(r#"{ "protocol": "oauth2", "impersonator_id": "adm_1", "client_id": "shop" }"#)
        .gives_text(200)
        .refuses(&[409]);
/// Fields that are not known do nothing, as with Auth0.
const BODY: Schema = Schema {
    properties: &[
        (
            "additionalParameters",
            Kind::Open(&Schema {
                properties: &[
                    ("callback_url", Kind::Text),
                    ("nonce", Kind::Text),
                    ("response_mode", Kind::Text),
                    ("response_type", Kind::Text),
                    ("scope", Kind::Text),
                    ("state", Kind::Text),
                ],
                required: &[],
            }),
        ),
        ("client_id", Kind::Text),
        ("impersonator_id", Kind::Text),
        ("protocol", Kind::Choice(&["oauth2"])),
        ("reason", Kind::Text),
        ("view_only", Kind::Flag),
    ],
    required: &["client_id", "impersonator_id", "protocol"],
};

/// As Auth0 had it, with two fields of ours at its end.
#[derive(Deserialize)]
struct Asked {
    protocol: String,
    impersonator_id: String,
    client_id: String,
    #[serde(default, rename = "additionalParameters")]
    additional: Additional,
    /// Why; the program itself where nothing is said.
    #[serde(default)]
    reason: String,
    #[serde(default)]
    view_only: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Additional {
    response_type: String,
    response_mode: String,
    scope: String,
    state: String,
    callback_url: String,
    nonce: String,
}

/// The URL that signs a browser in as the user, once and within a minute; for the administrator `impersonator_id`, who must
/// have the permission. Asked by a token for the Management API with the scope `impersonate:users`.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Path(id): Path<String>,
    Caller(actor): Caller,
    body: Bytes,
) -> Response {
    let asked: Asked = match serde_json::from_slice(&body) {
        Ok(asked) => asked,
        Err(error) => return invalid_body(&format!("{error}")),
    };
    match asked.protocol.as_str() {
        "oauth2" => {}
        "samlp" | "wsfed" | "wsfed-rms" => {
            return invalid_body("protocol: Roster speaks oauth2 alone; samlp, wsfed and wsfed-rms are not supported");
        }
        _ => return invalid_body("protocol must be oauth2"),
    }
    let (impersonator, request) = request(&actor, UserId::from(id), asked);
    match state.directory().impersonations().offer_for(&actor, &impersonator, request).await {
        Ok(link) => link.url.into_response(),
        Err(error) => failed(error),
    }
}

fn request(actor: &Actor, user_id: UserId, asked: Asked) -> (String, ImpersonationRequest) {
    let reason = if asked.reason.trim().is_empty() {
        format!("Asked for by the application {}", actor.name())
    } else {
        asked.reason
    };
    let parameters = ImpersonationParameters {
        response_type: asked.additional.response_type,
        response_mode: asked.additional.response_mode,
        scope: asked.additional.scope,
        state: asked.additional.state,
        redirect_uri: asked.additional.callback_url,
        nonce: asked.additional.nonce,
    };
    let request =
        ImpersonationRequest { user_id, client_id: asked.client_id, reason, is_view_only: asked.view_only, parameters };
    (asked.impersonator_id, request)
}
