//! From a body to settings.

use directory::Error;
use model::{JsonObject, TenantSettings};
use serde_json::Value;

use super::fields::{FIXED, FIXED_FLAGS, FLAGS, SCHEMA};
use crate::management::fixed;
use crate::management::payload;
use crate::management::refusal::Refusal;

/// What is asked in a body.
///
/// # Errors
/// 400 for what is unknown, of another type, or not supported.
pub(super) fn read(body: &[u8]) -> Result<JsonObject, Refusal> {
    let mut asked = fixed::read(body, &SCHEMA, FIXED)?;
    if let Some(Value::Object(flags)) = asked.get_mut("flags") {
        fixed::take("flags.", flags, FIXED_FLAGS)?;
        flags.retain(|_, value| !value.is_null());
        payload::check_within("flags", flags, &FLAGS)?;
    }
    Ok(asked)
}

/// The settings with what is asked. A null stands for no text and for no address; lifetimes stay.
///
/// # Errors
/// `Field` for a lifetime that is not of whole hours.
pub(super) fn apply(before: &TenantSettings, asked: &JsonObject) -> Result<TenantSettings, Error> {
    let mut after = before.clone();
    let text = |name: &str, to: &mut String| match asked.get(name) {
        Some(Value::String(text)) => text.trim().clone_into(to),
        Some(_) => to.clear(),
        None => {}
    };
    text("friendly_name", &mut after.friendly_name);
    text("picture_url", &mut after.picture_url);
    text("support_url", &mut after.support_url);
    text("default_audience", &mut after.default_audience);
    text("default_directory", &mut after.default_directory);
    match asked.get("allowed_logout_urls") {
        Some(Value::Array(urls)) => {
            after.allowed_logout_urls = urls.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        Some(_) => after.allowed_logout_urls.clear(),
        None => {}
    }
    after.session_lifetime =
        hours(asked, "session_lifetime", "session_lifetime_in_minutes")?.unwrap_or(before.session_lifetime);
    after.idle_session_lifetime = hours(asked, "idle_session_lifetime", "idle_session_lifetime_in_minutes")?
        .unwrap_or(before.idle_session_lifetime);
    if let Some(is_off) = asked.get("flags").and_then(|flags| flags.get("disable_impersonation")?.as_bool()) {
        after.allow_impersonation = !is_off;
    }
    Ok(after)
}

/// A lifetime; where both are given, the one in minutes counts.
fn hours(asked: &JsonObject, in_hours: &str, in_minutes: &'static str) -> Result<Option<i64>, Error> {
    let number =
        |name: &str| asked.get(name).filter(|value| !value.is_null()).map(|value| value.as_i64().unwrap_or(i64::MAX));
    match number(in_minutes) {
        None => Ok(number(in_hours)),
        Some(minutes) if minutes % 60 == 0 => Ok(Some(minutes / 60)),
        Some(_) => Err(Error::Field { field: in_minutes, message: "Only whole hours are supported".to_owned() }),
    }
}
