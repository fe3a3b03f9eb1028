// `make watch`: builds with the quick profiles, serves, and does again what a change makes necessary.

import { spawn } from "node:child_process";
import { mkdirSync, rmSync, watch } from "node:fs";

const [bundler] = process.argv.slice(2);
const FRONT = "target/watch/front";
const SPLIT = `${FRONT}/split`;
const SITE = "target/watch/site";
const QUIET_MS = 150;

const steps = {
  browser: async () => {
    await run("cargo", "build", "--profile", "wasm-dev", "-p", "frontend", "--target", "wasm32-unknown-unknown");
    const wasm = "target/wasm32-unknown-unknown/wasm-dev/frontend.wasm";
    rmSync(SPLIT, { recursive: true, force: true });
    await run(bundler, wasm, SPLIT);
  },
  style: () =>
    run("node_modules/.bin/sass", "--no-source-map", `style/main.scss:${FRONT}/main.css`, `style/hosted.scss:${FRONT}/hosted.css`),
  pack: () => run("node", "frontend/pack.mjs", FRONT, "public", SITE, "--quick"),
  server: () => run("cargo", "build", "-p", "server", "--bin", "roster"),
};

/** What must be done again when a file of the folder changes, in this order. */
const NEEDS = {
  app: ["browser", "pack", "server"],
  frontend: ["browser", "pack"],
  crates: ["browser", "pack", "server"],
  server: ["server"],
  migrations: ["server"],
  style: ["style", "pack"],
  public: ["pack"],
};

let server;
const changed = new Set(Object.keys(NEEDS));
let timer;

mkdirSync(FRONT, { recursive: true });
for (const folder of Object.keys(NEEDS)) {
  watch(folder, { recursive: true }, () => {
    changed.add(folder);
    clearTimeout(timer);
    timer = setTimeout(work, QUIET_MS);
  });
}
let isWorking = false;
await work();

async function work() {
  if (isWorking) return;
  isWorking = true;
  while (changed.size > 0) {
    const needed = new Set([...changed].flatMap((folder) => NEEDS[folder]));
    changed.clear();
    try {
      for (const [name, step] of Object.entries(steps)) {
        if (needed.has(name)) await step();
      }
      await restart();
    } catch (error) {
      console.error(`── ${error.message}; waiting for the next change`);
    }
  }
  isWorking = false;
}

async function restart() {
  if (server && server.exitCode === null) {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill();
    await ended;
  }
  server = spawn("target/debug/roster", ["serve"], { stdio: "inherit", env: { ...process.env, ROSTER_SITE: SITE } });
}

function run(command, ...args) {
  return new Promise((resolve, reject) => {
    console.log(`── ${[command, ...args].join(" ")}`);
    const child = spawn(command, args, { stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}

process.on("SIGINT", () => {
  server?.kill();
  process.exit(0);
});
