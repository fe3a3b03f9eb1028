// The WASM comes in parts: the pages of a user are loaded when one is opened.

import type { Page } from "@playwright/test";
import { expect, hydrated, open, pathOf, test } from "../test.ts";

const PART = "**/pkg/user.*.parts";
const tabs = (page: Page) => page.getByRole("main").getByRole("link", { name: "Raw JSON" });

/** The requests for the part, from now on. */
function requests(page: Page) {
  const seen: string[] = [];
  page.on("request", (request) => {
    if (/\/pkg\/user\..*\.parts$/.test(request.url())) seen.push(request.url());
  });
  return seen;
}

test("the list does without the pages of a user; opening one loads them, once", async ({ page, people }) => {
  const user = await people.create("lazily@example.com");
  const seen = requests(page);
  await open(page, "/users?q=lazily");
  await page.waitForLoadState("networkidle");
  expect(seen).toHaveLength(0);
  await page.getByRole("link", { name: "lazily@example.com" }).click();
  await expect(page).toHaveURL((url) => url.pathname === pathOf(user));
  await tabs(page).click();
  await expect(page.getByRole("treeitem").first()).toBeVisible();
  expect(seen).toHaveLength(1);
});

test("the first HTML of a user names what it needs, and the browser loads it once", async ({ page, people }) => {
  const user = await people.create("eagerly@example.com");
  const seen = requests(page);
  await open(page, pathOf(user, "raw-json"));
  await expect(page.getByRole("treeitem").first()).toBeVisible();
  const named = await page.locator('link[rel="preload"][href*="/pkg/user."]').evaluateAll((links) =>
    links.map((link) => (link as HTMLLinkElement).href),
  );
  expect(named).toEqual(seen);
  expect(seen).toHaveLength(1);
});

test("after an update of Roster an open page begins anew, once, and goes on", async ({ page, people, provoked }) => {
  provoked.push(/status of 404/);
  await people.create("updated@example.com");
  await open(page, "/users?q=updated");
  let gone = 1;
  await page.route(PART, (route) => (gone-- > 0 ? route.fulfill({ status: 404 }) : route.continue()));
  const anew = page.waitForEvent("load");
  await page.getByRole("link", { name: "updated@example.com" }).click();
  await anew;
  await hydrated(page);
  await page.getByRole("link", { name: "updated@example.com" }).click();
  await expect(tabs(page)).toBeVisible();
});

test("while the network is away the list stays, and the user opens when it is back", async ({ page, people, provoked }) => {
  provoked.push(/ERR_INTERNET_DISCONNECTED/);
  await people.create("patient@example.com");
  await open(page, "/users?q=patient");
  let away = 2;
  await page.route(PART, (route) => (away-- > 0 ? route.abort("internetdisconnected") : route.continue()));
  await page.getByRole("link", { name: "patient@example.com" }).click();
  await expect(tabs(page)).toBeVisible();
  expect(away).toBeLessThan(0);
});

test("a search that was just typed does not undo a click on a user", async ({ page, people }) => {
  const user = await people.create("quickly@example.com");
  await open(page, "/users");
  await expect(page.getByRole("link", { name: "quickly@example.com" })).toBeVisible();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(PART, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(PART);
  await page.evaluate((path) => {
    const box = document.querySelector<HTMLInputElement>("#search")!;
    box.value = "email:nobody*";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector<HTMLAnchorElement>(`tbody a[href="${path}"]`)!.click();
    // A timer that begins after the one of the search and is no shorter ends after it.
    return new Promise((resolve) => setTimeout(resolve, 500));
  }, pathOf(user));
  await asked;
  release();
  await expect(tabs(page)).toBeVisible();
  await expect(page).toHaveURL((url) => url.pathname === pathOf(user));
});

test("who goes back while the WASM loads gets the page of the address", async ({ page, people }) => {
  await people.create("hasty@example.com");
  await open(page, "/users?q=hasty");
  await page.getByRole("link", { name: "hasty@example.com" }).click();
  await expect(tabs(page)).toBeVisible();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/pkg\/.*\.(wasm|parts)$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  await expect(tabs(page)).toBeVisible();
  await page.evaluate(() => history.back());
  await expect(page).toHaveURL(/\?q=hasty$/);
  release();
  await hydrated(page);
  await expect(page.getByRole("link", { name: "hasty@example.com" })).toBeVisible();
  await page.getByRole("link", { name: "hasty@example.com" }).click();
  await tabs(page).click();
  await expect(page.getByRole("treeitem").first()).toBeVisible();
});
