//! The API that Roster itself is: Auth0's Management API, which machine applications are granted scopes of.

use model::{ResourceServer, ResourceServerScope, TenantSettings};
use store::Conn;

use crate::{Directory, Error, Result};

/// Its name at Auth0, by which deploy tools know it.
pub(crate) const NAME: &str = "Auth0 Management API";

/// Every scope that Auth0 documents, so that what was written for it is granted what it asks for; `impersonate:users`
/// is ours.
const SCOPES: &str = "read:actions create:actions update:actions delete:actions read:agents create:agents update:agents delete:agents \
    read:anomaly_blocks delete:anomaly_blocks read:attack_protection update:attack_protection \
    read:authentication_methods create:authentication_methods update:authentication_methods \
    delete:authentication_methods read:branding update:branding delete:branding read:client_credentials \
    create:client_credentials update:client_credentials delete:client_credentials read:client_grants \
    create:client_grants update:client_grants delete:client_grants read:client_keys update:client_keys \
    read:client_summary update:client_token_vault_privileged_access read:clients create:clients update:clients \
    delete:clients read:connection_profiles create:connection_profiles update:connection_profiles \
    delete:connection_profiles read:connections create:connections update:connections delete:connections \
    read:connections_keys create:connections_keys update:connections_keys read:current_user delete:current_user \
    create:current_user_device_credentials delete:current_user_device_credentials update:current_user_identities \
    update:current_user_metadata read:custom_domains create:custom_domains update:custom_domains delete:custom_domains \
    read:custom_signing_keys create:custom_signing_keys update:custom_signing_keys delete:custom_signing_keys \
    read:device_credentials delete:device_credentials read:directory_provisionings create:directory_provisionings \
    update:directory_provisionings delete:directory_provisionings read:email_provider create:email_provider \
    update:email_provider delete:email_provider read:email_templates create:email_templates update:email_templates \
    read:encryption_keys create:encryption_keys update:encryption_keys delete:encryption_keys read:event_deliveries \
    update:event_deliveries read:event_streams create:event_streams update:event_streams delete:event_streams \
    read:events read:experimentation create:experimentation update:experimentation delete:experimentation \
    read:federated_connections_tokens delete:federated_connections_tokens read:flows create:flows update:flows \
    delete:flows read:flows_executions delete:flows_executions read:flows_vault_connections \
    create:flows_vault_connections update:flows_vault_connections delete:flows_vault_connections read:forms \
    create:forms update:forms delete:forms read:grants delete:grants read:group_members read:group_roles \
    create:group_roles delete:group_roles read:groups delete:groups create:guardian_enrollment_tickets \
    read:guardian_enrollments delete:guardian_enrollments read:guardian_factors update:guardian_factors read:hooks \
    create:hooks update:hooks delete:hooks impersonate:users read:log_streams create:log_streams update:log_streams delete:log_streams \
    read:logs read:logs_users read:mfa_policies update:mfa_policies read:network_acl_keys create:network_acl_keys \
    delete:network_acl_keys read:network_acls create:network_acls update:network_acls delete:network_acls \
    read:organization_client_grants create:organization_client_grants delete:organization_client_grants \
    read:organization_clients create:organization_clients update:organization_clients delete:organization_clients \
    read:organization_connections create:organization_connections update:organization_connections \
    delete:organization_connections read:organization_discovery_domains create:organization_discovery_domains \
    update:organization_discovery_domains delete:organization_discovery_domains read:organization_group_roles \
    create:organization_group_roles delete:organization_group_roles read:organization_groups \
    read:organization_invitations create:organization_invitations delete:organization_invitations \
    read:organization_member_effective_roles read:organization_member_role_source_groups \
    read:organization_member_roles create:organization_member_roles delete:organization_member_roles \
    read:organization_members create:organization_members delete:organization_members read:organizations \
    create:organizations update:organizations delete:organizations read:organizations_summary read:phone_providers \
    create:phone_providers update:phone_providers delete:phone_providers read:phone_templates create:phone_templates \
    update:phone_templates delete:phone_templates read:prompts update:prompts read:rate_limit_policies \
    create:rate_limit_policies update:rate_limit_policies delete:rate_limit_policies read:refresh_tokens \
    update:refresh_tokens delete:refresh_tokens read:resource_servers create:resource_servers update:resource_servers \
    delete:resource_servers read:role_members create:role_members delete:role_members read:roles create:roles \
    update:roles delete:roles read:rules create:rules update:rules delete:rules read:rules_configs \
    update:rules_configs delete:rules_configs read:scim_config create:scim_config update:scim_config \
    delete:scim_config read:scim_token create:scim_token delete:scim_token read:self_service_profile_custom_texts \
    update:self_service_profile_custom_texts read:self_service_profiles create:self_service_profiles \
    update:self_service_profiles delete:self_service_profiles read:sessions update:sessions delete:sessions \
    read:signing_keys create:signing_keys update:signing_keys create:sso_access_tickets delete:sso_access_tickets \
    read:stats read:tenant_settings update:tenant_settings read:token_exchange_profiles create:token_exchange_profiles \
    update:token_exchange_profiles delete:token_exchange_profiles read:user_attribute_profiles \
    create:user_attribute_profiles update:user_attribute_profiles delete:user_attribute_profiles \
    read:user_credentials create:user_credentials read:user_effective_permissions read:user_effective_roles read:user_idp_tokens read:user_permission_source_roles \
    read:user_role_source_groups create:user_tickets read:users create:users update:users delete:users \
    read:users_app_metadata create:users_app_metadata update:users_app_metadata delete:users_app_metadata \
    read:vdcs_templates create:vdcs_templates update:vdcs_templates delete:vdcs_templates";

