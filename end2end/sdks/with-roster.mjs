#!/usr/bin/env node
// Runs a command with a Roster of its own: `end2end/sdks/with-roster.mjs node --test end2end/sdks/auth0-6.test.mjs`.
// ROSTER_BINARY names another program than target/release/roster.

import { spawn } from "node:child_process";
import { start } from "./roster.mjs";

const [command, ...args] = process.argv.slice(2);
if (!command) throw new Error("usage: with-roster.mjs COMMAND...");
const { roster, environment } = await start();
const child = spawn(command, args, { env: environment, stdio: "inherit" });
const code = await new Promise((resolve) => {
  child.on("error", (error) => {
    console.error(`${command}: ${error.message}`);
    resolve(127);
  });
  child.on("close", (code) => resolve(code ?? 1));
});
await roster.remove();
process.exitCode = code;
