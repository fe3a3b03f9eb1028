// axe finds nothing on any page, in light and in dark.

import { expectNoViolations } from "../accessible.ts";
import { expect, open, pathOf, test } from "../test.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("the list, and nobody on it", async ({ page }) => {
      await open(page, "/users?page_size=25");
      await page.getByRole("checkbox").nth(1).check();
      await expectNoViolations(page);
      await open(page, "/users?q=nobodyiscalledthis&status=blocked");
      await expect(page.getByRole("heading", { name: "No user matches" })).toBeVisible();
      await expectNoViolations(page);
    });

    test("the dialogs and menus of the list", async ({ page }) => {
      await open(page, "/users?page_size=25&q=an");
      const dialog = page.getByRole("dialog");
      await page.getByRole("button", { name: "Create User" }).first().click();
      await dialog.getByLabel("Password", { exact: true }).fill("short");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expectNoViolations(page, "dialog[open]");
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();

      await page.keyboard.press("Control+k");
      await page.keyboard.type("an");
      await expect(dialog.getByRole("option").nth(1)).toBeVisible();
      await expectNoViolations(page, "dialog[open]");
      await page.keyboard.press("Escape");

      await page.keyboard.press("?");
      await expectNoViolations(page, "dialog[open]");
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: "Colour scheme" }).click();
      await expectNoViolations(page, ".topbar");
      await page.keyboard.press("Escape");
      await page.getByLabel(/^Account /).click();
      await expectNoViolations(page, ".topbar");
    });

    test("a user, on every tab", async ({ page, people }) => {
      const user = await people.create(`axe-${colorScheme}@example.com`);
      await people.editMetadata(user.user_id, {}, { plan: "gold", nested: { list: [1, true, null, "text"] } });
      for (const tab of ["", "devices", "history", "locations", "raw-json"]) {
        await open(page, pathOf(user, tab));
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectNoViolations(page);
      }
      await page.getByRole("button", { name: "Actions" }).click();
      await expect(page.getByRole("menu")).toBeVisible();
      await expectNoViolations(page);
      await page.getByRole("menuitem", { name: "Delete User" }).click();
      await expectNoViolations(page);
    });

    test.describe("signed out", () => {
      test.use({ storageState: async ({}, use) => use({ cookies: [], origins: [] }) });

      test("signing in, and a link that ran out", async ({ page, provoked }) => {
        provoked.push(/status of 4\d\d/);
        await page.goto("/sign-in");
        await expectNoViolations(page);
        await page.getByLabel("Email").fill("nobody@example.com");
        await page.getByLabel("Password").fill("wrong");
        await page.getByRole("button", { name: "Sign In" }).click();
        await expect(page.getByRole("alert")).toBeVisible();
        await expectNoViolations(page);
        await page.goto("/setup?token=spent");
        await expectNoViolations(page);
      });
    });
  });
}

test("what is not there says so, accessibly", async ({ page, provoked }) => {
  provoked.push(/status of 404/);
  await open(page, "/users/auth0%7C000000000000000000000000");
  await expectNoViolations(page);
  await page.goto("/nowhere");
  await expectNoViolations(page);
});
