// What the tests of the SDKs for Node share: who they are, and whom they make.

import { logIn } from "./browser.mjs";

export const DOMAIN = process.env.ROSTER_DOMAIN;
export const CALLBACK = process.env.ROSTER_CALLBACK;
export const CONNECTION = "Username-Password-Authentication";
export const PASSWORD = "Correct-Horse-9-Battery";

/** A program's credentials: `manager` may do everything, `reader` may read users, `shop` logs users in. */
export function credentials(name) {
  const [clientId, clientSecret] = ["ID", "SECRET"].map((what) => process.env[`${name.toUpperCase()}_${what}`]);
  return { domain: DOMAIN, clientId, clientSecret };
}

/** RFC 7636, appendix B. */
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" };

/** The code that the shop is given when a user logs in at the hosted page. */
export async function code(email, proof = CHALLENGE) {
  const query = new URLSearchParams({
    client_id: credentials("shop").clientId,
    response_type: "code",
    redirect_uri: CALLBACK,
    scope: "openid profile email offline_access",
    state: "s",
    ...proof,
    device: "Ada's telephone",
  });
  const end = await logIn(`https://${DOMAIN}/authorize?${query}`, email, PASSWORD);
  if (!end.href.startsWith(CALLBACK) || !end.searchParams.has("code")) throw new Error(`The login ended at ${end}`);
  return end.searchParams.get("code");
}

let people = 0;

/** Of a user that nobody has made before. */
export function newUser(more = {}) {
  people += 1;
  return { connection: CONNECTION, email: `person-${people}@example.com`, password: PASSWORD, email_verified: true, ...more };
}

/** What a call ends in. */
export async function refusal(promise) {
  const answer = await promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  if (!answer.error) throw new Error(`Expected a refusal, got ${JSON.stringify(answer.value)}`);
  return answer.error;
}

/** All entries of a list in pages. */
export async function all(pages) {
  const entries = [];
  for await (const entry of await pages) entries.push(entry);
  return entries;
}
