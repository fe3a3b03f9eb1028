//! Who asks: cookie → Actor, once a request.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use directory::Origin;
use http::HeaderMap;
use http::header::USER_AGENT;

use crate::cookies::Cookie;
use crate::{PeerAddress, ServerState, failures};

/// The longest name of a browser that is kept.
const MAX_USER_AGENT: usize = 512;

/// Puts the [`Origin`] into the request's extensions.
pub(crate) fn locate(state: &ServerState, request: &mut Request) {
    let peer = request.extensions().get::<PeerAddress>().map(|peer| peer.0.ip());
    let origin = origin(state, peer, request.headers());
    request.extensions_mut().insert(origin);
}

/// Puts the `Actor` of a session into the request's extensions.
pub(crate) async fn identify(State(state): State<ServerState>, mut request: Request, next: Next) -> Response {
    if let Some(secret) = Cookie::Session.read(state.url(), request.headers()) {
        match state.directory().sessions().resolve(&secret).await {
            Ok(Some(actor)) => {
                let origin = request.extensions().get::<Origin>().cloned().unwrap_or_default();
                request.extensions_mut().insert(actor.at(origin));
            }
            Ok(None) => {}
            // Fails closed (S-615), and not as "signed out": the visitor would sign in again for nothing.
            Err(error) => return failures::answer(&state, &request, &error.into()),
        }
    }
    next.run(request).await
}

fn origin(state: &ServerState, peer: Option<IpAddr>, headers: &HeaderMap) -> Origin {
    let ip = peer.map(|peer| state.trusted_proxies().client(peer, headers).to_string());
    let user_agent = headers.get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
    Origin { ip, user_agent: user_agent.map(|text| text.chars().take(MAX_USER_AGENT).collect()) }
}
