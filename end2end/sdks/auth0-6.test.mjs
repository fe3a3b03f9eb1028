// npm auth0 6: a client a noun, answers as they are, lists in pages that are gone through.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthenticationClient, ManagementClient, ManagementError, UserInfoClient } from "auth0-6";
import { CALLBACK, CONNECTION, DOMAIN, PASSWORD, VERIFIER, all, code, credentials, newUser, refusal } from "./programs.mjs";

const roster = new ManagementClient(credentials("manager"));
const shop = new AuthenticationClient(credentials("shop"));

const create = (more) => roster.users.create(newUser(more));

test("a program gets a token by its secret", async () => {
  const manager = new AuthenticationClient(credentials("manager"));
  const { data } = await manager.oauth.clientCredentialsGrant({ audience: `https://${DOMAIN}/api/v2/` });
  assert.equal(data.token_type, "Bearer");
  const users = await new ManagementClient({ domain: DOMAIN, token: data.access_token }).users.list();
  assert.ok(Array.isArray(users.data));
});

test("a user is created, read, changed and deleted", async () => {
  const { user_id } = await create({ given_name: "Ada", user_metadata: { plan: "gold" } });
  assert.equal((await roster.users.get(user_id)).given_name, "Ada");
  const change = { name: "Ada Lovelace", user_metadata: { plan: null, seats: 3 }, app_metadata: { level: 7 } };
  const { name, user_metadata, app_metadata } = await roster.users.update(user_id, change);
  assert.deepEqual([name, user_metadata, app_metadata], ["Ada Lovelace", { seats: 3 }, { level: 7 }]);
  await roster.users.delete(user_id);
  assert.equal((await refusal(roster.users.get(user_id))).statusCode, 404);
});

test("users are found by email, by metadata and by range", async () => {
  const user = await create({ app_metadata: { team: "searched", seats: 5 } });
  await create({ app_metadata: { team: "searched", seats: 50 } });
  assert.deepEqual(await roster.users.listUsersByEmail({ email: user.email }), [user]);
  for (const q of [
    `email:"${user.email.toUpperCase()}"`,
    "app_metadata.team:searched AND app_metadata.seats:[2 TO 10]",
    `user_id:"${user.user_id}" AND created_at:[2020-01-01 TO *]`,
  ]) {
    const page = await roster.users.list({ q, search_engine: "v3" });
    assert.deepEqual([page.response.total, page.data], [1, [user]], q);
  }
  const sorted = await all(roster.users.list({ q: "app_metadata.team:searched", sort: "created_at:-1", per_page: 1 }));
  assert.deepEqual(sorted.map(({ app_metadata: { seats } }) => seats), [50, 5]);
});

test("a blocked user is not let in, and one whose tries failed is let in again", async () => {
  const { email, user_id } = await create();
  const login = (password) => shop.oauth.passwordGrant({ username: email, password, realm: CONNECTION });
  await roster.users.update(user_id, { blocked: true });
  const { statusCode, error, error_description } = await refusal(login(PASSWORD));
  assert.deepEqual([statusCode, error, error_description], [403, "invalid_grant", "user is blocked"]);
  await roster.users.update(user_id, { blocked: false });
  await login(PASSWORD);
  for (let tries = 0; tries < 10; tries += 1) await refusal(login("wrong"));
  assert.equal((await refusal(login(PASSWORD))).error, "too_many_attempts");
  assert.equal((await roster.userBlocks.list(user_id)).blocked_for[0].identifier, email);
  await roster.userBlocks.delete(user_id);
  await login(PASSWORD);
});

