//! The settings of a tenant.

use std::ops::RangeInclusive;

use model::{FieldMistake, LogEvent, TenantEdit, TenantSettings};
use protocol::redirect_uri;
use serde_json::{Map, Value, json};
use store::Conn;

use crate::events::{Change, Recorded};
use crate::{Actor, Directory, Error, Result, Scope};

/// The longest name, in characters.
const NAME: usize = 150;
/// The longest address, in characters.
const ADDRESS: usize = 2_000;
/// The most addresses of a list.
const ADDRESSES: usize = 100;
/// Lifetimes of sessions, in hours: up to a year, as at Auth0.
const HOURS: RangeInclusive<i64> = 1..=8_760;

/// The longest that events are kept, in days; 0 is for ever.
const RETENTION: i64 = 3_650;
/// Requests a minute: fewer than one a second helps nobody, and more no machine answers.
const REQUESTS: RangeInclusive<i64> = 60..=10_000_000;

/// The actor's tenant.
pub struct Tenants<'a>(pub(crate) &'a Directory);

impl Recorded for TenantSettings {
    fn name_in(&self, _: &mut LogEvent, details: &mut Map<String, Value>) {
        details.insert("tenant".to_owned(), json!({ "friendly_name": self.friendly_name }));
    }
}

impl Tenants<'_> {
    /// The settings.
    ///
    /// # Errors
    /// `Forbidden` without `read:tenant_settings`.
    pub async fn settings(&self, actor: &Actor) -> Result<TenantSettings> {
        actor.may(Scope::ReadTenantSettings)?;
        self.0.tenant_settings(actor.tenant()).await
    }

    /// Replaces the settings. Doing it again changes and records nothing.
    ///
    /// # Errors
    /// `Forbidden` without `update:tenant_settings`, `Fields` for what is wrong, `Changed` when what is stored is not what the
    /// form began from.
    pub async fn update(&self, actor: &Actor, edit: TenantEdit) -> Result<TenantSettings> {
        let TenantEdit { base, settings } = edit;
        let change = |before: &TenantSettings| match *before == base || *before == settings {
            true => Ok(settings),
            false => Err(Error::Changed("the settings")),
        };
        self.change(actor, change).await
    }

    /// Makes of the settings as they are what `change` says, while nobody else changes them. Doing it again changes and
    /// records nothing.
    ///
    /// # Errors
    /// `Forbidden` without `update:tenant_settings`, `Fields` for what is wrong, and what `change` refuses.
    pub async fn change(
        &self,
        actor: &Actor,
        change: impl FnOnce(&TenantSettings) -> Result<TenantSettings> + Send,
    ) -> Result<TenantSettings> {
        actor.may(Scope::UpdateTenantSettings)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let before = store::tenants::settings(&mut tx, actor.tenant()).await?.ok_or(NO_TENANT)?;
        let after = change(&before)?;
        let mistakes = mistakes(&mut tx, actor.tenant(), &after).await?;
        if !mistakes.is_empty() {
            return Err(Error::Fields(mistakes));
        }
        if before == after {
            return Ok(after);
        }
        store::tenants::save_settings(&mut tx, actor.tenant(), &after).await?;
        if !after.allow_impersonation {
            self.0.impersonations().end_all(&mut tx, actor).await?;
        }
        let change =
            Change { description: "Update tenant settings", before: Some(&before), after: Some(&after), secrets: &[] };
        self.0.record(&mut tx, actor, &change).await?;
        tx.commit().await?;
        self.0.limits().know(actor.tenant(), &after);
        Ok(after)
    }
}

const NO_TENANT: Error = Error::NotFound("The tenant does not exist.");

impl Directory {
    /// The settings of a tenant, for whoever comes to its hosted pages.
    ///
    /// # Errors
    /// `NotFound` when there is no such tenant.
    pub async fn tenant_settings(&self, tenant: &str) -> Result<TenantSettings> {
        let mut conn = self.db().read().await?;
        store::tenants::settings(&mut conn, tenant).await?.ok_or(NO_TENANT)
    }
}

