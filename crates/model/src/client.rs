//! Applications: the clients of OAuth 2, with Auth0's names.

use serde::{Deserialize, Serialize};

use crate::JsonObject;

/// The kinds of application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppType {
    /// Installed on a device; keeps no secret.
    Native,
    /// Runs in a browser; keeps no secret.
    Spa,
    /// Runs on a server and keeps a secret.
    #[default]
    RegularWeb,
    /// A program without a user.
    NonInteractive,
}

impl AppType {
    /// The kind's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Spa => "spa",
            Self::RegularWeb => "regular_web",
            Self::NonInteractive => "non_interactive",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Native, Self::Spa, Self::RegularWeb, Self::NonInteractive].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How an application shows the token endpoint who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenEndpointAuthMethod {
    /// Not at all: a public client.
    None,
    /// With its secret, in the body or in the header: real clients mix the two.
    #[default]
    ClientSecretPost,
    /// With its secret, in the body or in the header.
    ClientSecretBasic,
    /// With a signed assertion (RFC 7523), by one of `public_keys`.
    PrivateKeyJwt,
}

/// The algorithms that tokens are signed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SigningAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256, which every client reads.
    #[default]
    RS256,
    /// ECDSA on P-256.
    ES256,
    /// Ed25519.
    EdDSA,
}

/// What refresh tokens of an application do. Lifetimes are in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefreshTokenSettings {
    /// `rotating`: each use gives a new token and retires the old one; `non-rotating`.
    pub rotation_type: RotationType,
    /// Seconds in which the token retired last may be sent again, for an answer that was lost.
    pub leeway: i64,
    /// Absolute lifetime of a family of tokens.
    pub token_lifetime: i64,
    /// A family that is not used for so long has ended.
    pub idle_token_lifetime: i64,
    /// No absolute end.
    pub infinite_token_lifetime: bool,
    /// No end by disuse.
    pub infinite_idle_token_lifetime: bool,
}

/// Whether a refresh token changes with each use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RotationType {
    /// A new one each time.
    #[default]
    Rotating,
    /// The same until it expires.
    NonRotating,
}

impl Default for RefreshTokenSettings {
    /// 30 days in all, 14 days unused (S-167).
    fn default() -> Self {
        Self {
            rotation_type: RotationType::Rotating,
            leeway: 10,
            token_lifetime: 2_592_000,
            idle_token_lifetime: 1_209_600,
            infinite_token_lifetime: false,
            infinite_idle_token_lifetime: false,
        }
    }
}

/// ID tokens of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JwtConfiguration {
    /// How long an ID token is valid.
    pub lifetime_in_seconds: i64,
    /// What it is signed with.
    pub alg: SigningAlgorithm,
}

impl Default for JwtConfiguration {
    fn default() -> Self {
        Self { lifetime_in_seconds: 36_000, alg: SigningAlgorithm::RS256 }
    }
}

/// How an application is told of logouts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OidcLogout {
    /// Where logout tokens are sent (OpenID Connect Back-Channel Logout 1.0); at most one.
    pub backchannel_logout_urls: Vec<String>,
}

/// A public key with which an application signs its assertions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientPublicKey {
    /// What the administrator calls it.
    pub name: String,
    /// SubjectPublicKeyInfo, PEM.
    pub pem: String,
    /// `RS256`, `PS256`, `ES256` or `EdDSA`.
    pub alg: String,
    /// What the application calls it; assertions may say another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// When it was registered; not known of older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Timestamp>,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<crate::Timestamp>,
    /// From then on nothing that it signed is believed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<crate::Timestamp>,
    /// Whether it is registered but not to be believed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_unused: bool,
}

impl ClientPublicKey {
    /// Whether what it signed is believed at that time.
    pub fn is_good_at(&self, now: crate::Timestamp) -> bool {
        !self.is_unused && self.expires_at.is_none_or(|end| now < end)
    }
}

/// An application, without its secret.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Client {
    /// 32 letters and digits.
    pub client_id: String,
    /// What users see at login.
    pub name: String,
    /// For administrators.
    pub description: String,
    /// URL of a picture, https; empty for none.
    pub logo_uri: String,
    /// The kind.
    pub app_type: AppType,
    /// Whether it is the tenant's own; consent is skipped for these.
    pub is_first_party: bool,
    /// Where /authorize may answer to, byte for byte.
    pub callbacks: Vec<String>,
    /// Where /v2/logout and /oidc/logout may return to.
    pub allowed_logout_urls: Vec<String>,
    /// How it is told of logouts.
    pub oidc_logout: OidcLogout,
    /// Origins that may ask for silent authentication in a frame (`web_message`).
    pub web_origins: Vec<String>,
    /// Origins that may call the authentication API from a browser, beside the callbacks' and `web_origins`.
    pub allowed_origins: Vec<String>,
    /// Where the application begins a login of its own (OpenID Connect Core §4).
    pub initiate_login_uri: String,
    /// OAuth 2 `grant_type` values; `implicit` for tokens from /authorize.
    pub grant_types: Vec<String>,
    /// How the application authenticates at the token endpoint.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// Keys for `private_key_jwt`.
    pub public_keys: Vec<ClientPublicKey>,
    /// ID tokens.
    pub jwt_configuration: JwtConfiguration,
    /// Refresh tokens.
    pub refresh_token: RefreshTokenSettings,
    /// PKCE may be left out; for a confidential client alone, and against today's advice (RFC 9700 §2.1.1).
    pub allows_missing_pkce: bool,
    /// `/userinfo?access_token=` is answered; against today's advice (RFC 9700 §4.3.2).
    pub allows_token_in_query: bool,
    /// At most 10 keys; values are at most 255 characters.
    pub client_metadata: JsonObject,
    /// When it was made.
    pub created_at: crate::Timestamp,
}

