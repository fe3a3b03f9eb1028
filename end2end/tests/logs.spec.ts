// Logs: the tenant's log, its search language, and the chart.

import type { Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { logIn, openShop, PASSWORD } from "../logins.ts";
import { expect, open, test } from "../test.ts";

const FOLDER = process.env.ROSTER_SCREENSHOTS ?? "end2end/results/screenshots";

const events = (page: Page) => page.getByRole("region", { name: "Events" }).locator("tbody").getByRole("row");
const box = (page: Page) => page.getByRole("textbox", { name: "Search the log" });

async function search(page: Page, q: string) {
  await box(page).fill(q);
  await box(page).press("Enter");
}

test("the search language finds events, and says where a mistake is", async ({ page, people, roster, provoked }) => {
  provoked.push(/status of 400/);
  const shop = await openShop(roster, "Search shop");
  const user = await people.create("ada@logs.example", PASSWORD);
  await logIn(roster, shop, user.email);
  await logIn(roster, shop, user.email, "wrong");
  await logIn(roster, shop, "nobody@logs.example", "wrong");
  await open(page, "/logs");
  await expect(page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Logs" })).toHaveAttribute("aria-current", "page");
  await search(page, 'type:(fp OR fu) AND client_name:"Search shop"');
  await expect(events(page)).toHaveCount(2);
  await search(page, 'type:f? AND client_name:"Search shop" AND NOT user_name:ada*');
  await expect(page).toHaveURL(/q=/);
  await expect(events(page)).toHaveCount(1);
  await expect(events(page)).toContainText("nobody@logs.example");
  await search(page, "type:s AND (client_name:*shop");
  await expect(page.locator("#log-mistake")).toContainText("Position 30: expected `)`");
  await search(page, "shoe:1");
  await expect(page.locator("#log-mistake")).toContainText("no field `shoe`");
  await search(page, "type:s AND user_name:ada@logs.example");
  await expect(events(page)).toHaveCount(1);
  await page.getByRole("link", { name: user.email }).click();
  await expect(page).toHaveURL(/\/users\//);
});

test("what happens anywhere appears by itself", async ({ page, people, roster }) => {
  const shop = await openShop(roster, "Live logs shop");
  const user = await people.create("live@logs.example", PASSWORD);
  const followed = page.waitForResponse((response) => response.url().includes("/events/logs"));
  await open(page, "/logs");
  expect((await followed).status()).toBe(200);
  await logIn(roster, shop, user.email);
  await expect(events(page).filter({ hasText: user.email }).filter({ hasText: "Live logs shop" })).toHaveCount(2);
  await search(page, "type:fp AND client_name:Live*");
  await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();
  await logIn(roster, shop, user.email);
  await logIn(roster, shop, user.email, "wrong");
  await page.getByRole("button", { name: "1 new event" }).click();
  await expect(events(page)).toHaveCount(1);
});

test("dragging over the chart, or its table, shows that time", async ({ page, people, roster }) => {
  const shop = await openShop(roster, "Chart shop");
  const user = await people.create("chart@logs.example", PASSWORD);
  await logIn(roster, shop, user.email);
  await logIn(roster, shop, user.email, "wrong");
  await open(page, "/logs");
  const chart = page.getByRole("img", { name: /logins and \d+ failures/ });
  await expect(chart).toBeVisible();
  const place = (await chart.boundingBox())!;
  const [from, to, middle] = [place.x + place.width * 0.1, place.x + place.width * 0.4, place.y + place.height / 2];
  await page.mouse.move(from, middle);
  await page.mouse.down();
  await page.mouse.move(to, middle, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*to=/);
  await expect(events(page).filter({ hasText: "Chart shop" })).toHaveCount(0);
  await page.getByRole("link", { name: /Remove the filter: time is/ }).click();
  await expect(page).not.toHaveURL(/from=/);
  await page.getByText("Show as a table").click();
  const figures = page.getByRole("region", { name: "Figures of the chart" });
  await figures.getByRole("row").nth(1).getByRole("button").press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
  await expect(events(page).filter({ hasText: "Chart shop" }).first()).toBeVisible();
  await page.getByRole("button", { name: "30 days" }).click();
  await expect(page.getByRole("button", { name: "30 days" })).toHaveAttribute("aria-pressed", "true");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("logs without a violation, down to 360 px", async ({ page, people, roster }) => {
      const shop = await openShop(roster, "Shop");
      const user = await people.create(`axe-${colorScheme}@logs.example`, PASSWORD);
      await logIn(roster, shop, user.email);
      await logIn(roster, shop, user.email, "wrong");
      await open(page, "/logs");
      await expect(page.getByRole("img", { name: /logins and \d+ failures/ })).toBeVisible();
      await page.getByText("Show as a table").click();
      await expectNoViolations(page);
      await page.getByText("Show as a table").click();
      await page.screenshot({ path: `${FOLDER}/logs-${colorScheme}.png` });
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await page.screenshot({ path: `${FOLDER}/logs-narrow-${colorScheme}.png` });
    });
  });
}