/// Everything that is wrong, so that a form can show it at once.
async fn mistakes(conn: &mut Conn, tenant: &str, settings: &TenantSettings) -> Result<Vec<FieldMistake>> {
    let mut found = Vec::new();
    let mut tell = |field: &str, message: String| found.push(FieldMistake { field: field.to_owned(), message });
    let length = settings.friendly_name.chars().count();
    if settings.friendly_name.trim().is_empty() || length > NAME || settings.friendly_name.contains('\0') {
        tell("friendly_name", format!("1 to {NAME} characters, {length} given"));
    }
    for (field, address) in [("picture_url", &settings.picture_url), ("support_url", &settings.support_url)] {
        if let Err(message) = check_address(address) {
            tell(field, message);
        }
    }
    for (field, color) in [("primary_color", &settings.primary_color), ("page_background", &settings.page_background)] {
        if !color.is_empty() && !is_color(color) {
            tell(field, "A colour has the form #1f6feb".to_owned());
        }
    }
    if settings.allowed_logout_urls.len() > ADDRESSES {
        tell("allowed_logout_urls", format!("At most {ADDRESSES} addresses"));
    }
    for url in settings.allowed_logout_urls.iter().take(ADDRESSES) {
        if url.chars().count() > ADDRESS {
            tell("allowed_logout_urls", format!("At most {ADDRESS} characters an address"));
        } else if let Err(mistake) = redirect_uri::check_logout(url) {
            tell("allowed_logout_urls", format!("{url}: {mistake}"));
        }
    }
    let lifetimes =
        [("session_lifetime", settings.session_lifetime), ("idle_session_lifetime", settings.idle_session_lifetime)];
    for (field, hours) in lifetimes {
        if !HOURS.contains(&hours) {
            tell(field, format!("{} to {} hours", HOURS.start(), HOURS.end()));
        }
    }
    if settings.idle_session_lifetime > settings.session_lifetime {
        tell("idle_session_lifetime", "Not longer than the session itself".to_owned());
    }
    if !(0..=RETENTION).contains(&settings.log_retention_days) {
        tell("log_retention_days", format!("1 to {RETENTION} days, or 0 to keep events for ever"));
    }
    let limits = [
        ("management_api_limit", settings.management_api_limit),
        ("authentication_api_limit", settings.authentication_api_limit),
    ];
    for (field, limit) in limits {
        if limit != 0 && !REQUESTS.contains(&limit) {
            tell(field, format!("{} to {} requests a minute, or 0 for no limit", REQUESTS.start(), REQUESTS.end()));
        }
    }
    if !exists(conn, tenant, &settings.default_directory, Named::Connection).await? {
        tell("default_directory", "There is no such connection".to_owned());
    }
    if !exists(conn, tenant, &settings.default_audience, Named::Api).await? {
        tell("default_audience", "There is no such API".to_owned());
    }
    Ok(found)
}

enum Named {
    Connection,
    Api,
}

/// Whether nothing is named, or something that there is.
async fn exists(conn: &mut Conn, tenant: &str, name: &str, kind: Named) -> Result<bool> {
    if name.is_empty() {
        return Ok(true);
    }
    if name.contains('\0') {
        return Ok(false);
    }
    Ok(match kind {
        Named::Connection => store::connections::find(conn, tenant, name).await?.is_some(),
        Named::Api => store::resource_servers::find_by_identifier(conn, tenant, name).await?.is_some(),
    })
}

fn check_address(address: &str) -> std::result::Result<(), String> {
    if address.is_empty() {
        return Ok(());
    }
    if address.chars().count() > ADDRESS {
        return Err(format!("At most {ADDRESS} characters"));
    }
    redirect_uri::check_web_address(address).map_err(|mistake| mistake.to_string())
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