/// Sees to it that the API is there, with the scopes that this version knows. One that is there keeps its identifier: a
/// command line may not know the server's address (see [`Directory::follow_issuer`]).
pub(crate) async fn make(directory: &Directory, conn: &mut Conn, tenant: &str) -> Result<()> {
    let identifier = identifier(directory, tenant);
    let Some(mut api) = store::resource_servers::find_system(conn, tenant).await? else {
        let api = ResourceServer {
            id: directory.random().object_id(),
            name: NAME.to_owned(),
            identifier,
            scopes: scopes(),
            is_system: true,
            created_at: directory.now(),
            ..ResourceServer::default()
        };
        store::resource_servers::insert(conn, tenant, &api).await?;
        return Ok(());
    };
    if api.scopes != scopes() {
        api.scopes = scopes();
        store::resource_servers::save(conn, tenant, &api).await?;
    }
    Ok(())
}

/// Whether [`make`] has nothing to do.
pub(crate) async fn is_current(conn: &mut Conn, tenant: &str) -> Result<bool> {
    Ok(store::resource_servers::find_system(conn, tenant).await?.is_some_and(|api| api.scopes == scopes()))
}

impl Directory {
    /// Gives the Management API the identifier that belongs to the issuer, together with what was granted there: a server
    /// that is reached at another address than before is another issuer. Tokens that were given before are not good any
    /// more, as their issuer is not.
    ///
    /// # Errors
    /// `Exists` when another API has that identifier.
    pub async fn follow_issuer(&self, tenant: &str) -> Result<()> {
        let identifier = identifier(self, tenant);
        let mut tx = self.db().begin().await?;
        let Some(api) = store::resource_servers::find_system(&mut tx, tenant).await? else { return Ok(()) };
        if api.identifier == identifier {
            return Ok(());
        }
        if store::resource_servers::find_by_identifier(&mut tx, tenant, &identifier).await?.is_some() {
            let message =
                format!("an API has the identifier {identifier}, which is the Management API's: delete that API");
            return Err(Error::Exists { field: "identifier", message });
        }
        store::resource_servers::move_system(&mut tx, tenant, &api, &identifier).await?;
        if let Some(settings) = store::tenants::settings(&mut tx, tenant).await?
            && settings.default_audience == api.identifier
        {
            let settings = TenantSettings { default_audience: identifier, ..settings };
            store::tenants::save_settings(&mut tx, tenant, &settings).await?;
        }
        Ok(tx.commit().await?)
    }
}

impl Directory {
    /// The public address that the server was last started with, for commands that work beside it: links in mails lead
    /// there. None before its first start.
    ///
    /// # Errors
    /// The database's.
    pub async fn last_base_url(db: &store::Db) -> Result<Option<String>> {
        let mut conn = db.read().await?;
        let api = store::resource_servers::find_system(&mut conn, crate::DEFAULT_TENANT).await?;
        Ok(api.and_then(|api| api.identifier.strip_suffix("/api/v2/").map(str::to_owned)))
    }
}

/// The audience of tokens for it.
pub(crate) fn identifier(directory: &Directory, tenant: &str) -> String {
    format!("{}api/v2/", directory.issuer(tenant))
}

fn scopes() -> Vec<ResourceServerScope> {
    let scope = |value: &str| {
        let (verb, noun) = value.split_once(':').unwrap_or((value, ""));
        let description = format!("{}{} {}", verb[..1].to_uppercase(), &verb[1..], noun.replace('_', " "));
        ResourceServerScope { value: value.to_owned(), description }
    };
    SCOPES.split(' ').map(scope).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_a_verb_and_a_noun_once() {
        let mut values: Vec<_> = scopes().into_iter().map(|scope| scope.value).collect();
        assert!(values.iter().all(|value| value.split_once(':').is_some_and(|(verb, noun)| {
            ["create", "read", "update", "delete", "impersonate"].contains(&verb)
                && !noun.is_empty()
                && !noun.contains(char::is_whitespace)
        })));
        let count = values.len();
        values.sort_unstable();
        values.dedup();
        assert_eq!((values.len(), scopes()[0].description.as_str()), (count, "Read actions"));
    }
}
