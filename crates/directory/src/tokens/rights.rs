//! What a user may do at an API by its own rules: roles, and permissions without a role.

use model::{Client, ResourceServer};
use protocol::Scope;
use protocol::claims::SCOPES;
use store::authorizations::Authorization;

use crate::authorizations::Details;
use crate::{Directory, Impersonated, Result};

/// What tokens are given for, now.
pub(crate) struct Granted {
    /// Of what was authorized, what the user may have.
    pub(crate) scope: Scope,
    /// All that they may do at the API, whatever was asked for, where its tokens say so; of a third party's application what
    /// it asked for.
    pub(crate) permissions: Option<Vec<String>>,
}

impl Directory {
    /// What is given of `scope`, which was authorized. It is asked anew whenever tokens are made, so that what was taken from
    /// a user is in no token that is made afterwards.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn granted(
        &self,
        tenant: &str,
        client: &Client,
        authorization: &Authorization,
        api: Option<&ResourceServer>,
        scope: Scope,
    ) -> Result<Granted> {
        let Some(api) = api.filter(|api| api.enforce_policies || api.token_dialect.has_permissions()) else {
            return Ok(Granted { scope, permissions: None });
        };
        let mut conn = self.db().read().await?;
        let held = store::permissions::at_api(&mut conn, tenant, &authorization.user_id, &api.id).await?;
        drop(conn);
        let mut held: Vec<String> = held.into_iter().filter(|name| has(api, name)).collect();
        let scope = if api.enforce_policies { narrowed(&scope, api, &held) } else { scope };
        if !client.is_first_party {
            // Of what it did not ask for, the user did not allow it anything.
            held.retain(|name| scope.contains(name));
        }
        let impersonation = Details::of(authorization)?.impersonation;
        let permissions =
            api.token_dialect.has_permissions().then(|| allowed_permissions(held, impersonation.as_ref()));
        Ok(Granted { scope, permissions })
    }
}

/// What the user has of the API's scopes, and what is none of the API's: their own profile, and staying logged in.
fn narrowed(scope: &Scope, api: &ResourceServer, held: &[String]) -> Scope {
    let is_allowed = |name: &&str| match has(api, name) {
        true => held.iter().any(|held| held == name),
        // Not whatever is no scope of the API: it may have been one when it was authorized.
        false => SCOPES.contains(name) || *name == "address",
    };
    scope.iter().filter(is_allowed).collect()
}

/// An administrator in the user's place may do no more than their impersonation lets them.
fn allowed_permissions(held: Vec<String>, impersonation: Option<&Impersonated>) -> Vec<String> {
    let Some(impersonation) = impersonation else { return held };
    impersonation.allowed(&held.iter().collect()).iter().map(str::to_owned).collect()
}

fn has(api: &ResourceServer, name: &str) -> bool {
    api.scopes.iter().any(|scope| scope.value == name)
}

#[cfg(test)]
mod tests {
    use model::ResourceServerScope;

    use super::*;

    #[test]
    fn only_what_is_held_is_left_and_what_is_no_matter_of_the_api() {
        let scope = |value: &str| ResourceServerScope { value: value.to_owned(), description: String::new() };
        let api = ResourceServer { scopes: vec![scope("read"), scope("write"), scope("name")], ..Default::default() };
        let asked = Scope::parse("openid read write name email offline_access address gone").unwrap();
        let of = |held: &[&str]| {
            let held: Vec<String> = held.iter().map(|name| (*name).to_owned()).collect();
            narrowed(&asked, &api, &held).to_string()
        };
        assert_eq!(of(&[]), "openid email offline_access address");
        assert_eq!(of(&["read", "other", "gone"]), "openid read email offline_access address");
        assert_eq!(of(&["name"]), "openid name email offline_access address");
    }
}
