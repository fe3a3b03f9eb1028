//! What OAuth 2 and OpenID Connect say, held against what was built. S- and N-numbers are those of Roster's security
//! goals: rules of the standards, and attacks that worked elsewhere.
#![expect(clippy::unwrap_used, reason = "an unwrap in a test is the test failing")]

mod authorize;
mod claims;
mod client_assertion;
mod discovery;
mod error;
mod forging;
mod jwt;
mod keys;
mod parameters;
mod pkce;
mod redirect_uri;
mod registration;
mod response;
mod scope;
