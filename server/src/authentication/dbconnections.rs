//! POST /dbconnections/signup and /dbconnections/change_password, in Auth0's older words.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use bytes::Bytes;
use directory::{DEFAULT_TENANT, Origin, SignUp, SignUpRefusal};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode};
use model::{Client, UserProfile, parse_json};
use protocol::Parameters;
use serde_json::{Map, Value, json};

use super::token::called_by;
use crate::ServerState;

/// What is answered to whoever asks for a reset, whether there is such a user or not.
const SENT: &str = "We've just sent you an email to reset your password.";

/// Makes a user.
pub(super) async fn sign_up(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(sent) = Sent::read(&headers, &body) else { return unreadable() };
    let client = match client(&state, &sent).await {
        Ok(Some(client)) => client,
        Ok(None) => return refusal("invalid_request", "client_id is required"),
        Err(response) => return response,
    };
    for field in ["connection", "email", "password"] {
        if sent.text(field).is_none_or(|text| text.is_empty()) {
            return called_by(refusal("invalid_request", &format!("{field} is required")), client);
        }
    }
    let signed_up = state.directory().accounts().sign_up(DEFAULT_TENANT, &client, sent.sign_up(), &origin).await;
    let response = match signed_up {
        Ok(user) => Json(signed_up_user(&user)).into_response(),
        Err(refused) => told(refused),
    };
    called_by(response, client)
}

/// Writes the mail with which a new password is chosen, if there is such a user.
pub(super) async fn change_password(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(sent) = Sent::read(&headers, &body) else { return unreadable() };
    let client = match client(&state, &sent).await {
        Ok(client) => client,
        Err(response) => return response,
    };
    let text = |name: &str| sent.text(name).filter(|text| !text.is_empty());
    let answer = match (text("connection"), text("email").or_else(|| text("username"))) {
        (None, _) => refusal("invalid_request", "connection is required"),
        (_, None) => refusal("invalid_request", "email is required"),
        (Some(connection), Some(identifier)) => {
            let accounts = state.directory().accounts();
            let asked =
                accounts.forgot_password(DEFAULT_TENANT, client.as_ref(), &connection, &identifier, &origin).await;
            match asked {
                Ok(()) => {
                    ([(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], SENT).into_response()
                }
                Err(error) => super::failed(&error.into()),
            }
        }
    };
    match client {
        Some(client) => called_by(answer, client),
        None => answer,
    }
}

/// The application that is named; none where none is.
async fn client(state: &ServerState, sent: &Sent) -> Result<Option<Client>, Response> {
    let Some(id) = sent.text("client_id").filter(|id| !id.is_empty()) else { return Ok(None) };
    match state.directory().find_client(DEFAULT_TENANT, &id).await {
        Ok(Some(client)) => Ok(Some(client)),
        Ok(None) => Err(refusal("invalid_client", "There is no such application")),
        Err(error) => Err(super::failed(&error.into())),
    }
}

/// The parameters, of JSON or of a form.
enum Sent {
    Json(Map<String, Value>),
    Form(Parameters),
}

impl Sent {
    fn read(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').next()?.trim().to_ascii_lowercase();
        match kind.as_str() {
            // S-114: a key that comes twice is refused.
            "application/json" => match parse_json(std::str::from_utf8(body).ok()?).ok()? {
                Value::Object(fields) => Some(Self::Json(fields)),
                _ => None,
            },
            "application/x-www-form-urlencoded" => Parameters::parse_form(body).ok().map(Self::Form),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        match self {
            Self::Json(fields) => fields.get(name)?.as_str().map(str::to_owned),
            Self::Form(parameters) => parameters.get(name).map(str::to_owned),
        }
    }

    fn sign_up(&self) -> SignUp {
        let text = |name: &str| self.text(name);
        let user_metadata = match self {
            Self::Json(fields) => fields.get("user_metadata").and_then(Value::as_object).cloned(),
            Self::Form(_) => None,
        };
        SignUp {
            connection: text("connection").unwrap_or_default(),
            email: text("email").unwrap_or_default(),
            password: text("password").unwrap_or_default(),
            username: text("username"),
            name: text("name"),
            given_name: text("given_name"),
            family_name: text("family_name"),
            nickname: text("nickname"),
            picture: text("picture"),
            user_metadata,
        }
    }
}

fn signed_up_user(user: &UserProfile) -> Value {
    let mut answer = json!({
        "_id": user.user_id.local(), "email": user.email, "email_verified": user.email_verified == Some(true),
    });
    let more = [
        ("username", &user.username),
        ("given_name", &user.given_name),
        ("family_name", &user.family_name),
        ("picture", &user.picture),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            answer[name] = value.clone().into();
        }
    }
    if let Some(metadata) = &user.user_metadata {
        answer["user_metadata"] = Value::Object(metadata.clone());
    }
    answer
}

fn told(refused: SignUpRefusal) -> Response {
    let text = refused.to_string();
    match refused {
        SignUpRefusal::Failed(error) => super::failed(&error.into()),
        SignUpRefusal::Password(mistake) => (StatusCode::BAD_REQUEST, Json(mistake.to_json())).into_response(),
        SignUpRefusal::Taken => refusal("invalid_signup", &text),
        SignUpRefusal::UsernameTaken => refusal("username_exists", &text),
        SignUpRefusal::Field { field, message } => refusal("invalid_request", &format!("{field}: {message}")),
        SignUpRefusal::Disabled | SignUpRefusal::NoConnection => {
            (StatusCode::BAD_REQUEST, Json(json!({ "error": text }))).into_response()
        }
    }
}

/// The shape that these endpoints had before the others.
fn refusal(code: &str, description: &str) -> Response {
    let body = json!({ "name": "BadRequestError", "code": code, "description": description, "statusCode": 400 });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

fn unreadable() -> Response {
    refusal("invalid_request", "Send JSON, or a form, with each parameter once")
}
