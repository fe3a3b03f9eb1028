// Connections: made, set up, and switched on and off for applications.

import type { Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { expect, open, reload, signIn, test, VIEWER } from "../test.ts";

const FIRST = "Username-Password-Authentication";
const message = (page: Page) => page.getByRole("region", { name: "Messages" });

/** Makes a connection by the dialog, and is on its page then. */
async function create(page: Page, name: string) {
  await open(page, "/connections");
  await page.getByRole("button", { name: "Create Connection" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

test("the list leads to a connection, and the navigation to the list", async ({ page }) => {
  await open(page, "/users");
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Connections" }).click();
  await expect(page).toHaveURL(/\/connections$/);
  await page.getByRole("link", { name: FIRST }).click();
  await expect(page.getByRole("heading", { level: 1, name: FIRST })).toBeVisible();
  await expect(page.getByRole("radio", { name: "Good" })).toBeChecked();
  await page.getByRole("link", { name: "Connections" }).last().click();
  await expect(page.getByRole("table")).toContainText(FIRST);
});

test("a connection is made, and a wrong name is told as it is typed", async ({ page, provoked }) => {
  provoked.push(/status of 409/);
  await open(page, "/connections");
  await page.getByRole("button", { name: "Create Connection" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("no spaces");
  await expect(dialog).toContainText("Only letters, digits and hyphens");
  await expect(dialog.getByRole("button", { name: "Create" })).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel("Name").fill(FIRST);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog).toContainText("already exists");
  await dialog.getByLabel("Name").fill("Made-Here");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Made-Here" })).toBeVisible();
  await expect(message(page)).toContainText("Made-Here was created");
});

test("the settings are saved, and obeyed by the next user", async ({ page, provoked }) => {
  provoked.push(/status of 400/);
  await create(page, "Strict");
  await page.getByRole("radio", { name: "Excellent" }).check();
  await page.getByLabel("Minimum length").fill("12");
  await expect(page.locator("#policy-excellent-rules")).toContainText("At least 12 characters in length");
  await page.getByLabel("Refuse common passwords").check();
  await page.getByRole("textbox", { name: "Words of your own" }).fill("Roster-Of-Acme-1\n</textarea><script>alert(1)</script>");
  await page.getByLabel("Users have a user name").check();
  await page.getByLabel("Shortest").fill("3");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(message(page)).toContainText("Strict is saved");
  await reload(page);
  await expect(page.getByRole("radio", { name: "Excellent" })).toBeChecked();
  await expect(page.getByRole("textbox", { name: "Words of your own" })).toHaveValue(/<\/textarea><script>alert\(1\)<\/script>$/);

  await open(page, "/users");
  await page.getByRole("button", { name: "Create User" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Connection").selectOption("Strict");
  await expect(dialog).toContainText("At least 12 characters in length");
  await dialog.getByLabel("Email").fill("strict@example.com");
  await dialog.getByLabel("Username").fill("al");
  await dialog.getByLabel("Password", { exact: true }).fill("roster-of-ACME-1");
  await dialog.getByLabel("Repeat Password").fill("roster-of-ACME-1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toContainText("3 to 15 characters, 2 given");
  await dialog.getByLabel("Username").fill("ada");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toContainText("Password is too common");
  await dialog.getByLabel("Password", { exact: true }).fill("Correct-Horse-9");
  await dialog.getByLabel("Repeat Password").fill("Correct-Horse-9");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "strict@example.com" })).toBeVisible();
});

test("what was typed for a new user stays when other connections are there meanwhile", async ({ page }) => {
  await open(page, "/users");
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/fn/connections/list", async (route) => {
    const known: { name: string }[] = await (await route.fetch()).json();
    const first = known.find(({ name }) => name === FIRST);
    await isReleased;
    await route.fulfill({ json: [...known, { ...first, id: "con_0000000000000000", name: "Made-Meanwhile" }] });
  });
  await page.getByRole("button", { name: "Create User" }).first().click();
  const dialog = page.getByRole("dialog");
  const [password, connection] = [dialog.getByLabel("Password", { exact: true }), dialog.getByLabel("Connection")];
  await dialog.getByLabel("Email").fill("typed@example.com");
  await connection.selectOption(FIRST);
  await password.fill("Correct-Horse-9");
  await expect(connection.getByRole("option", { name: "Made-Meanwhile" })).toHaveCount(0);
  release();
  await expect(connection.getByRole("option", { name: "Made-Meanwhile" })).toHaveCount(1);
  await expect(dialog.getByLabel("Email")).toHaveValue("typed@example.com");
  await expect(password).toHaveValue("Correct-Horse-9");
  await expect(password).toBeFocused();
  await expect(connection).toHaveValue(FIRST);
});

test("what is out of its bounds is told beside the field, and nothing is saved", async ({ page }) => {
  await create(page, "Bounds");
  await page.getByLabel("Refuse passwords that were used before").check();
  await page.getByLabel("How many are remembered").fill("25");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("0 to 24, 25 given")).toBeVisible();
  await expect(page.getByLabel("How many are remembered")).toBeFocused();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByLabel("Refuse passwords that were used before")).not.toBeChecked();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
});

test("unsaved settings are not lost by a click", async ({ page }) => {
  await create(page, "Unsaved");
  await page.getByLabel("Disable sign-ups").check();
  await page.locator(".tabs").getByRole("link", { name: "Applications" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("will be lost");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByLabel("Disable sign-ups")).toBeChecked();
});

test("an edit of settings that somebody else changed is told, and can begin anew", async ({ page, context, provoked }) => {
  provoked.push(/status of 409/);
  await create(page, "Shared");
  const other = await context.newPage();
  await open(other, page.url());
  await other.getByLabel("Disable sign-ups").check();
  await other.getByRole("button", { name: "Save" }).click();
  await expect(message(other)).toContainText("Shared is saved");
  await page.getByRole("radio", { name: "Low" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Somebody else changed this connection meanwhile")).toBeVisible();
  await page.getByRole("button", { name: "Load What Is There Now" }).click();
  await expect(page.getByLabel("Disable sign-ups")).toBeChecked();
  await expect(page.getByRole("radio", { name: "Good" })).toBeChecked();
});

test("an application is switched off and on at once, and the switch is undone", async ({ page }) => {
  await create(page, "Switched");
  await page.locator(".tabs").getByRole("link", { name: "Applications" }).click();
  await expect(page).toHaveURL(/\/applications$/);
  const switches = page.getByRole("switch");
  const app = switches.first();
  await expect(app).toBeChecked();
  for (let index = 0; index < (await switches.count()); index++) {
    await switches.nth(index).click();
    await expect(switches.nth(index)).not.toBeChecked();
  }
  await expect(page.getByText("nobody can log in with it")).toBeVisible();
  await expect(page.getByText("unused")).toBeVisible();
  await reload(page);
  await expect(app).not.toBeChecked();
  await app.click();
  await expect(app).toBeChecked();
  await expect(page.getByText("nobody can log in with it")).toBeHidden();
  await message(page).getByRole("button", { name: "Undo" }).first().click();
  await expect(app).not.toBeChecked();
  await page.getByRole("textbox", { name: "Filter applications" }).fill("nothing is called this");
  await expect(app).toBeHidden();
});

test("all of it works by keyboard", async ({ page }) => {
  await create(page, "Keys");
  await page.getByRole("radio", { name: "Good" }).focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: "Fair" })).toBeChecked();
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Minimum length")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByLabel("Refuse passwords that were used before")).toBeChecked();
  await page.getByLabel("Minimum length").press("Enter");
  await expect(message(page)).toContainText("Keys is saved");

  await page.locator(".tabs").getByRole("link", { name: "Applications" }).press("Enter");
  const app = page.getByRole("switch").first();
  await app.press("Space");
  await expect(app).not.toBeChecked();
  await app.press("Enter");
  await expect(app).toBeChecked();
});

test("a connection without users is deleted, one with users is not", async ({ page, provoked }) => {
  provoked.push(/status of 400/);
  await create(page, "Short-Lived");
  const remove = async () => {
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Delete Connection" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Yes, Delete It" }).click();
  };
  await remove();
  await expect(page).toHaveURL(/\/connections$/);
  await expect(page.getByRole("table")).not.toContainText("Short-Lived");
  await page.getByRole("link", { name: FIRST }).click();
  await remove();
  await expect(page.getByRole("dialog")).toContainText("still has users");
});

