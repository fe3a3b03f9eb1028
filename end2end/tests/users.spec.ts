// The Users page: search, filters, sort and pages live in the URL; columns and theme are remembered.

import type { Page } from "@playwright/test";
import { DEMO_USERS, expect, hydrated, open, pathOf, reload, test } from "../test.ts";

const rows = (page: Page) => page.locator("tbody").getByRole("row");
const names = (page: Page) => rows(page).getByRole("link").allInnerTexts();
const search = (page: Page) => page.getByRole("combobox", { name: "Search users" });

test("the first HTML holds the rows and the count", async ({ page, request }) => {
  const html = await (await request.get("/users")).text();
  expect(html.match(/<tr[ >]/g)!.length).toBeGreaterThan(50);
  await open(page, "/users");
  await expect(rows(page)).toHaveCount(50);
  await expect(page.getByRole("main")).toContainText(new RegExp(String(DEMO_USERS).slice(0, 1)));
});

test("search as you type: the last answer wins, and the URL remembers it", async ({ page, people }) => {
  await people.create("quokka.one@example.com");
  await people.create("quokka.two@example.com");
  await open(page, "/users");
  // The answer for the first letter is late; whenever it comes, it must not be what stays.
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  await page.route("**/fn/users/list", async (route) => {
    if (asked++ === 0) await isReleased;
    await route.continue();
  });
  await search(page).fill("q");
  await expect.poll(() => asked).toBe(1);
  await search(page).fill("quokka.two");
  await expect(page).toHaveURL(/[?&]q=quokka\.two/);
  release();
  await expect(rows(page)).toHaveCount(1);
  await expect(search(page)).toHaveValue("quokka.two");
  await page.unroute("**/fn/users/list");

  await reload(page);
  await expect(search(page)).toHaveValue("quokka.two");
  await expect(rows(page)).toHaveCount(1);
  await search(page).fill("");
  await expect(rows(page)).toHaveCount(50);
});

test("an email, its beginning, and an id from a log are found", async ({ page, people }) => {
  const user = await people.create("needle@haystack.example");
  for (const query of ["needle@haystack.example", "needle@hay", user.user_id, "NEEDLE"]) {
    await open(page, `/users?q=${encodeURIComponent(query)}`);
    await expect(rows(page).getByRole("link", { name: "needle@haystack.example" }), query).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
  }
});

test("sorting is a click, kept in the URL; back undoes it", async ({ page }) => {
  await open(page, "/users");
  const header = page.getByRole("columnheader", { name: "Name" });
  await header.getByRole("link", { name: "Name" }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  const ascending = await names(page);
  await header.getByRole("link", { name: "Name" }).click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => names(page)).not.toEqual(ascending);
  await page.goBack();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => names(page)).toEqual(ascending);
  await page.goBack();
  await expect(page).toHaveURL(/\/users$/);
});

for (const sort of ["name", "email", "logins", "latest_login", "created"]) {
  test(`pages in both directions hold every user once, sorted by ${sort}`, async ({ page }) => {
    await open(page, `/users?sort=${sort}&order=asc&page_size=200`);
    const seen: string[][] = [];
    const links = () => rows(page).getByRole("link").evaluateAll((all) => all.map((a) => a.getAttribute("href")!));
    const older = page.getByRole("link", { name: "Next" });
    for (;;) {
      seen.push(await links());
      if ((await older.count()) === 0 || (await older.getAttribute("aria-disabled")) === "true") break;
      const from = page.url();
      await older.click();
      await expect(page).not.toHaveURL(from);
      await expect.poll(async () => (await links())[0]).not.toBe(seen.at(-1)![0]);
    }
    expect(new Set(seen.flat()).size).toBe(seen.flat().length);
    expect(seen.flat().length).toBeGreaterThanOrEqual(DEMO_USERS);
    await page.getByRole("link", { name: "Previous" }).click();
    await expect.poll(links).toEqual(seen.at(-2));
  });
}

