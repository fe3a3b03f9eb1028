// npm auth0 4: classes of a generated client, answers in `data`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthenticationClient, ManagementClient, UserInfoClient } from "auth0-4";
import { CALLBACK, CONNECTION, DOMAIN, PASSWORD, VERIFIER, code, credentials, newUser, refusal } from "./programs.mjs";

const roster = new ManagementClient(credentials("manager"));
const shop = new AuthenticationClient(credentials("shop"));

async function create(more) {
  return (await roster.users.create(newUser(more))).data;
}

test("a program gets a token by its secret", async () => {
  const manager = new AuthenticationClient(credentials("manager"));
  const { data } = await manager.oauth.clientCredentialsGrant({ audience: `https://${DOMAIN}/api/v2/` });
  assert.equal(data.token_type, "Bearer");
  const { data: users } = await new ManagementClient({ domain: DOMAIN, token: data.access_token }).users.getAll();
  assert.ok(Array.isArray(users));
});

test("a user is created, read, changed and deleted", async () => {
  const user = await create({ given_name: "Ada", user_metadata: { plan: "gold" } });
  assert.equal((await roster.users.get({ id: user.user_id })).data.given_name, "Ada");
  const change = { name: "Ada Lovelace", user_metadata: { plan: null, seats: 3 }, app_metadata: { level: 7 } };
  const { data: changed } = await roster.users.update({ id: user.user_id }, change);
  assert.deepEqual(
    [changed.name, changed.user_metadata, changed.app_metadata],
    ["Ada Lovelace", { seats: 3 }, { level: 7 }],
  );
  await roster.users.delete({ id: user.user_id });
  assert.equal((await refusal(roster.users.get({ id: user.user_id }))).statusCode, 404);
});

test("users are found by email, by metadata and by range", async () => {
  const user = await create({ app_metadata: { team: "searched-4", seats: 5 } });
  await create({ app_metadata: { team: "searched-4", seats: 50 } });
  const { data: same } = await roster.usersByEmail.getByEmail({ email: user.email });
  assert.deepEqual(same, [user]);
  for (const q of [
    `email:"${user.email.toUpperCase()}"`,
    "app_metadata.team:searched-4 AND app_metadata.seats:[2 TO 10]",
    `user_id:"${user.user_id}" AND created_at:[2020-01-01 TO *]`,
  ]) {
    const { data } = await roster.users.getAll({ q, search_engine: "v3", include_totals: true });
    assert.deepEqual([data.total, data.start, data.users], [1, 0, [user]], q);
  }
  const { data: sorted } = await roster.users.getAll({ q: "app_metadata.team:searched-4", sort: "created_at:-1", per_page: 1 });
  assert.deepEqual(sorted.map(({ app_metadata: { seats } }) => seats), [50]);
});

test("a blocked user is not let in, and one whose tries failed is let in again", async () => {
  const user = await create();
  const login = (password) => shop.oauth.passwordGrant({ username: user.email, password, realm: CONNECTION });
  await roster.users.update({ id: user.user_id }, { blocked: true });
  const { statusCode, error, error_description } = await refusal(login(PASSWORD));
  assert.deepEqual([statusCode, error, error_description], [403, "invalid_grant", "user is blocked"]);
  await roster.users.update({ id: user.user_id }, { blocked: false });
  await login(PASSWORD);
  for (let tries = 0; tries < 10; tries += 1) await refusal(login("wrong"));
  assert.equal((await refusal(login(PASSWORD))).error, "too_many_attempts");
  const { data } = await roster.userBlocks.get({ id: user.user_id });
  assert.equal(data.blocked_for[0].identifier, user.email);
  await roster.userBlocks.delete({ id: user.user_id });
  await login(PASSWORD);
});

test("a login leaves a session, a device, a refresh token and events", async () => {
  const { email, user_id } = await create();
  const id = user_id;
  const grant = { code: await code(email), code_verifier: VERIFIER, redirect_uri: CALLBACK };
  const { data: tokens } = await shop.oauth.authorizationCodeGrantWithPKCE(grant);
  const { data: profile } = await new UserInfoClient({ domain: DOMAIN }).getUserInfo(tokens.access_token);
  assert.deepEqual([profile.sub, profile.email], [user_id, email]);
  const { data: renewed } = await shop.oauth.refreshTokenGrant({ refresh_token: tokens.refresh_token });
  assert.ok(renewed.access_token);

  const { data: sessions } = await roster.users.getSessions({ user_id });
  assert.deepEqual(sessions.sessions.map((session) => session.clients[0].client_id), [credentials("shop").clientId]);
  const { data: held } = await roster.users.getRefreshTokens({ user_id });
  assert.equal(held.tokens[0].session_id, sessions.sessions[0].id);
  const { data: devices } = await roster.deviceCredentials.getAll({ user_id });
  assert.deepEqual(devices.map((device) => device.device_name), ["Ada's telephone"]);
  const { data: logs } = await roster.users.getLogs({ id, sort: "date:-1" });
  assert.ok(["s", "seacft", "sertft"].every((type) => logs.some((event) => event.type === type)), JSON.stringify(logs));
  const { data: event } = await roster.logs.get({ id: logs[0].log_id });
  assert.equal(event.user_id, user_id);
  const { data: found } = await roster.logs.getAll({ q: `type:s AND user_id:"${user_id}"`, include_totals: true });
  assert.equal(found.logs.length, 1);

  await roster.deviceCredentials.delete({ id: devices[0].id });
  const ended = await refusal(shop.oauth.refreshTokenGrant({ refresh_token: renewed.refresh_token ?? tokens.refresh_token }));
  assert.deepEqual([ended.statusCode, ended.error], [403, "invalid_grant"]);
  await roster.users.deleteSessions({ user_id });
  assert.deepEqual((await roster.users.getSessions({ user_id })).data.sessions, []);
});

