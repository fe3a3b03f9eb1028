//! The user's profile, by scope (OpenID Connect Core §5.4).

use model::{JsonObject, UserProfile};
use serde_json::{Value, json};

use crate::Scope;

/// Scopes that mean something to Roster itself. Beside those of OpenID Connect, one for each claim, as at Auth0.
pub const SCOPES: [&str; 13] = [
    "openid",
    "profile",
    "offline_access",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "email",
    "email_verified",
    "picture",
    "created_at",
    "identities",
    "phone",
];

/// Every claim of an ID token or of /userinfo.
pub const CLAIMS: [&str; 20] = [
    "aud",
    "auth_time",
    "created_at",
    "email",
    "email_verified",
    "exp",
    "family_name",
    "given_name",
    "iat",
    "identities",
    "iss",
    "name",
    "nickname",
    "nonce",
    "phone_number",
    "phone_number_verified",
    "picture",
    "sid",
    "sub",
    "updated_at",
];

/// `sub`, and what `scope` allows to know of the user. What the user does not have is left out.
pub fn profile(user: &UserProfile, scope: &Scope) -> JsonObject {
    let mut claims = JsonObject::new();
    claims.insert("sub".to_owned(), json!(user.user_id));
    for (name, scopes, value) in values(user) {
        if scopes.iter().any(|one| scope.contains(one)) && !value.is_null() {
            claims.insert(name.to_owned(), value);
        }
    }
    claims
}

/// Each claim, the scopes that allow it, and its value or null. `updated_at` is a text as at Auth0, whose SDKs expect it
/// so; OpenID Connect Core §5.1 has a number.
fn values(user: &UserProfile) -> [(&'static str, &'static [&'static str], Value); 12] {
    [
        ("name", &["profile", "name"], json!(user.name)),
        ("given_name", &["profile", "given_name"], json!(user.given_name)),
        ("family_name", &["profile", "family_name"], json!(user.family_name)),
        ("nickname", &["profile", "nickname"], json!(user.nickname)),
        ("picture", &["profile", "picture"], json!(user.picture)),
        ("updated_at", &["profile"], json!(user.updated_at)),
        ("created_at", &["created_at"], json!(user.created_at)),
        ("identities", &["identities"], json!(user.identities)),
        ("email", &["email"], json!(user.email)),
        ("email_verified", &["email", "email_verified"], verified(user.email.as_ref(), user.email_verified)),
        ("phone_number", &["phone"], json!(user.phone_number)),
        ("phone_number_verified", &["phone"], verified(user.phone_number.as_ref(), user.phone_verified)),
    ]
}

/// Whoever has an address is told whether it is verified, and "not known" means no.
fn verified(address: Option<&String>, verified: Option<bool>) -> Value {
    address.map_or(Value::Null, |_| json!(verified.unwrap_or(false)))
}