test("a filter is a chip that reads as a sentence and can be taken away", async ({ page, people }) => {
  const user = await people.create("filtered@example.com");
  await people.block(user.user_id);
  await open(page, "/users");
  await page.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitemradio", { name: "Blocked" }).click();
  await expect(page).toHaveURL(/status=blocked/);
  await expect(rows(page).getByRole("link", { name: "filtered@example.com" })).toBeVisible();
  await expect(page.getByText(/status is blocked/i)).toBeVisible();
  await reload(page);
  await expect(page.getByText(/status is blocked/i)).toBeVisible();
  await page.getByRole("link", { name: "Remove the filter: status is blocked" }).click();
  await expect(page).toHaveURL(/\/users$/);
  await people.delete(user.user_id);
});

test("columns are chosen and remembered, in the first HTML too", async ({ page, request }) => {
  await open(page, "/users");
  await expect(page.getByRole("columnheader", { name: "Logins" })).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Logins" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Logins" })).toHaveCount(0);
  await open(page, "/users");
  await expect(page.getByRole("columnheader", { name: "Logins" })).toHaveCount(0);
});

test("the theme is switched and remembered", async ({ page }) => {
  await open(page, "/users");
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Colour scheme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(background).not.toBe(light);
  await reload(page);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the menu of a row blocks, and a toast takes it back", async ({ page, people }) => {
  const user = await people.create("rowmenu@example.com");
  await open(page, "/users?q=rowmenu");
  await rows(page).getByRole("button", { name: "Actions for rowmenu@example.com" }).click();
  await page.getByRole("menuitem", { name: /^Block/ }).click();
  await expect(rows(page)).toContainText("blocked");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rows(page)).not.toContainText("blocked");
  expect((await people.get(user.user_id)).blocked).toBe(false);
});

test("all that match can be blocked and unblocked at once, with progress", async ({ page, people }) => {
  const made = await Promise.all(Array.from({ length: 30 }, (_, n) => people.create(`bulk.${n}@many.example`)));
  await open(page, "/users?q=bulk&page_size=25");
  const steps = [["Block", "30 blocked"], ["Block", "0 blocked, 30 blocked already"], ["Unblock", "30 unblocked"]];
  for (const [action, done] of steps) {
    await page.getByRole("checkbox", { name: "Select all on this page" }).check();
    await page.getByRole("button", { name: "Select all 30 that match" }).click();
    await page.getByRole("button", { name: action, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: `${action} 30 users` }).click();
    await expect(dialog.getByRole("status")).toHaveText(done);
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect(dialog).toBeHidden();
    for (const user of [made[0], made[29]]) expect((await people.get(user.user_id)).blocked).toBe(action === "Block");
  }
});

test("no match is told apart from an empty directory", async ({ page }) => {
  await open(page, "/users?q=zzzznobody");
  await expect(page.getByRole("heading", { name: "No user matches" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(rows(page)).toHaveCount(50);
});

test("when the server cannot be reached the page says so, and tries again", async ({ page, provoked }) => {
  provoked.push(/ERR_FAILED|Failed to fetch|Failed to load/);
  await open(page, "/users");
  await page.route("**/fn/users/list", (route) => route.abort());
  await search(page).fill("anna");
  await expect(page.getByRole("heading", { name: "Roster cannot be reached" })).toBeVisible();
  await page.unroute("**/fn/users/list");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Roster cannot be reached" })).toBeHidden();
});

test("going to a user and back finds the list where it was left", async ({ page }) => {
  await open(page, "/users?sort=email&order=asc&page_size=25");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/cursor=/);
  const left = page.url();
  const link = rows(page).getByRole("link").nth(20);
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Users" }).click();
  await expect(page).toHaveURL(left);
});

test("a hostile name is text, in the row and on the page", async ({ page, people }) => {
  const user = await people.create("zo'brien&co+x@example.com");
  await people.editMetadata(user.user_id, {}, { note: "</textarea><script>window.pwned = 1</script>\u202Egnp.exe" });
  await open(page, `/users?q=${encodeURIComponent("zo'brien&co")}`);
  await rows(page).getByRole("link").click();
  await hydrated(page);
  for (const tab of ["", "raw-json"]) {
    await open(page, pathOf(user, tab));
    await expect(page.getByRole("main").getByText("</textarea><script>").first()).toBeAttached();
    expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  }
});
