//! What an API may be.

use std::collections::HashSet;

use model::{ResourceServer, ResourceServerPatch, ResourceServerScope};

use super::lookup::is_identifier;
use crate::clients::check::{name, range};
use crate::{Error, Result};

/// The longest name, in characters.
const NAME: usize = 200;
/// The most scopes (N-103).
const SCOPES: usize = 1_000;
/// The longest scope and its description, in characters.
const SCOPE: usize = 280;
const DESCRIPTION: usize = 500;
/// Access tokens: 30 days, in seconds, as at Auth0.
const TOKEN: i64 = 2_592_000;

/// What OpenID Connect means by these is not an API's to say.
const RESERVED: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];

/// A new API.
///
/// # Errors
/// `Field` for the first mistake.
pub(super) fn made(mut api: ResourceServer, mut patch: ResourceServerPatch) -> Result<ResourceServer> {
    api.identifier = patch.identifier.take().unwrap_or_default().trim().to_owned();
    if !is_identifier(&api.identifier) {
        let message =
            "An identifier is 1 to 600 characters without white space, for instance https://orders.example.com/";
        return Err(Error::field("identifier", message));
    }
    apply(api, patch)
}

/// An API that exists, with what is asked.
///
/// # Errors
/// `Field` for the first mistake, `Invalid` for what cannot be changed of the Management API.
pub(super) fn changed(api: ResourceServer, patch: ResourceServerPatch) -> Result<ResourceServer> {
    if patch.identifier.as_ref().is_some_and(|identifier| *identifier != api.identifier) {
        return Err(Error::field(
            "identifier",
            "The identifier cannot be changed: it is in every token. Make another API",
        ));
    }
    let before = api.clone();
    let after = apply(api, patch)?;
    let own = |api: &ResourceServer| {
        let rules = (api.allow_offline_access, api.enforce_policies, api.token_dialect);
        (api.name.clone(), api.scopes.clone(), rules)
    };
    if before.is_system && own(&after) != own(&before) {
        let message = "Name, scopes, offline access, policies and token dialect of the Management API are Roster's own and \
            cannot be changed";
        return Err(Error::Invalid(message.to_owned()));
    }
    Ok(after)
}

fn apply(mut api: ResourceServer, patch: ResourceServerPatch) -> Result<ResourceServer> {
    if let Some(text) = patch.name {
        api.name = text.trim().to_owned();
    }
    if let Some(given) = patch.scopes {
        api.scopes = scopes(given)?;
    }
    let skips = patch.skip_consent_for_verifiable_first_party_clients;
    api.token_lifetime = patch.token_lifetime.unwrap_or(api.token_lifetime);
    // What was not asked for follows what was.
    let lifetime_for_web = api.token_lifetime_for_web.min(api.token_lifetime);
    api.token_lifetime_for_web = patch.token_lifetime_for_web.unwrap_or(lifetime_for_web);
    api.allow_offline_access = patch.allow_offline_access.unwrap_or(api.allow_offline_access);
    api.signing_alg = patch.signing_alg.unwrap_or(api.signing_alg);
    api.skip_consent_for_verifiable_first_party_clients =
        skips.unwrap_or(api.skip_consent_for_verifiable_first_party_clients);
    api.enforce_policies = patch.enforce_policies.unwrap_or(api.enforce_policies);
    api.token_dialect = patch.token_dialect.unwrap_or(api.token_dialect);
    name("name", &api.name, NAME)?;
    range("token_lifetime", "token_lifetime", api.token_lifetime, 1, TOKEN)?;
    range("token_lifetime_for_web", "token_lifetime_for_web", api.token_lifetime_for_web, 1, api.token_lifetime)?;
    Ok(api)
}

fn scopes(given: Vec<ResourceServerScope>) -> Result<Vec<ResourceServerScope>> {
    let wrong = |message: String| Err(Error::field("scopes", message));
    if given.len() > SCOPES {
        return wrong(format!("At most {SCOPES} scopes, {} given", given.len()));
    }
    let mut seen = HashSet::new();
    let mut scopes = Vec::with_capacity(given.len());
    for scope in given {
        let scope = ResourceServerScope {
            value: scope.value.trim().to_owned(),
            description: scope.description.trim().to_owned(),
        };
        check_scope(&scope)?;
        if !seen.insert(scope.value.clone()) {
            return wrong(format!("{:?} stands twice", scope.value));
        }
        scopes.push(scope);
    }
    Ok(scopes)
}

fn check_scope(scope: &ResourceServerScope) -> Result<()> {
    let wrong = |message: String| Err(Error::field("scopes", message));
    let length = scope.value.chars().count();
    if !(1..=SCOPE).contains(&length) {
        return wrong(format!("A scope is 1 to {SCOPE} characters, {length} given"));
    }
    // RFC 6749 §3.3
    if let Some(bad) = scope.value.chars().find(|c| !c.is_ascii_graphic() || "\"\\".contains(*c)) {
        return wrong(format!("The character {bad:?} is not allowed in a scope"));
    }
    if RESERVED.contains(&scope.value.as_str()) {
        return wrong(format!("{:?} is a scope of OpenID Connect; an API needs one of its own", scope.value));
    }
    let length = scope.description.chars().count();
    if length > DESCRIPTION {
        return wrong(format!("A description is at most {DESCRIPTION} characters, {length} given"));
    }
    if scope.description.chars().any(char::is_control) {
        return wrong(format!("{:?}: a control character is not allowed in a description", scope.value));
    }
    Ok(())
}
