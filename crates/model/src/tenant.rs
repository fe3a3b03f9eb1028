//! A tenant's settings.

use serde::{Deserialize, Serialize};

/// What an administrator sets for a tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantSettings {
    /// What users see at login.
    pub friendly_name: String,
    /// URL of a picture, https; empty for none.
    pub picture_url: String,
    /// Where users find help; empty for none.
    pub support_url: String,
    /// Colour of buttons and links on hosted pages, `#rrggbb`; empty for Roster's own.
    pub primary_color: String,
    /// Background of hosted pages, `#rrggbb`; empty for Roster's own.
    pub page_background: String,
    /// Where users may return to after a logout that names no application.
    pub allowed_logout_urls: Vec<String>,
    /// The connection of the password grant.
    pub default_directory: String,
    /// The API whose tokens are given where none is asked for; empty for none.
    pub default_audience: String,
    /// Hours after which a user logs in again, however active.
    pub session_lifetime: i64,
    /// Hours without a login at any application after which a user logs in again.
    pub idle_session_lifetime: i64,
    /// Days after which events of the log are deleted; 0 for never.
    pub log_retention_days: i64,
    /// Whether administrators who were given the permission may sign in as users.
    pub allow_impersonation: bool,
    /// Requests a minute of one application at the Management API; 0 for no limit.
    pub management_api_limit: i64,
    /// Requests a minute of one address, and of one application that keeps a secret, at the Authentication API; 0 for no
    /// limit.
    pub authentication_api_limit: i64,
}

impl Default for TenantSettings {
    /// Sessions of 7 days in all, 3 days idle, as at Auth0. Events for 30 days.
    fn default() -> Self {
        Self {
            friendly_name: String::new(),
            picture_url: String::new(),
            support_url: String::new(),
            primary_color: String::new(),
            page_background: String::new(),
            allowed_logout_urls: Vec::new(),
            default_directory: "Username-Password-Authentication".to_owned(),
            default_audience: String::new(),
            session_lifetime: 168,
            idle_session_lifetime: 72,
            log_retention_days: 30,
            allow_impersonation: false,
            management_api_limit: 60_000,
            authentication_api_limit: 120_000,
        }
    }
}

/// New settings, and those that the form began from: a change that somebody else made meanwhile is not lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TenantEdit {
    /// The settings when the form was opened.
    pub base: TenantSettings,
    /// The settings that shall be.
    pub settings: TenantSettings,
}
