// A user's History: what happened, in order, and as it happens.

import type { Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { logIn, openShop, PASSWORD } from "../logins.ts";
import { expect, open, pathOf, reload, test } from "../test.ts";

const FOLDER = process.env.ROSTER_SCREENSHOTS ?? "end2end/results/screenshots";

const events = (page: Page) => page.getByRole("region", { name: "Events" }).locator("tbody").getByRole("row");
const titles = (page: Page) => events(page).locator(".log-title button").allInnerTexts();

async function choose(page: Page, menu: string, item: string) {
  await page.getByRole("button", { name: menu, exact: true }).click();
  await page.getByRole("menu").getByText(item, { exact: true }).click();
  await page.keyboard.press("Escape");
}

test("events stand in order, are narrowed, and tell what was changed and how a login was decided", async ({ page, people, roster }) => {
  const shop = await openShop(roster, "History shop");
  const user = await people.create("order@history.example", PASSWORD);
  await people.editMetadata(user.user_id, {}, { plan: "gold" });
  expect(await logIn(roster, shop, user.email)).toBe(200);
  expect(await logIn(roster, shop, user.email, "wrong")).toBe(403);
  await open(page, pathOf(user, "history"));
  await expect(events(page)).toHaveCount(5);
  expect(await titles(page)).toEqual([
    "Failed Login (Incorrect Password)",
    "Success Exchange: Password",
    "Success Login",
    "Update a User",
    "Create a User",
  ]);
  await expect(events(page).nth(2)).toContainText("History shop");
  await expect(events(page).nth(2)).toContainText("Username-Password-Authentication");

  await choose(page, "Kind", "Failed logins");
  await expect(page).toHaveURL(/kind=failures/);
  await expect(events(page)).toHaveCount(1);
  await page.getByRole("link", { name: "Remove the filter: kind is failed logins" }).click();
  await expect(events(page)).toHaveCount(5);
  await choose(page, "Application", "History shop");
  await expect(events(page)).toHaveCount(3);
  await reload(page);
  await expect(events(page)).toHaveCount(3);
  await page.goBack();

  const dialog = page.getByRole("dialog");
  await events(page).getByRole("button", { name: "Failed Login (Incorrect Password)" }).click();
  await expect(page).toHaveURL(/event=\d+/);
  await expect(dialog.getByRole("row", { name: /The password is right/ })).toContainText("failed: wrong password");
  await expect(dialog.getByRole("row", { name: /The user is known/ })).toContainText("passed");
  const address = page.url();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).not.toHaveURL(/event=/);

  await open(page, address);
  await expect(dialog.getByRole("heading", { name: "Failed Login (Incorrect Password)" })).toBeVisible();
  await page.keyboard.press("Escape");

  await events(page).getByRole("button", { name: "Update a User" }).click();
  await expect(dialog.getByRole("row", { name: /user_metadata/ })).toContainText("gold");
  await expect(dialog.getByText("owner@example.com").first()).toBeVisible();
  await expect(dialog.getByRole("tree", { name: "The event" })).toBeVisible();
});

test("a login appears by itself, and waits behind a button where one reads further down", async ({ page, people, roster }) => {
  const shop = await openShop(roster, "Live shop");
  const user = await people.create("live@history.example", PASSWORD);
  await open(page, pathOf(user, "history"));
  await expect(events(page)).toHaveCount(1);
  const followed = page.waitForResponse((response) => response.url().includes("/events/logs"));
  await reload(page);
  expect((await followed).status()).toBe(200);
  await logIn(roster, shop, user.email);
  await expect(events(page)).toHaveCount(3);
  expect(await titles(page)).toEqual(["Success Exchange: Password", "Success Login", "Create a User"]);
  await expect(page.getByRole("status").filter({ hasText: "New event:" })).toHaveCount(1);

  await choose(page, "Kind", "Failed logins");
  await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
  await logIn(roster, shop, user.email);
  await logIn(roster, shop, user.email, "wrong");
  const pill = page.getByRole("button", { name: "1 new event" });
  await pill.click();
  await expect(events(page)).toHaveCount(1);
  await expect(events(page)).toContainText("Wrong email or password.");
});

test("older events come by scrolling and by the button", async ({ page, people }) => {
  const user = await people.create("many@history.example");
  for (let n = 0; n < 60; n++) await people.block(user.user_id, n % 2 === 0);
  await open(page, pathOf(user, "history"));
  await expect(events(page).first()).toBeVisible();
  await expect.poll(async () => events(page).count()).toBeGreaterThanOrEqual(50);
  await page.getByText(/That is all|Load more/).scrollIntoViewIfNeeded();
  await expect(events(page)).toHaveCount(61);
  await expect(page.getByText("That is all.")).toBeVisible();
});

test("hostile values are shown as text", async ({ page, people, roster }) => {
  const shop = await openShop(roster, "Shop ' OR 1=1 -- {{7*7}} &amp;");
  const user = await people.create("hostile@history.example", PASSWORD);
  await logIn(roster, shop, user.email, PASSWORD, "</script><script>window.pwned=1</script> <b>bold</b>");
  await open(page, pathOf(user, "history"));
  await expect(events(page)).toHaveCount(3);
  await events(page).getByRole("button", { name: "Success Login" }).click();
  await expect(page.getByRole("dialog")).toContainText("<b>bold</b>");
  expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  expect(await page.locator("main b, dialog b, main img").count()).toBe(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("history by the keyboard, without a violation, down to 360 px", async ({ page, people, roster }) => {
      const shop = await openShop(roster, "Shop");
      const user = await people.create(`axe-${colorScheme}@history.example`, PASSWORD);
      await people.editMetadata(user.user_id, {}, { plan: "gold" });
      await logIn(roster, shop, user.email);
      await logIn(roster, shop, user.email, "wrong");
      await open(page, pathOf(user, "history"));
      await expect(events(page)).toHaveCount(5);
      await expectNoViolations(page);
      await page.screenshot({ path: `${FOLDER}/history-${colorScheme}.png` });
      await events(page).nth(0).getByRole("button").focus();
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByText("How it was decided")).toBeVisible();
      await expectNoViolations(page, "dialog[open]");
      await page.screenshot({ path: `${FOLDER}/history-event-${colorScheme}.png` });
      await page.keyboard.press("Escape");
      await expect(events(page).nth(0).getByRole("button")).toBeFocused();
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await page.screenshot({ path: `${FOLDER}/history-narrow-${colorScheme}.png` });
    });
  });
}
