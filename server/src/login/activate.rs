//! /activate: where users let a device log in (RFC 8628 §3.3)

use app::hosted::{self, Activate, ConfirmDevice};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use directory::{DEFAULT_TENANT, LiveSession, Origin, Use, WaitingDevice};
use http::{HeaderMap, StatusCode};
use protocol::Parameters;

use super::{Form, Hosted, refused};
use crate::cookies::Cookie;
use crate::{ServerState, form_token};

const UNKNOWN: &str = "No device waits with this code. Codes work for 15 minutes: look at your device again.";

/// GET /activate: asks for the code.
pub(super) async fn show(State(state): State<ServerState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    ask(&state, &headers, &code_in(query), StatusCode::OK, None).await
}

/// POST /activate: looks for the device, and sees to it that somebody is logged in.
pub(super) async fn submit(State(state): State<ServerState>, headers: HeaderMap, sent: Form) -> Response {
    let typed = sent.get("user_code");
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        return ask(&state, &headers, typed, StatusCode::FORBIDDEN, Some("Please enter the code once more.")).await;
    }
    match state.directory().device_codes().find(DEFAULT_TENANT, typed).await {
        Ok(Some(device)) => Redirect::to(&confirm_path(&device)).into_response(),
        Ok(None) => ask(&state, &headers, typed, StatusCode::BAD_REQUEST, Some(UNKNOWN)).await,
        Err(error) => refused(&state, &headers, error.into()).await,
    }
}

/// GET /activate/confirm: asks whether the device may.
pub(super) async fn show_confirm(
    State(state): State<ServerState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let typed = code_in(query);
    let device = match state.directory().device_codes().find(DEFAULT_TENANT, &typed).await {
        Ok(Some(device)) => device,
        Ok(None) => return ask(&state, &headers, &typed, StatusCode::BAD_REQUEST, Some(UNKNOWN)).await,
        Err(error) => return refused(&state, &headers, error.into()).await,
    };
    let Some(live) = session(&state, &headers, &device).await else {
        return log_in_first(&state, &headers, &device).await;
    };
    let hosted = Hosted::new(&state, &headers).await;
    let page = ConfirmDevice {
        form_token: hosted.token(),
        user_code: device.user_code,
        application: device.client.name,
        user: live.user.display_name().to_owned(),
    };
    hosted.answer(StatusCode::OK, |frame| hosted::confirm_device(frame, &page))
}

/// POST /activate/confirm: lets the device log in, or not. N-031: only whoever has its code can.
pub(super) async fn submit_confirm(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    let typed = sent.get("user_code");
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        return ask(&state, &headers, typed, StatusCode::FORBIDDEN, Some("Please enter the code once more.")).await;
    }
    let devices = state.directory().device_codes();
    let device = match devices.find(DEFAULT_TENANT, typed).await {
        Ok(Some(device)) => device,
        Ok(None) => return ask(&state, &headers, typed, StatusCode::BAD_REQUEST, Some(UNKNOWN)).await,
        Err(error) => return refused(&state, &headers, error.into()).await,
    };
    let Some(live) = session(&state, &headers, &device).await else {
        return log_in_first(&state, &headers, &device).await;
    };
    let is_allowed = sent.get("decision") == "allow";
    let done = if is_allowed {
        devices.approve(DEFAULT_TENANT, typed, &live.session, &origin).await
    } else {
        devices.deny(DEFAULT_TENANT, typed, &live.session, &origin).await
    };
    let page = Hosted::new(&state, &headers).await;
    match (done, is_allowed) {
        (Ok(true), true) => page.message(StatusCode::OK, "Your device is connected", "You can go back to it now."),
        (Ok(true), false) => page.message(StatusCode::OK, "Nothing was allowed", "The device was not logged in."),
        (Ok(false), _) => ask(&state, &headers, typed, StatusCode::BAD_REQUEST, Some(UNKNOWN)).await,
        (Err(error), _) => refused(&state, &headers, error.into()).await,
    }
}

async fn ask(
    state: &ServerState,
    headers: &HeaderMap,
    typed: &str,
    status: StatusCode,
    mistake: Option<&str>,
) -> Response {
    let hosted = Hosted::new(state, headers).await;
    let user_code = typed.chars().take(20).collect();
    let page = Activate { form_token: hosted.token(), user_code, mistake: mistake.map(str::to_owned) };
    hosted.answer(status, |frame| hosted::activate(frame, &page))
}

/// The browser's session, if its user may log in to the device's application.
async fn session(state: &ServerState, headers: &HeaderMap, device: &WaitingDevice) -> Option<LiveSession> {
    let secret = Cookie::Login.read(state.url(), headers)?;
    let live = state.directory().user_sessions().resolve(DEFAULT_TENANT, &secret).await.ok()??;
    // S-228: nobody lets a device in, in a user's place.
    live.impersonation.is_none().then_some(())?;
    let use_ = Use {
        user: &live.user.user_id,
        client_id: &device.client.client_id,
        connection: &live.session.connection,
        session_id: Some(&live.session.id),
    };
    state.directory().may_use(DEFAULT_TENANT, use_).await.ok()?;
    Some(live)
}

async fn log_in_first(state: &ServerState, headers: &HeaderMap, device: &WaitingDevice) -> Response {
    let (client, path) = (&device.client.client_id, confirm_path(device));
    match state.directory().authorize().log_in_then(DEFAULT_TENANT, client, &path).await {
        Ok(transaction) => Redirect::to(&format!("/u/login?state={transaction}")).into_response(),
        Err(error) => refused(state, headers, error).await,
    }
}

fn confirm_path(device: &WaitingDevice) -> String {
    format!("/activate/confirm?user_code={}", device.user_code)
}

fn code_in(query: Option<String>) -> String {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    parameters.get("user_code").unwrap_or_default().to_owned()
}
