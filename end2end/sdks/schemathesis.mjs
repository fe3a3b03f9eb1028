// Throws at the Management API what its own OpenAPI document allows, and what it does not: nothing may answer with a 5xx.
// Always the same requests, so that a failure can be looked at: `make sdks ARGS=schemathesis`.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const { ROSTER_DOMAIN: domain, MANAGER_ID: client_id, MANAGER_SECRET: client_secret, SSL_CERT_FILE: authority } = process.env;
const tool = fileURLToPath(new URL("../../target/sdks/python-schemathesis/bin/st", import.meta.url));
/** Where it keeps what it writes for itself. */
const cwd = fileURLToPath(new URL("../../target/sdks", import.meta.url));
/** Of each operation: enough to meet every parameter, few enough for a minute or two. */
const REQUESTS = 8;

const body = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret, audience: `https://${domain}/api/v2/` });
const answer = await fetch(`https://${domain}/oauth/token`, { method: "POST", body });
const { access_token } = await answer.json();
const common = [
  ...["run", `https://${domain}/api/v2/openapi.json`, "--tls-verify", authority, "--header", `Authorization: Bearer ${access_token}`],
  ...["--checks", "not_a_server_error", "--max-examples", `${REQUESTS}`, "--generation-deterministic", "--request-retries", "3"],
  ...["--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--no-shrink", "--no-color", "--warnings", "off"],
];
// It uses ids that it was answered: one of its own program's application or grant, sooner or later, and is refused from then on.
const OWN = "^/(clients|client-grants)/";
for (const part of [["--exclude-path-regex", OWN], ["--include-path-regex", OWN]]) {
  const run = spawn(tool, [...common, ...part], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  run.stdout.on("data", (data) => (printed += data));
  const [code] = await once(run, "close");
  console.log(printed);
  // What it calls an error is its own: a request that it could not make or send. What Roster did wrong is a failure.
  if (code !== 0 && (/^=+ FAILURES =+$/m.test(printed) || !/^=+ SUMMARY =+$/m.test(printed))) process.exitCode = 1;
}
if (!(await fetch(`https://${domain}/api/v2/openapi.json`)).ok) throw new Error("Roster does not answer any more");
