// A page never scrolls sideways; a wide table scrolls inside itself.

import { expect, open, pathOf, test } from "../test.ts";

const longEmail = (width: number) => `${"x".repeat(60)}${width}@${"y".repeat(63)}.${"z".repeat(63)}.example.com`;

for (const width of [360, 800, 1440]) {
  test(`nothing is wider than ${width} px`, async ({ page, people }) => {
    await page.setViewportSize({ width, height: 800 });
    const user = await people.create(longEmail(width));
    await people.editMetadata(user.user_id, {}, { long: "w".repeat(4000), ["k".repeat(300)]: { deep: [["v".repeat(500)]] } });
    for (const path of ["/users", "/users?q=nobodyiscalledthis", ...["", "devices", "history", "locations", "raw-json"].map((tab) => pathOf(user, tab))]) {
      await open(page, path);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(sideways, path).toBe(0);
    }
  });
}

test("the tab that is open stands in view, however narrow the window", async ({ page, people }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  const user = await people.create("narrow@layout.example");
  await open(page, pathOf(user, "raw-json"));
  const tab = page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Raw JSON" });
  await expect(tab).toHaveAttribute("aria-current", "page");
  await expect(tab).toBeInViewport({ ratio: 0.95 });
});

test("the sign-in page fits 320 px", async ({ browser, roster }) => {
  const context = await browser.newContext({ baseURL: roster.url, viewport: { width: 320, height: 600 }, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto("/sign-in");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await context.close();
});
