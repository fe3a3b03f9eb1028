//! What may or may not be done.

use model::Role;

/// One thing that may or may not be done, named as Auth0's Management API scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `read:users`
    ReadUsers,
    /// `create:users`
    CreateUsers,
    /// `update:users`
    UpdateUsers,
    /// `delete:users`
    DeleteUsers,
    /// `read:connections`
    ReadConnections,
    /// `create:connections`
    CreateConnections,
    /// `update:connections`
    UpdateConnections,
    /// `delete:connections`
    DeleteConnections,
    /// `read:email_provider`
    ReadEmailProvider,
    /// `update:email_provider`
    UpdateEmailProvider,
    /// `read:email_templates`
    ReadEmailTemplates,
    /// `update:email_templates`
    UpdateEmailTemplates,
    /// `read:logs`
    ReadLogs,
    /// `read:mails`. Auth0 has no scope for it: it keeps no mails.
    ReadMails,
    /// `read:sessions`
    ReadSessions,
    /// `delete:sessions`
    DeleteSessions,
    /// `read:grants`
    ReadGrants,
    /// `delete:grants`
    DeleteGrants,
    /// `read:signing_keys`
    ReadSigningKeys,
    /// `create:signing_keys`
    CreateSigningKeys,
    /// `update:signing_keys`
    UpdateSigningKeys,
    /// `read:refresh_tokens`
    ReadRefreshTokens,
    /// `delete:refresh_tokens`
    DeleteRefreshTokens,
    /// `read:tenant_settings`
    ReadTenantSettings,
    /// `update:tenant_settings`
    UpdateTenantSettings,
    /// `read:actions`
    ReadActions,
    /// `read:clients`
    ReadClients,
    /// `create:clients`
    CreateClients,
    /// `update:clients`
    UpdateClients,
    /// `delete:clients`
    DeleteClients,
    /// `update:client_keys`
    UpdateClientKeys,
    /// `read:client_keys`
    ReadClientKeys,
    /// `read:client_summary`
    ReadClientSummary,
    /// `read:client_credentials`
    ReadClientCredentials,
    /// `create:client_credentials`
    CreateClientCredentials,
    /// `update:client_credentials`
    UpdateClientCredentials,
    /// `delete:client_credentials`
    DeleteClientCredentials,
    /// `read:resource_servers`
    ReadResourceServers,
    /// `create:resource_servers`
    CreateResourceServers,
    /// `update:resource_servers`
    UpdateResourceServers,
    /// `delete:resource_servers`
    DeleteResourceServers,
    /// `read:client_grants`
    ReadClientGrants,
    /// `create:client_grants`
    CreateClientGrants,
    /// `update:client_grants`
    UpdateClientGrants,
    /// `delete:client_grants`
    DeleteClientGrants,
    /// `read:logs_users`
    ReadLogsUsers,
    /// `read:stats`
    ReadStats,
    /// `update:sessions`
    UpdateSessions,
    /// `update:refresh_tokens`
    UpdateRefreshTokens,
    /// `read:device_credentials`
    ReadDeviceCredentials,
    /// `create:current_user_device_credentials`
    CreateCurrentUserDeviceCredentials,
    /// `delete:device_credentials`
    DeleteDeviceCredentials,
    /// `read:authentication_methods`
    ReadAuthenticationMethods,
    /// `create:authentication_methods`
    CreateAuthenticationMethods,
    /// `update:authentication_methods`
    UpdateAuthenticationMethods,
    /// `delete:authentication_methods`
    DeleteAuthenticationMethods,
    /// `delete:guardian_enrollments`
    DeleteGuardianEnrollments,
    /// `read:organizations`
    ReadOrganizations,
    /// `create:email_provider`
    CreateEmailProvider,
    /// `delete:email_provider`
    DeleteEmailProvider,
    /// `create:email_templates`
    CreateEmailTemplates,
    /// `read:rules`
    ReadRules,
    /// `create:rules`
    CreateRules,
    /// `update:rules`
    UpdateRules,
    /// `delete:rules`
    DeleteRules,
    /// `read:rules_configs`
    ReadRulesConfigs,
    /// `update:rules_configs`
    UpdateRulesConfigs,
    /// `delete:rules_configs`
    DeleteRulesConfigs,
    /// `read:log_streams`
    ReadLogStreams,
    /// `create:log_streams`
    CreateLogStreams,
    /// `update:log_streams`
    UpdateLogStreams,
    /// `delete:log_streams`
    DeleteLogStreams,
    /// One of Auth0's for something that is not to be changed here, by its name.
    Named(&'static str),
    /// `create:user_tickets`
    CreateUserTickets,
    /// `read:roles`
    ReadRoles,
    /// `create:roles`
    CreateRoles,
    /// `update:roles`
    UpdateRoles,
    /// `delete:roles`
    DeleteRoles,
    /// `read:role_members`
    ReadRoleMembers,
    /// `create:role_members`
    CreateRoleMembers,
    /// `delete:role_members`
    DeleteRoleMembers,
    /// `impersonate:users`: sign in as users. No role includes it; Auth0 has no scope for it.
    ImpersonateUsers,
    /// `read:user_credentials`: export users with their password hashes. Auth0 has no scope for it.
    ReadUserCredentials,
    /// `create:user_credentials`: import such an export. Auth0 has no scope for it.
    CreateUserCredentials,
    /// Create, change and remove administrators. Auth0 has no scope for it.
    ManageAdministrators,
}

