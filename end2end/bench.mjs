// The browser's figures: how soon the Users page is hydrated on a CPU that is slowed four times, and what it weighs.
// Prints a table, and fails when a budget is exceeded.

import { readFileSync, statSync } from "node:fs";
import { chromium } from "@playwright/test";
import { install } from "./server.mjs";

const SLOWED = 4;
const RUNS = 7;
const BUDGET = { hydrated: 1500, wasm: 350_000 };
const OWNER = { email: "owner@example.com", password: "Correct-Horse-9-Battery" };

const roster = await install();
await roster.command(["admin", "create", OWNER.email], `${OWNER.password}\n`);
await roster.command(["demo", "--users", "10000", "--seed", "7"]);
await roster.start();
const browser = await chromium.launch({ executablePath: process.env.ROSTER_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const state = await signIn();

const cold = [];
const warm = [];
for (let run = 0; run < RUNS; run++) {
  const context = await browser.newContext({ baseURL: roster.url, storageState: state });
  cold.push(await hydratedAfter(context));
  warm.push(await hydratedAfter(context));
  await context.close();
}
await browser.close();
await roster.remove();

const manifest = JSON.parse(readFileSync("target/site/manifest.json", "utf8"));
const weight = (name) => statSync(`target/site/${manifest.files[name]}.br`).size;
const rows = [
  [`hydrated and usable, CPU ÷ ${SLOWED}, empty cache (median of ${RUNS})`, `${median(cold)} ms`, `≤ ${BUDGET.hydrated} ms`],
  [`the same, worst of ${RUNS}`, `${Math.max(...cold)} ms`, ""],
  [`hydrated and usable, CPU ÷ ${SLOWED}, second visit (median)`, `${median(warm)} ms`, ""],
  ["WASM, brotli", kilobytes(weight("roster.wasm")), `≤ ${kilobytes(BUDGET.wasm)}`],
  ["JavaScript, brotli", kilobytes(weight("roster.js")), ""],
  ["CSS, brotli", kilobytes(weight("main.css")), ""],
  ["the program", `${(statSync("target/release/roster").size / 1e6).toFixed(1)} MB`, ""],
];
for (const [what, figure, budget] of rows) console.log(`   ${what.padEnd(62)}${figure.padStart(12)}  ${budget}`);
if (median(cold) > BUDGET.hydrated || weight("roster.wasm") > BUDGET.wasm) {
  console.error("A budget is exceeded.");
  process.exitCode = 1;
}

/** Milliseconds from the start of the navigation until the page reacts. */
async function hydratedAfter(context) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  await page.addInitScript(() => {
    new MutationObserver(() => {
      // Usable is what the next frame shows.
      if (document.body?.dataset.hydrated === "true" && !window.usableAt) {
        requestAnimationFrame(() => (window.usableAt = performance.now()));
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-hydrated"] });
  });
  await page.goto("/users");
  const milliseconds = await (await page.waitForFunction(() => window.usableAt)).jsonValue();
  await page.close();
  return Math.round(milliseconds);
}

async function signIn() {
  const context = await browser.newContext({ baseURL: roster.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Sign In" }).click();
  await page.waitForURL("**/users");
  const state = await context.storageState();
  await context.close();
  return state;
}

function median(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