test("an older application, which has a secret and no PKCE, logs its users in once it may", async () => {
  const { email } = await create();
  await assert.rejects(code(email, {}), /invalid_request.*code_challenge/);
  await roster.clients.update({ client_id: credentials("shop").clientId }, { allows_missing_pkce: true });
  const grant = { code: await code(email, {}), redirect_uri: CALLBACK };
  assert.ok((await shop.oauth.authorizationCodeGrant(grant)).data.id_token);
});

test("two users become one with two accounts, and two again", async () => {
  const [first, second] = [await create({ user_metadata: { a: 1 } }), await create({ user_metadata: { b: 2 } })];
  const { data: both } = await roster.users.link({ id: first.user_id }, { provider: "auth0", user_id: second.user_id });
  assert.deepEqual(both.map(({ user_id }) => `auth0|${user_id}`), [first.user_id, second.user_id]);
  assert.equal((await refusal(roster.users.get({ id: second.user_id }))).statusCode, 404);
  const { data: one } = await roster.users.unlink({ id: first.user_id, provider: "auth0", user_id: both[1].user_id });
  assert.equal(one.length, 1);
  assert.equal((await roster.users.get({ id: second.user_id })).data.email, second.email);
});

test("roles and permissions are made, given and taken", async () => {
  const { user_id: id } = await create();
  const identifier = "https://orders-4.example.com/";
  const scopes = [{ value: "read:orders", description: "See orders" }, { value: "write:orders" }];
  await roster.resourceServers.create({ name: "Orders 4", identifier, scopes, enforce_policies: true });
  const { data: role } = await roster.roles.create({ name: "Clerk 4", description: "Sees orders" });
  const permission = (name) => ({ resource_server_identifier: identifier, permission_name: name });
  await roster.roles.addPermissions({ id: role.id }, { permissions: [permission("read:orders")] });
  const { data: permissions } = await roster.roles.getPermissions({ id: role.id });
  assert.deepEqual(permissions.map((held) => held.permission_name), ["read:orders"]);
  await roster.users.assignRoles({ id }, { roles: [role.id] });
  await roster.users.assignPermissions({ id }, { permissions: [permission("write:orders")] });
  assert.deepEqual((await roster.users.getRoles({ id })).data, [role]);
  assert.deepEqual((await roster.roles.getUsers({ id: role.id })).data.map((user) => user.user_id), [id]);
  const { data: held } = await roster.users.getPermissions({ id });
  assert.deepEqual(
    held.map((permission) => [permission.permission_name, permission.sources[0].source_type]).sort(),
    [["read:orders", "ROLE"], ["write:orders", "DIRECT"]],
  );
  await roster.users.deletePermissions({ id }, { permissions: [permission("write:orders")] });
  await roster.users.deleteRoles({ id }, { roles: [role.id] });
  assert.deepEqual((await roster.users.getPermissions({ id })).data, []);
  await roster.roles.update({ id: role.id }, { description: "Saw orders" });
  assert.equal((await roster.roles.getAll({ name_filter: "Clerk 4" })).data[0].description, "Saw orders");
  await roster.roles.delete({ id: role.id });
  assert.equal((await refusal(roster.roles.get({ id: role.id }))).statusCode, 404);
});

test("links for a new password and a verified address are made", async () => {
  const { user_id } = await create({ email_verified: false });
  const result_url = "https://shop.example.com/done";
  const { data: verify } = await roster.tickets.verifyEmail({ user_id, result_url, ttl_sec: 60 });
  const { data: change } = await roster.tickets.changePassword({ user_id, result_url, mark_email_as_verified: true });
  for (const { ticket } of [verify, change]) {
    assert.ok(ticket.startsWith(`https://${DOMAIN}/`), ticket);
    assert.equal((await fetch(ticket)).status, 200);
  }
});

