//! What an administrator asks of applications, APIs and client grants.

use serde::{Deserialize, Serialize};

use crate::{
    AppType, Client, ClientPublicKey, JsonObject, JwtConfiguration, OidcLogout, RefreshTokenSettings, ResourceServer,
    ResourceServerScope, SigningAlgorithm, TokenDialect, TokenEndpointAuthMethod,
};

/// What an application is to be. Of a new one a name must be given; what is left out is as its kind has it at first. Of
/// one that exists, what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each is the field of that name of `Client`")]
pub struct ClientPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_type: Option<AppType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_first_party: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callbacks: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_logout_urls: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_logout: Option<OidcLogout>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_origins: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_origins: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_method: Option<TokenEndpointAuthMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_keys: Option<Vec<ClientPublicKey>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwt_configuration: Option<JwtConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<RefreshTokenSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allows_missing_pkce: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allows_token_in_query: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_metadata: Option<JsonObject>,
}

/// One page of applications, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClientPage {
    /// The applications.
    pub clients: Vec<Client>,
    /// Send this as `after` of the next page; none when this is the last.
    pub next: Option<String>,
}

/// Which applications a program asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientFilter {
    /// The one that stands for all applications, or the others; all of them where nothing is said.
    pub is_global: Option<bool>,
    /// The tenant's own, or the others.
    pub is_first_party: Option<bool>,
    /// Of one of these kinds; of any kind where none is named.
    pub app_types: Vec<AppType>,
}

/// What an API is to be. Of a new one name and identifier must be given; of one that exists, what is left out stays, and
/// the identifier cannot be changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each is the field of that name of `ResourceServer`")]
pub struct ResourceServerPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<ResourceServerScope>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_lifetime: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_lifetime_for_web: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_offline_access: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_alg: Option<SigningAlgorithm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_consent_for_verifiable_first_party_clients: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforce_policies: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_dialect: Option<TokenDialect>,
}

/// One page of APIs, by identifier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceServerPage {
    /// The APIs.
    pub resource_servers: Vec<ResourceServer>,
    /// Send this as `after` of the next page; none when this is the last.
    pub next: Option<String>,
}

/// Which client grants: of an application, at an API, or the one of both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientGrantQuery {
    /// Of the application of that id.
    pub client_id: Option<String>,
    /// At the API of that identifier.
    pub audience: Option<String>,
}