test("a viewer reads the settings and changes none", async ({ browser, roster }) => {
  const context = await browser.newContext({ baseURL: roster.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await signIn(page, VIEWER);
  await open(page, "/connections");
  await expect(page.getByRole("button", { name: "Create Connection" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("link", { name: FIRST }).click();
  await expect(page.getByRole("radio", { name: "Good" })).toBeDisabled();
  await expect(page.getByText("Only owners change settings")).toBeVisible();
  await page.locator(".tabs").getByRole("link", { name: "Applications" }).click();
  await expect(page.getByRole("switch").first()).toHaveAttribute("aria-disabled", "true");
  await context.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing on any page of connections", async ({ page }) => {
      const check = () => expectNoViolations(page);
      await open(page, "/connections");
      await check();
      await page.getByRole("button", { name: "Create Connection" }).click();
      await page.getByRole("dialog").getByLabel("Name").fill("no spaces");
      await check();
      await page.keyboard.press("Escape");
      await create(page, `Axe-${colorScheme}`);
      await page.getByLabel("Refuse passwords that were used before").check();
      await page.getByLabel("How many are remembered").fill("x");
      await page.getByLabel("Refuse common passwords").check();
      await page.getByLabel("Users have a user name").check();
      await check();
      await page.getByRole("button", { name: "Discard" }).click();
      await page.locator(".tabs").getByRole("link", { name: "Applications" }).click();
      await expect(page.getByRole("switch").first()).toBeVisible();
      await check();
    });
  });
}