test("rules and their settings are kept", async () => {
  const script = "function (user, context, callback) { callback(null, user, context); }";
  const { data: rule } = await roster.rules.create({ name: "Pass 4", script, enabled: false });
  assert.equal((await roster.rules.get({ id: rule.id })).data.script, script);
  const { data: changed } = await roster.rules.update({ id: rule.id }, { enabled: true, order: 41 });
  assert.deepEqual([changed.enabled, changed.order, changed.stage], [true, 41, "login_success"]);
  assert.ok((await roster.rules.getAll({ enabled: true })).data.some(({ id }) => id === rule.id));
  await roster.rules.delete({ id: rule.id });
  assert.deepEqual((await roster.rulesConfigs.set({ key: "COLOUR_4" }, { value: "blue" })).data.value, "blue");
  assert.ok((await roster.rulesConfigs.getAll()).data.some(({ key }) => key === "COLOUR_4"));
  await roster.rulesConfigs.delete({ key: "COLOUR_4" });
});

test("applications, what they may do, and connections are made and changed", async () => {
  const { data: client } = await roster.clients.create({ name: "Tool 4", app_type: "non_interactive" });
  assert.ok(client.client_secret);
  const audience = `https://${DOMAIN}/api/v2/`;
  const { data: grant } = await roster.clientGrants.create({ client_id: client.client_id, audience, scope: ["read:users"] });
  await roster.clientGrants.update({ id: grant.id }, { scope: ["read:users", "read:logs"] });
  const { data: grants } = await roster.clientGrants.getAll({ client_id: client.client_id });
  assert.deepEqual(grants[0].scope.sort(), ["read:logs", "read:users"]);

  const options = { passwordPolicy: "low", disable_signup: true };
  const { data: made } = await roster.connections.create({ name: "Staff-4", strategy: "auth0", options });
  const { data: connection } = await roster.connections.get({ id: made.id });
  assert.deepEqual([connection.options.passwordPolicy, connection.realms], ["low", ["Staff-4"]]);
  await roster.connections.update({ id: made.id }, { options: { ...connection.options, passwordPolicy: "good" } });
  await roster.connections.updateEnabledClients({ id: made.id }, [{ client_id: client.client_id, status: true }]);
  const { data: enabled } = await roster.connections.getEnabledClients({ id: made.id });
  assert.deepEqual(enabled.clients, [{ client_id: client.client_id }]);
  const { data: listed } = await roster.connections.getAll({ name: "Staff-4", strategy: ["auth0"] });
  assert.deepEqual(listed.map(({ options: { passwordPolicy } }) => passwordPolicy), ["good"]);
  const { data: user } = await roster.users.create({ connection: "Staff-4", email: "staff@example.com", password: PASSWORD });
  assert.equal(user.identities[0].connection, "Staff-4");
  await roster.connections.delete({ id: made.id });
  assert.equal((await refusal(roster.users.get({ id: user.user_id }))).statusCode, 404);

  const { data: rotated } = await roster.clients.update({ client_id: client.client_id }, { callbacks: ["https://a.example.com/"] });
  assert.deepEqual(rotated.callbacks, ["https://a.example.com/"]);
  await roster.clients.delete({ client_id: client.client_id });
  assert.equal((await refusal(roster.clients.get({ client_id: client.client_id }))).statusCode, 404);
});

test("the tenant's settings and figures are told", async () => {
  const { data: settings } = await roster.tenants.updateSettings({ friendly_name: "Shops 4", session_lifetime: 100 });
  assert.deepEqual([settings.friendly_name, settings.session_lifetime], ["Shops 4", 100]);
  assert.equal((await roster.tenants.getSettings()).data.friendly_name, "Shops 4");
  assert.match((await roster.stats.getActiveUsersCount()).data, /^\d+$/, "the SDK reads it as text");
  assert.ok(Array.isArray((await roster.stats.getDaily()).data));
});

test("a refusal says why, in the SDK's words for it", async () => {
  const user = await create();
  const told = async (promise) => {
    const error = await refusal(promise);
    assert.equal(error.name, "ManagementApiError");
    return [error.statusCode, error.errorCode, error.message ?? error.msg];
  };
  assert.deepEqual(await told(roster.users.get({ id: "auth0|nobody" })), [404, "inexistent_user", "The user does not exist."]);
  const again = newUser({ email: user.email });
  assert.deepEqual(await told(roster.users.create(again)), [409, "auth0_idp_error", "The user already exists."]);
  const [status, errorCode, message] = await told(roster.users.update({ id: user.user_id }, { blocked: "yes" }));
  assert.deepEqual([status, errorCode], [400, "invalid_body"]);
  assert.match(message, /^Payload validation error: 'Expected type boolean but found type string' on property blocked/);
  const reader = new ManagementClient(credentials("reader"));
  assert.deepEqual(await told(reader.users.delete({ id: user.user_id })), [
    403,
    "insufficient_scope",
    "Insufficient scope, expected any of: delete:users",
  ]);
  assert.equal((await told(new ManagementClient({ domain: DOMAIN, token: "x.y.z" }).users.getAll()))[0], 401);
});
