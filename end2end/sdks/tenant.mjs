// Something of each kind that a deploy tool carries from one tenant to another.

const SCRIPT = "function (user, context, callback) {\n  callback(null, user, context);\n}\n";

/** Fills a tenant. */
export async function furnish(roster) {
  const identifier = "https://orders.example.com/";
  const scopes = [{ value: "read:orders", description: "See orders" }, { value: "write:orders" }];
  await roster.resourceServers.create({
    ...{ name: "Orders", identifier, scopes, enforce_policies: true, allow_offline_access: true },
    ...{ token_lifetime: 7200, token_dialect: "access_token_authz" },
  });
  const till = await roster.clients.create({
    ...{ name: "Till", app_type: "regular_web", description: "At the counter" },
    ...{ callbacks: ["https://till.example.com/callback"], allowed_logout_urls: ["https://till.example.com/"] },
    ...{ client_metadata: { floor: "2" }, initiate_login_uri: "https://till.example.com/login" },
    ...{ refresh_token: { rotation_type: "rotating", expiration_type: "expiring", token_lifetime: 86400, idle_token_lifetime: 3600 } },
    ...{ oidc_logout: { backchannel_logout_urls: ["https://till.example.com/logout"] } },
  });
  const robot = await roster.clients.create({ name: "Robot", app_type: "non_interactive" });
  await roster.clients.create({
    ...{ name: "Window", app_type: "spa", web_origins: ["https://window.example.com"], is_first_party: false },
    ...{ jwt_configuration: { alg: "ES256", lifetime_in_seconds: 600 }, grant_types: ["authorization_code"] },
  });
  await roster.clientGrants.create({ client_id: robot.client_id, audience: identifier, scope: ["read:orders"] });

  const staff = await roster.connections.create({
    ...{ name: "Staff", strategy: "auth0" },
    options: { passwordPolicy: "excellent", requires_username: true, disable_signup: true, password_history: { enable: true, size: 3 } },
  });
  await roster.connections.clients.update(staff.id, [{ client_id: till.client_id, status: true }]);

  const clerk = await roster.roles.create({ name: "Clerk", description: "Sees orders" });
  const permission = { resource_server_identifier: identifier, permission_name: "read:orders" };
  await roster.roles.permissions.add(clerk.id, { permissions: [permission] });
  await roster.roles.create({ name: "Guest" });

  await roster.rules.create({ name: "Pass", script: SCRIPT, order: 3, enabled: false });
  await roster.rules.create({ name: "Second pass", script: SCRIPT, order: 7 });
  await roster.rulesConfigs.set("COLOUR", { value: "blue" });

  await roster.emailTemplates.create({
    ...{ template: "verify_email", from: "shop@example.com", subject: "Your address", syntax: "liquid" },
    ...{ body: "<p>Is this yours? <a href=\"{{ url }}\">Yes</a></p>", urlLifetimeInSeconds: 432000, enabled: true },
  });
  await roster.emails.provider.create({
    ...{ name: "smtp", enabled: false, default_from_address: "shop@example.com" },
    credentials: { smtp_host: "mail.example.com", smtp_port: 587, smtp_user: "shop", smtp_pass: "secret" },
  });
  // Log streams belong here once Roster has them.
  await roster.tenants.settings.update({
    ...{ friendly_name: "Shops", picture_url: "https://shop.example.com/logo.png", support_url: "https://shop.example.com/help" },
    ...{ allowed_logout_urls: ["https://shop.example.com/"], session_lifetime: 100, idle_session_lifetime: 20 },
    ...{ default_directory: "Staff", default_audience: identifier },
  });
}