impl Client {
    /// A first-party application with what its kind has at first, and no name yet.
    pub fn of_kind(app_type: AppType) -> Self {
        Self {
            app_type,
            is_first_party: true,
            grant_types: Self::default_grants(app_type),
            token_endpoint_auth_method: Self::default_auth_method(app_type),
            ..Self::default()
        }
    }

    /// The grants that an application of that kind has at first.
    pub fn default_grants(app_type: AppType) -> Vec<String> {
        let grants: &[&str] = match app_type {
            AppType::Native | AppType::Spa | AppType::RegularWeb => &["authorization_code", "refresh_token"],
            AppType::NonInteractive => &["client_credentials"],
        };
        grants.iter().map(|grant| (*grant).to_owned()).collect()
    }

    /// How an application of that kind authenticates at first.
    pub fn default_auth_method(app_type: AppType) -> TokenEndpointAuthMethod {
        match app_type {
            AppType::Native | AppType::Spa => TokenEndpointAuthMethod::None,
            AppType::RegularWeb | AppType::NonInteractive => TokenEndpointAuthMethod::ClientSecretPost,
        }
    }

    /// Whether the application cannot keep a secret.
    pub fn is_public(&self) -> bool {
        self.token_endpoint_auth_method == TokenEndpointAuthMethod::None
    }

    /// Where it is told of logouts, if it wants to be.
    pub fn backchannel_logout_url(&self) -> Option<&str> {
        self.oidc_logout.backchannel_logout_urls.first().map(String::as_str)
    }

    /// Whether `grant` is switched on.
    pub fn has_grant(&self, grant: &str) -> bool {
        self.grant_types.iter().any(|has| has == grant)
    }
}

/// An application and its new secret, which is shown this once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreatedClient {
    /// The application.
    pub client: Client,
    /// None for one that keeps no secret.
    pub client_secret: Option<String>,
}

/// A scope of an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceServerScope {
    /// For instance `read:orders`.
    pub value: String,
    /// For administrators and consent.
    #[serde(default)]
    pub description: String,
}

/// An API: whoever takes access tokens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceServer {
    /// 24 hex digits.
    pub id: String,
    /// For administrators and consent.
    pub name: String,
    /// The `audience`; it cannot change.
    pub identifier: String,
    /// What can be allowed.
    pub scopes: Vec<ResourceServerScope>,
    /// Lifetime of access tokens in seconds.
    pub token_lifetime: i64,
    /// Lifetime of access tokens that browsers get from /authorize, in seconds.
    pub token_lifetime_for_web: i64,
    /// Whether refresh tokens may be asked for.
    pub allow_offline_access: bool,
    /// What access tokens are signed with.
    pub signing_alg: SigningAlgorithm,
    /// Whether the tenant's own applications need no consent.
    pub skip_consent_for_verifiable_first_party_clients: bool,
    /// Whether users get those scopes alone that they have by a role or by themselves.
    pub enforce_policies: bool,
    /// What access tokens are like.
    pub token_dialect: crate::TokenDialect,
    /// Made by Roster; it cannot be deleted.
    pub is_system: bool,
    /// When it was made.
    pub created_at: crate::Timestamp,
}

impl Default for ResourceServer {
    fn default() -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            identifier: String::new(),
            scopes: Vec::new(),
            token_lifetime: 86_400,
            token_lifetime_for_web: 7_200,
            allow_offline_access: false,
            signing_alg: SigningAlgorithm::RS256,
            skip_consent_for_verifiable_first_party_clients: true,
            enforce_policies: false,
            token_dialect: crate::TokenDialect::default(),
            is_system: false,
            created_at: crate::Timestamp(0),
        }
    }
}

/// What a machine application may do at an API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientGrant {
    /// `cgr_` and 16 letters and digits.
    pub id: String,
    /// The application.
    pub client_id: String,
    /// The API's identifier.
    pub audience: String,
    /// Scopes of that API.
    pub scope: Vec<String>,
}
