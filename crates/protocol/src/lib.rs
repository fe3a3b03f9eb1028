//! OAuth 2 and OpenID Connect as data and rules: what may be asked, what is answered, and how tokens are made.
//!
//! No I/O, and no clock: whoever calls says what time it is, in seconds since 1970 as JWTs count. Chance is passed in
//! too, but for what cryptography draws for itself (new keys, ECDSA's nonces, RSA's blinding).

pub mod authorize;
pub mod claims;
pub mod client_assertion;
pub mod discovery;
pub mod error;
pub mod jwt;
pub mod keys;
mod parameters;
pub mod pkce;
pub mod redirect_uri;
pub mod response;
pub mod rotation;
pub mod scope;

pub use authorize::AuthorizationRequest;
pub use error::OAuthError;
pub use parameters::Parameters;
pub use scope::Scope;