test("a login leaves a session, a device, a refresh token and events", async () => {
  const { email, user_id } = await create();
  const grant = { code: await code(email), code_verifier: VERIFIER, redirect_uri: CALLBACK };
  const { data: tokens } = await shop.oauth.authorizationCodeGrantWithPKCE(grant);
  const { data: profile } = await new UserInfoClient({ domain: DOMAIN }).getUserInfo(tokens.access_token);
  assert.deepEqual([profile.sub, profile.email], [user_id, email]);
  const { data: renewed } = await shop.oauth.refreshTokenGrant({ refresh_token: tokens.refresh_token });
  assert.ok(renewed.access_token);

  const [session, ...others] = await all(roster.users.sessions.list(user_id));
  assert.deepEqual([session.clients[0].client_id, others], [credentials("shop").clientId, []]);
  assert.equal((await roster.sessions.get(session.id)).user_id, user_id);
  const [held] = await all(roster.users.refreshToken.list(user_id));
  assert.equal((await roster.refreshTokens.get(held.id)).session_id, session.id);
  const devices = await all(roster.deviceCredentials.list({ user_id, type: "rotating_refresh_token" }));
  assert.deepEqual(devices.map((device) => device.device_name), ["Ada's telephone"]);
  const logs = await all(roster.users.logs.list(user_id, { sort: "date:-1" }));
  assert.ok(["s", "seacft", "sertft"].every((type) => logs.some((event) => event.type === type)), JSON.stringify(logs));
  assert.equal((await roster.logs.get(logs[0].log_id)).user_id, user_id);
  assert.equal((await all(roster.logs.list({ search: `type:s AND user_id:"${user_id}"` }))).length, 1);

  assert.deepEqual(await all(roster.userGrants.list({ user_id })), [], "of an application of one's own nobody is asked");
  await roster.deviceCredentials.delete(devices[0].id);
  const newest = renewed.refresh_token ?? tokens.refresh_token;
  const ended = await refusal(shop.oauth.refreshTokenGrant({ refresh_token: newest }));
  assert.deepEqual([ended.statusCode, ended.error], [403, "invalid_grant"]);
  await roster.users.sessions.delete(user_id);
  assert.deepEqual(await all(roster.users.sessions.list(user_id)), []);
});

test("two users become one with two accounts, and two again", async () => {
  const [first, second] = [await create(), await create()];
  const both = await roster.users.identities.link(first.user_id, { provider: "auth0", user_id: second.user_id });
  assert.deepEqual(both.map(({ user_id }) => `auth0|${user_id}`), [first.user_id, second.user_id]);
  assert.equal((await refusal(roster.users.get(second.user_id))).statusCode, 404);
  const one = await roster.users.identities.delete(first.user_id, "auth0", both[1].user_id);
  assert.equal(one.length, 1);
  assert.equal((await roster.users.get(second.user_id)).email, second.email);
});

test("roles and permissions are made, given and taken", async () => {
  const { user_id } = await create();
  const identifier = "https://orders.example.com/";
  const scopes = [{ value: "read:orders", description: "See orders" }, { value: "write:orders" }];
  await roster.resourceServers.create({ name: "Orders", identifier, scopes, enforce_policies: true });
  const role = await roster.roles.create({ name: "Clerk", description: "Sees orders" });
  const permission = (name) => ({ resource_server_identifier: identifier, permission_name: name });
  await roster.roles.permissions.add(role.id, { permissions: [permission("read:orders")] });
  const permissions = await all(roster.roles.permissions.list(role.id));
  assert.deepEqual(permissions.map((held) => held.permission_name), ["read:orders"]);
  await roster.users.roles.assign(user_id, { roles: [role.id] });
  await roster.users.permissions.create(user_id, { permissions: [permission("write:orders")] });
  assert.deepEqual(await all(roster.users.roles.list(user_id)), [role]);
  assert.deepEqual((await all(roster.roles.users.list(role.id))).map((user) => user.user_id), [user_id]);
  const held = await all(roster.users.permissions.list(user_id));
  assert.deepEqual(
    held.map((permission) => [permission.permission_name, permission.sources[0].source_type]).sort(),
    [["read:orders", "ROLE"], ["write:orders", "DIRECT"]],
  );
  await roster.users.permissions.delete(user_id, { permissions: [permission("write:orders")] });
  await roster.users.roles.delete(user_id, { roles: [role.id] });
  assert.deepEqual(await all(roster.users.permissions.list(user_id)), []);
  await roster.roles.update(role.id, { description: "Saw orders" });
  assert.equal((await all(roster.roles.list({ name_filter: "Clerk" })))[0].description, "Saw orders");
  await roster.roles.delete(role.id);
  assert.equal((await refusal(roster.roles.get(role.id))).statusCode, 404);
});

test("links for a new password and a verified address are made", async () => {
  const { user_id } = await create({ email_verified: false });
  const result_url = "https://shop.example.com/done";
  const verify = await roster.tickets.verifyEmail({ user_id, result_url, ttl_sec: 60 });
  const change = await roster.tickets.changePassword({ user_id, result_url, mark_email_as_verified: true });
  for (const { ticket } of [verify, change]) {
    assert.ok(ticket.startsWith(`https://${DOMAIN}/`), ticket);
    assert.equal((await fetch(ticket)).status, 200);
  }
});

