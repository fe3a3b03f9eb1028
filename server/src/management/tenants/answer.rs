//! Settings as Auth0 writes them.

use model::{JsonObject, TenantSettings};
use serde_json::{Value, json};

use super::fields::{FIXED, FIXED_FLAGS};
use crate::management::fixed;

/// As with Auth0, a text that says nothing is left out.
pub(super) fn answer(settings: &TenantSettings) -> JsonObject {
    let whole = json!({
        "friendly_name": settings.friendly_name,
        "picture_url": settings.picture_url,
        "support_url": settings.support_url,
        "default_audience": settings.default_audience,
        "default_directory": settings.default_directory,
        "allowed_logout_urls": settings.allowed_logout_urls,
        "session_lifetime": settings.session_lifetime,
        "idle_session_lifetime": settings.idle_session_lifetime,
        "flags": flags(settings),
    });
    let Value::Object(mut answer) = whole else { return JsonObject::new() };
    answer.retain(|_, value| value != "");
    fixed::add(&mut answer, FIXED);
    answer
}

fn flags(settings: &TenantSettings) -> JsonObject {
    let mut flags = JsonObject::new();
    flags.insert("disable_impersonation".to_owned(), (!settings.allow_impersonation).into());
    fixed::add(&mut flags, FIXED_FLAGS);
    flags
}