impl Scope {
    /// The scope's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadUsers => "read:users",
            Self::CreateUsers => "create:users",
            Self::UpdateUsers => "update:users",
            Self::DeleteUsers => "delete:users",
            Self::ReadConnections => "read:connections",
            Self::CreateConnections => "create:connections",
            Self::UpdateConnections => "update:connections",
            Self::DeleteConnections => "delete:connections",
            Self::ReadEmailProvider => "read:email_provider",
            Self::UpdateEmailProvider => "update:email_provider",
            Self::ReadEmailTemplates => "read:email_templates",
            Self::UpdateEmailTemplates => "update:email_templates",
            Self::ReadLogs => "read:logs",
            Self::ReadMails => "read:mails",
            Self::ReadSessions => "read:sessions",
            Self::DeleteSessions => "delete:sessions",
            Self::ReadGrants => "read:grants",
            Self::DeleteGrants => "delete:grants",
            Self::ReadSigningKeys => "read:signing_keys",
            Self::CreateSigningKeys => "create:signing_keys",
            Self::UpdateSigningKeys => "update:signing_keys",
            Self::ReadRefreshTokens => "read:refresh_tokens",
            Self::DeleteRefreshTokens => "delete:refresh_tokens",
            Self::ReadTenantSettings => "read:tenant_settings",
            Self::UpdateTenantSettings => "update:tenant_settings",
            Self::ReadActions => "read:actions",
            Self::ReadClients => "read:clients",
            Self::CreateClients => "create:clients",
            Self::UpdateClients => "update:clients",
            Self::DeleteClients => "delete:clients",
            Self::UpdateClientKeys => "update:client_keys",
            Self::ReadClientKeys => "read:client_keys",
            Self::ReadClientSummary => "read:client_summary",
            Self::ReadClientCredentials => "read:client_credentials",
            Self::CreateClientCredentials => "create:client_credentials",
            Self::UpdateClientCredentials => "update:client_credentials",
            Self::DeleteClientCredentials => "delete:client_credentials",
            Self::ReadResourceServers => "read:resource_servers",
            Self::CreateResourceServers => "create:resource_servers",
            Self::UpdateResourceServers => "update:resource_servers",
            Self::DeleteResourceServers => "delete:resource_servers",
            Self::ReadClientGrants => "read:client_grants",
            Self::CreateClientGrants => "create:client_grants",
            Self::UpdateClientGrants => "update:client_grants",
            Self::DeleteClientGrants => "delete:client_grants",
            Self::ReadLogsUsers => "read:logs_users",
            Self::ReadStats => "read:stats",
            Self::UpdateSessions => "update:sessions",
            Self::UpdateRefreshTokens => "update:refresh_tokens",
            Self::ReadDeviceCredentials => "read:device_credentials",
            Self::CreateCurrentUserDeviceCredentials => "create:current_user_device_credentials",
            Self::DeleteDeviceCredentials => "delete:device_credentials",
            Self::ReadAuthenticationMethods => "read:authentication_methods",
            Self::CreateAuthenticationMethods => "create:authentication_methods",
            Self::UpdateAuthenticationMethods => "update:authentication_methods",
            Self::DeleteAuthenticationMethods => "delete:authentication_methods",
            Self::DeleteGuardianEnrollments => "delete:guardian_enrollments",
            Self::ReadOrganizations => "read:organizations",
            Self::CreateEmailProvider => "create:email_provider",
            Self::DeleteEmailProvider => "delete:email_provider",
            Self::CreateEmailTemplates => "create:email_templates",
            Self::ReadRules => "read:rules",
            Self::CreateRules => "create:rules",
            Self::UpdateRules => "update:rules",
            Self::DeleteRules => "delete:rules",
            Self::ReadRulesConfigs => "read:rules_configs",
            Self::UpdateRulesConfigs => "update:rules_configs",
            Self::DeleteRulesConfigs => "delete:rules_configs",
            Self::ReadLogStreams => "read:log_streams",
            Self::CreateLogStreams => "create:log_streams",
            Self::UpdateLogStreams => "update:log_streams",
            Self::DeleteLogStreams => "delete:log_streams",
            Self::Named(name) => name,
            Self::CreateUserTickets => "create:user_tickets",
            Self::ReadRoles => "read:roles",
            Self::CreateRoles => "create:roles",
            Self::UpdateRoles => "update:roles",
            Self::DeleteRoles => "delete:roles",
            Self::ReadRoleMembers => "read:role_members",
            Self::CreateRoleMembers => "create:role_members",
            Self::DeleteRoleMembers => "delete:role_members",
            Self::ImpersonateUsers => "impersonate:users",
            Self::ReadUserCredentials => "read:user_credentials",
            Self::CreateUserCredentials => "create:user_credentials",
            Self::ManageAdministrators => "manage:administrators",
        }
    }

    /// The weakest role that has it.
    pub(crate) fn least_role(self) -> Role {
        match self {
            Self::ReadUsers
            | Self::ReadConnections
            | Self::ReadLogs
            | Self::ReadSessions
            | Self::ReadGrants
            | Self::ReadSigningKeys
            | Self::ReadRefreshTokens
            | Self::ReadTenantSettings
            | Self::ReadActions
            | Self::ReadClients
            | Self::ReadClientKeys
            | Self::ReadClientSummary
            | Self::ReadClientCredentials
            | Self::ReadResourceServers
            | Self::ReadClientGrants => Role::Viewer,
            Self::CreateUsers
            | Self::UpdateUsers
            | Self::DeleteUsers
            | Self::DeleteSessions
            | Self::DeleteRefreshTokens
            | Self::DeleteGrants
            | Self::CreateClients
            | Self::UpdateClients
            | Self::DeleteClients
            | Self::UpdateClientKeys
            | Self::CreateClientCredentials
            | Self::UpdateClientCredentials
            | Self::DeleteClientCredentials
            | Self::CreateResourceServers
            | Self::UpdateResourceServers
            | Self::DeleteResourceServers
            | Self::CreateClientGrants
            | Self::UpdateClientGrants
            | Self::DeleteClientGrants => Role::Editor,
            Self::CreateConnections
            | Self::UpdateConnections
            | Self::DeleteConnections
            | Self::ManageAdministrators
            | Self::ReadUserCredentials
            | Self::CreateUserCredentials
            | Self::UpdateTenantSettings
            | Self::CreateSigningKeys
            | Self::UpdateSigningKeys => Role::Owner,
            Self::ReadLogsUsers
            | Self::ReadStats
            | Self::ReadDeviceCredentials
            | Self::ReadAuthenticationMethods
            | Self::ReadOrganizations
            | Self::ReadRoles
            | Self::ReadRoleMembers => Role::Viewer,
            Self::UpdateSessions
            | Self::UpdateRefreshTokens
            | Self::CreateCurrentUserDeviceCredentials
            | Self::DeleteDeviceCredentials
            | Self::CreateAuthenticationMethods
            | Self::UpdateAuthenticationMethods
            | Self::DeleteAuthenticationMethods
            | Self::DeleteGuardianEnrollments
            | Self::CreateUserTickets
            | Self::CreateRoles
            | Self::UpdateRoles
            | Self::DeleteRoles
            | Self::CreateRoleMembers
            | Self::DeleteRoleMembers => Role::Editor,
            // Given to a person, whatever their role: see `Actor::has`.
            Self::ImpersonateUsers => Role::Owner,
            Self::ReadEmailTemplates | Self::ReadEmailProvider => Role::Viewer,
            // The links in mails set passwords.
            Self::ReadMails
            | Self::CreateEmailTemplates
            | Self::UpdateEmailTemplates
            | Self::CreateEmailProvider
            | Self::UpdateEmailProvider
            | Self::DeleteEmailProvider => Role::Editor,
            Self::ReadRules | Self::ReadRulesConfigs => Role::Viewer,
            Self::Named(name) if name.starts_with("read:") => Role::Viewer,
            Self::ReadLogStreams => Role::Viewer,
            // All that happens leaves the house by one.
            Self::CreateLogStreams | Self::UpdateLogStreams | Self::DeleteLogStreams => Role::Owner,
            // What a script does at a login can let anybody in.
            Self::CreateRules
            | Self::UpdateRules
            | Self::DeleteRules
            | Self::UpdateRulesConfigs
            | Self::DeleteRulesConfigs
            | Self::Named(_) => Role::Owner,
        }
    }
}