test("rules and their settings are kept", async () => {
  const script = "function (user, context, callback) { callback(null, user, context); }";
  const { id } = await roster.rules.create({ name: "Pass", script, enabled: false });
  assert.equal((await roster.rules.get(id)).script, script);
  const { enabled, order, stage } = await roster.rules.update(id, { enabled: true, order: 41 });
  assert.deepEqual([enabled, order, stage], [true, 41, "login_success"]);
  assert.ok((await all(roster.rules.list({ enabled: true }))).some((rule) => rule.id === id));
  await roster.rules.delete(id);
  assert.equal((await roster.rulesConfigs.set("COLOUR", { value: "blue" })).value, "blue");
  assert.deepEqual(await roster.rulesConfigs.list(), [{ key: "COLOUR" }]);
  await roster.rulesConfigs.delete("COLOUR");
});

test("applications and what they may do are made and changed", async () => {
  const { client_id, client_secret } = await roster.clients.create({ name: "Tool", app_type: "non_interactive" });
  assert.ok(client_secret);
  const audience = `https://${DOMAIN}/api/v2/`;
  const { id } = await roster.clientGrants.create({ client_id, audience, scope: ["read:users"] });
  await roster.clientGrants.update(id, { scope: ["read:users", "read:logs"] });
  const [grant] = await all(roster.clientGrants.list({ client_id }));
  assert.deepEqual(grant.scope.sort(), ["read:logs", "read:users"]);
  const { callbacks } = await roster.clients.update(client_id, { callbacks: ["https://tool.example.com/"] });
  assert.deepEqual(callbacks, ["https://tool.example.com/"]);
  assert.notEqual((await roster.clients.rotateSecret(client_id)).client_secret, client_secret);
  await roster.clients.delete(client_id);
  assert.equal((await refusal(roster.clients.get(client_id))).statusCode, 404);
});

test("connections are made and changed, and take their users with them", async () => {
  const client_id = credentials("shop").clientId;
  const options = { passwordPolicy: "low", disable_signup: true };
  const { id } = await roster.connections.create({ name: "Staff", strategy: "auth0", options });
  const connection = await roster.connections.get(id);
  assert.deepEqual([connection.options.passwordPolicy, connection.realms], ["low", ["Staff"]]);
  await roster.connections.update(id, { options: { ...connection.options, passwordPolicy: "good" } });
  await roster.connections.clients.update(id, [{ client_id, status: true }]);
  assert.deepEqual(await all(roster.connections.clients.get(id)), [{ client_id }]);
  const listed = await all(roster.connections.list({ name: "Staff", strategy: ["auth0"] }));
  assert.deepEqual(listed.map((connection) => connection.options.passwordPolicy), ["good"]);
  const user = await create({ connection: "Staff" });
  assert.equal(user.identities[0].connection, "Staff");
  await roster.connections.delete(id);
  assert.equal((await refusal(roster.users.get(user.user_id))).statusCode, 404);
});

test("the tenant's settings and figures are told", async () => {
  const changed = await roster.tenants.settings.update({ friendly_name: "Shops", session_lifetime: 100 });
  assert.deepEqual([changed.friendly_name, changed.session_lifetime], ["Shops", 100]);
  assert.equal((await roster.tenants.settings.get()).friendly_name, "Shops");
  assert.equal(typeof (await roster.stats.getActiveUsersCount()), "number");
  assert.ok(Array.isArray(await roster.stats.getDaily()));
});

test("a refusal says why", async () => {
  const { email, user_id } = await create();
  const told = async (promise) => {
    const error = await refusal(promise);
    assert.ok(error instanceof ManagementError, `${error}`);
    return [error.statusCode, error.body.errorCode, error.body.message];
  };
  const nobody = [404, "inexistent_user", "The user does not exist."];
  assert.deepEqual(await told(roster.users.get("auth0|nobody")), nobody);
  const twice = [409, "auth0_idp_error", "The user already exists."];
  assert.deepEqual(await told(create({ email })), twice);
  const [status, code, message] = await told(roster.users.update(user_id, { blocked: "yes" }));
  assert.deepEqual([status, code], [400, "invalid_body"]);
  assert.match(message, /^Payload validation error: 'Expected type boolean but found type string' on property blocked/);
  const reader = new ManagementClient(credentials("reader"));
  const lacking = "Insufficient scope, expected any of: delete:users";
  assert.deepEqual(await told(reader.users.delete(user_id)), [403, "insufficient_scope", lacking]);
  assert.equal((await told(new ManagementClient({ domain: DOMAIN, token: "x.y.z" }).users.list()))[0], 401);
});
