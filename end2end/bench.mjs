// The browser's figures: how soon the Users page is hydrated on a CPU that is slowed four times, what it weighs, how soon a
// user's very many logins stand on the map, and how long a frame takes in a mebibyte of JSON.
// Prints a table, and fails when a budget is exceeded.

import { copyFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { install } from "./server.mjs";

const SLOWED = 4;
const RUNS = 7;
const BUDGET = { hydrated: 1500, wasm: 350_000, drawn: 1000, frame: 1000 };
const OWNER = { email: "owner@example.com", password: "Correct-Horse-9-Battery" };

const roster = await install();
await roster.command(["admin", "create", OWNER.email], `${OWNER.password}\n`);
await roster.command(["demo", "--users", "10000", "--seed", "7"]);
await roster.start();
const browser = await chromium.launch({ executablePath: process.env.ROSTER_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const state = await signIn(roster);

const cold = [];
const warm = [];
for (let run = 0; run < RUNS; run++) {
  const context = await browser.newContext({ baseURL: roster.url, storageState: state });
  cold.push(await hydratedAfter(context));
  warm.push(await hydratedAfter(context));
  await context.close();
}
const frame = await longestFrame();
const drawn = await drawnAfter();
await browser.close();
await roster.remove();

const manifest = JSON.parse(readFileSync("target/site/manifest.json", "utf8"));
const weight = (name) => statSync(`target/site/${manifest.files[name]}.br`).size;
const rows = [
  [`hydrated and usable, CPU ÷ ${SLOWED}, empty cache (median of ${RUNS})`, `${median(cold)} ms`, `≤ ${BUDGET.hydrated} ms`],
  [`the same, worst of ${RUNS}`, `${Math.max(...cold)} ms`, ""],
  [`hydrated and usable, CPU ÷ ${SLOWED}, second visit (median)`, `${median(warm)} ms`, ""],
  ["a user's 100,000 logins drawn, from the click on the tab", drawn ? `${drawn} ms` : "not measured", `≤ ${BUDGET.drawn} ms`],
  ["longest frame while 1 MiB of JSON is expanded and scrolled", `${frame} ms`, `≤ ${BUDGET.frame} ms`],
  ["WASM, brotli", kilobytes(weight("roster.wasm")), `≤ ${kilobytes(BUDGET.wasm)}`],
  ["JavaScript, brotli", kilobytes(weight("roster.js")), ""],
  ["CSS, brotli", kilobytes(weight("main.css")), ""],
  ["the program", `${(statSync("target/release/roster").size / 1e6).toFixed(1)} MB`, ""],
];
for (const [what, figure, budget] of rows) console.log(`   ${what.padEnd(62)}${figure.padStart(12)}  ${budget}`);
if (median(cold) > BUDGET.hydrated || (drawn ?? 0) > BUDGET.drawn || frame > BUDGET.frame || weight("roster.wasm") > BUDGET.wasm) {
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

/** Milliseconds of the longest frame while a user's mebibyte of metadata is expanded on the tab *Raw JSON* and scrolled through. */
async function longestFrame() {
  const context = await browser.newContext({ baseURL: roster.url, storageState: state });
  const page = await context.newPage();
  const call = async (path, data) => {
    const headers = { Origin: roster.url, "Sec-Fetch-Site": "same-origin" };
    return (await context.request.post(`/fn/${path}`, { data, headers })).json();
  };
  const user = { connection: "Username-Password-Authentication", email: "mebibyte@example.com", password: "Correct-Horse-9" };
  const { user_id: id } = await call("users/create", { user });
  const list = Array.from({ length: 9_000 }, (_, n) => ({ index: n, text: "x".repeat(80) }));
  await call("users/edit-metadata", { id, edit: { kind: "user", base: {}, value: { list } } });
  await page.goto(`/users/${encodeURIComponent(id)}/raw-json`);
  await page.locator('body[data-hydrated="true"]').waitFor({ state: "attached" });
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await page.getByRole("button", { name: /Expand all/i }).click();
  for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, 2_000);
  const longest = await page.evaluate(() => window.longest);
  await context.close();
  return Math.round(longest);
}

/** Milliseconds from the click on Locations until the map shows pins, where `cargo bench -- locations` left its database. */
async function drawnAfter() {
  const database = "target/tmp/locations.db";
  if (!existsSync(database)) return undefined;
  const travelled = await install();
  for (const end of ["", "-wal", "-shm"]) {
    if (existsSync(database + end)) copyFileSync(database + end, join(travelled.folder, `roster.db${end}`));
  }
  await travelled.command(["admin", "create", OWNER.email], `${OWNER.password}\n`);
  await travelled.start();
  const context = await browser.newContext({ baseURL: travelled.url, storageState: await signIn(travelled) });
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const page = await context.newPage();
    await page.goto("/users?q=traveller");
    await page.locator('body[data-hydrated="true"]').waitFor({ state: "attached" });
    await page.getByRole("link", { name: "traveller@example.com" }).click();
    await page.getByRole("link", { name: "Locations", exact: true }).waitFor();
    times.push(
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            const start = performance.now();
            const look = () => {
              if (document.querySelector("path[class*=map-pin]")) resolve(Math.round(performance.now() - start));
              else requestAnimationFrame(look);
            };
            [...document.querySelectorAll("main a")].find((link) => link.textContent.trim() === "Locations").click();
            look();
          }),
      ),
    );
    await page.close();
  }
  await travelled.remove();
  return median(times);
}

async function signIn(roster) {
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
