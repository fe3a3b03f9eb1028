//! GET /api/v2/openapi.json: the door described in OpenAPI 3.1, made from the routes that are mounted.

mod answers;
mod parameters;
mod schemas;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use model::JsonObject;
use serde_json::{Value, json};

use super::api::{Api, Route};
use super::operation::{Operation, Scopes};
use super::payload::Kind;
use crate::ServerState;
use schemas::Schemas;

const PATH: &str = "/api/v2/openapi.json";
const BASE: &str = "/api/v2";
const API: Operation = Operation::new("get_openapi", "Get this document").gives(200, Kind::Object);

/// The routes, and one that tells of all of them. No token is asked for there: it says what Roster is, and nothing of a
/// tenant.
pub(super) fn router(api: Api, state: &ServerState) -> Router<ServerState> {
    let (router, mut routes) = api.into_parts();
    routes.push(Route { method: "get", path: PATH, operation: API });
    let origin = state.url().origin().to_owned();
    let document = Arc::new(LazyLock::new(move || Bytes::from(write(&origin, &routes).to_string())));
    router.route(PATH, get(async move || answer(Bytes::clone(&document))))
}

fn answer(document: Bytes) -> Response {
    let mut response = document.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn write(origin: &str, routes: &[Route]) -> Value {
    let mut schemas = Schemas::default();
    let mut paths = JsonObject::new();
    for route in routes {
        let whole = parameters::template(route);
        let below = whole.strip_prefix(BASE);
        let item = paths.entry(below.unwrap_or(&whole)).or_insert_with(|| json!({}));
        if below.is_none() {
            item["servers"] = json!([{ "url": origin }]);
        }
        item[route.method] = operation(&mut schemas, route);
    }
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Roster Management API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Users and what belongs to them, for programs. Compatible with Auth0's Management API v2.",
            "license": { "name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT" },
        },
        "servers": [{ "url": format!("{origin}{BASE}") }],
        "paths": paths,
        "components": {
            "schemas": schemas.into_components(),
            "responses": answers::refusals(),
            "securitySchemes": security_schemes(origin, routes),
        },
    })
}

fn operation(schemas: &mut Schemas, route: &Route) -> Value {
    let it = &route.operation;
    let mut written = json!({
        "operationId": it.title.id(route.method),
        "summary": it.title.summary(route.method),
        "tags": [tag(route.path)],
        "parameters": parameters::of(schemas, route),
        "responses": answers::of(schemas, route),
        "security": security(it.scopes),
    });
    if let Some(kind) = it.body {
        let mut content = json!({ "schema": schemas.of_body(kind) });
        if let Some(example) = it.example {
            content["example"] = serde_json::from_str(example).unwrap_or_default();
        }
        let media = if it.is_form { "multipart/form-data" } else { "application/json" };
        written["requestBody"] = json!({ "required": !it.is_body_optional, "content": { media: content } });
    }
    written
}

/// The noun: the first part of the path.
fn tag(path: &str) -> &str {
    let below = path.strip_prefix(BASE).unwrap_or(path);
    let noun = below.split('/').find(|part| !part.is_empty()).unwrap_or_default();
    noun.strip_suffix(".json").unwrap_or(noun)
}

/// The sets of scopes of which each is enough.
fn sets(scopes: Scopes) -> Vec<Vec<&'static str>> {
    match scopes {
        Scopes::Public => Vec::new(),
        Scopes::Any(scopes) => scopes.iter().map(|scope| vec![scope.as_str()]).collect(),
        Scopes::All(scopes) => vec![scopes.iter().map(|scope| scope.as_str()).collect()],
    }
}

fn security(scopes: Scopes) -> Value {
    let ways = sets(scopes);
    let of = |scheme: &str| ways.iter().map(|set| json!({ scheme: set })).collect::<Vec<_>>();
    Value::Array([of("bearerAuth"), of("oAuth2ClientCredentials")].concat())
}

fn security_schemes(origin: &str, routes: &[Route]) -> Value {
    let names = routes.iter().flat_map(|route| sets(route.operation.scopes)).flatten();
    let scopes: JsonObject = names.map(|name| (name.to_owned(), words(name).into())).collect();
    let (audience, token_url) = (format!("{origin}{BASE}/"), format!("{origin}/oauth/token"));
    json!({
        "bearerAuth": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "jwt",
            "description": format!("An access token for {audience} with the scopes that are named."),
        },
        "oAuth2ClientCredentials": {
            "type": "oauth2",
            "description": format!("Tokens are asked for with the audience {audience}."),
            "flows": { "clientCredentials": { "tokenUrl": token_url, "scopes": scopes } },
        },
    })
}

/// `read:client_keys` → `Read client keys`
fn words(scope: &str) -> String {
    let text = scope.replace([':', '_'], " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
