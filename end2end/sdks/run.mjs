// Drives each SDK, and schemathesis, against a Roster of its own, two at a time, and says at the end what their runners said.

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = (major) => fileURLToPath(new URL(`../../target/sdks/python-${major}/bin/python`, import.meta.url));
const node = (file) => [process.execPath, "--test", "--test-reporter=spec", here(file)];
const withRoster = (...command) => [process.execPath, here("with-roster.mjs"), ...command];

// The longest first: the deploy tool goes slowly on purpose.
const SUITES = [
  { name: "npm auth0-deploy-cli 8", command: withRoster(...node("deploy-cli.test.mjs")) },
  { name: "PyPI schemathesis 4", command: withRoster(process.execPath, here("schemathesis.mjs")) },
  { name: "PyPI auth0-python 6", command: withRoster(python(6), here("auth0_python_6.py")) },
  { name: "PyPI auth0-python 4", command: withRoster(python(4), here("auth0_python_4.py")) },
  { name: "npm auth0 6", command: withRoster(...node("auth0-6.test.mjs")) },
  { name: "npm auth0 4", command: withRoster(...node("auth0-4.test.mjs")) },
];

/** Runs it to its end; what it printed comes in one piece. */
function run({ name, command: [program, ...args] }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    child.stdout.on("data", (data) => (printed += data));
    child.stderr.on("data", (data) => (printed += data));
    child.on("error", (error) => (printed += `${program}: ${error.message}\n`));
    child.on("close", (code) => {
      console.log(`── ${name}\n${printed}`);
      resolve({ name, hasPassed: code === 0, told: told(printed) });
    });
  });
}

/** The runner's own count: `tests 9`, `pass 9` of Node; `Ran 9 tests in 3.1s`, `OK` of Python;
 * `11234 generated, 11234 passed` of schemathesis. */
function told(printed) {
  const lines = printed.replace(/\u001b\[\d+m/g, "").split("\n");
  const counts = lines.filter((line) => /^ℹ (tests|pass|fail|skipped) |^Ran \d+ tests? in |^OK|^FAILED|^ *\d+ generated/.test(line));
  return counts.map((line) => line.replace("ℹ ", "")).join(", ") || "said nothing";
}

const wanted = process.argv.slice(2);
const chosen = SUITES.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const waiting = [...chosen];
const results = [];
async function work() {
  for (let suite = waiting.shift(); suite; suite = waiting.shift()) results.push(await run(suite));
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));

console.log("── Auth0's own programs against Roster");
for (const { name } of chosen) {
  const { hasPassed, told } = results.find((result) => result.name === name);
  console.log(`   ${hasPassed ? "✔" : "✘"} ${name.padEnd(22)}  ${told}`);
}
process.exitCode = chosen.length > 0 && results.every(({ hasPassed }) => hasPassed) ? 0 : 1;
