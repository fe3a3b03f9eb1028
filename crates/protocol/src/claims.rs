//! What tokens and /userinfo say.

mod access_token;
mod id_token;
mod logout_token;
mod profile;

pub use access_token::{AccessToken, machine_subject};
pub use id_token::{IdToken, hash_of};
pub use logout_token::LogoutToken;
pub use profile::{CLAIMS, SCOPES, profile};
