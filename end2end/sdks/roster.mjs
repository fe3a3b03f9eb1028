// A Roster that speaks https, the programs that are registered with it, and what they find in their environment.

import { install } from "../server.mjs";

/** Where logins of the application answer to. Nobody is there: the tests read the code from the address. */
export const CALLBACK = "https://shop.example.com/callback";

/** Runs, with a program that may do everything, one that may only read users, and two applications, with and without secret. */
export async function start() {
  const roster = await install({ isSecure: true });
  await roster.start();
  const manager = await register(roster, "Manager", "--type", "machine", "--audience", "management", "--scope", "all");
  const reader = await register(
    roster,
    ...["Reader", "--type", "machine", "--audience", "management", "--scope", "read:users"],
  );
  const grants = ["authorization_code", "refresh_token", "http://auth0.com/oauth/grant-type/password-realm"];
  const shop = await register(
    roster,
    ...["Shop", "--type", "web", "--callback", CALLBACK],
    ...grants.flatMap((grant) => ["--grant", grant]),
  );
  const phone = await register(roster, "Phone", "--type", "native", "--callback", CALLBACK);
  return { roster, environment: environment(roster, { manager, reader, shop, phone }) };
}

/** `roster client create`, which prints the application and its secret. */
export async function register(roster, name, ...args) {
  return JSON.parse(await roster.command(["client", "create", name, ...args]));
}

/** What Node, Python's requests and Python's httpx read for the authority that they are to trust. */
export function trust(roster) {
  const file = roster.authority;
  return { NODE_EXTRA_CA_CERTS: file, REQUESTS_CA_BUNDLE: file, SSL_CERT_FILE: file };
}

function environment(roster, programs) {
  const own = { ROSTER_DOMAIN: domain(roster), ROSTER_CALLBACK: CALLBACK, ...trust(roster) };
  for (const [name, program] of Object.entries(programs)) {
    own[`${name.toUpperCase()}_ID`] = program.client_id;
    if (program.client_secret) own[`${name.toUpperCase()}_SECRET`] = program.client_secret;
  }
  return { ...process.env, ...own };
}

/** As SDKs want to be told where they go. */
export function domain(roster) {
  return new URL(roster.url).host;
}
