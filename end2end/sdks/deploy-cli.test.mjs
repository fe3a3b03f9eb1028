// npm auth0-deploy-cli 8: what one Roster exports another one imports, whole, with the tool's defaults.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ManagementClient } from "auth0-6";
import { install } from "../server.mjs";
import { domain, register, trust } from "./roster.mjs";
import { DOMAIN, credentials } from "./programs.mjs";
import { furnish } from "./tenant.mjs";

const TOOL = fileURLToPath(new URL("node_modules/.bin/a0deploy", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "roster-deploy-"));

/** The Roster of with-roster, and another one, where nothing was done but that the tool may come in. */
const first = { domain: DOMAIN, ...credentials("manager"), environment: {} };
let roster, second;

before(async () => {
  await furnish(new ManagementClient(credentials("manager")));
  roster = await install({ isSecure: true });
  await roster.start();
  const manager = await register(roster, "Manager", "--type", "machine", "--audience", "management", "--scope", "all");
  second = {
    domain: domain(roster),
    clientId: manager.client_id,
    clientSecret: manager.client_secret,
    environment: trust(roster),
  };
});

after(async () => {
  await roster?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("what was exported is imported into an empty tenant, and exported there it is the same", async () => {
  await deploy(first, "export", "--format", "yaml", "--output_folder", join(folder, "first"));
  portable(join(folder, "first"), first.domain);
  const whole = join(folder, "first", "tenant.yaml");
  await deploy(second, "import", "--input_file", whole);
  // Over what is there by now, and without what the file does not have.
  await register(roster, "Left over", "--type", "spa");
  await deploy({ ...second, settings: { AUTH0_ALLOW_DELETE: true } }, "import", "--input_file", whole);
  await deploy(second, "export", "--format", "yaml", "--output_folder", join(folder, "second"));
  portable(join(folder, "second"), second.domain);
  assert.deepEqual(contents(join(folder, "second")), contents(join(folder, "first")));
});

/** `a0deploy`, for that tenant; fails with what it printed. */
async function deploy({ domain, clientId, clientSecret, environment, settings: more }, ...args) {
  const config = join(folder, `${clientId}.json`);
  const settings = {
    AUTH0_DOMAIN: domain,
    AUTH0_CLIENT_ID: clientId,
    AUTH0_CLIENT_SECRET: clientSecret,
    // What it never writes into a file it writes by these names.
    AUTH0_KEYWORD_REPLACE_MAPPINGS: { DOMAIN: domain, SMTP_USER: "shop", SMTP_PASS: "secret" },
    ...more,
  };
  writeFileSync(config, JSON.stringify(settings));
  const options = { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] };
  const child = spawn(TOOL, [...args, "-c", config, "--env=false"], options);
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  child.stderr.on("data", (data) => (printed += data));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  assert.equal(code, 0, printed);
  return printed;
}

/** Puts the tool's word for the domain where the domain stands. */
function portable(folder, domain) {
  for (const [name, text] of Object.entries(contents(folder))) {
    writeFileSync(join(folder, name), text.replaceAll(domain, "##DOMAIN##"));
  }
}

/** Each file below the folder. */
function contents(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((file) => join(file.parentPath ?? file.path, file.name)).sort();
  return Object.fromEntries(names.map((name) => [relative(folder, name), readFileSync(name, "utf8")]));
}
