// Applications, APIs and the tenant's settings: made, set up and switched on by hand.

import type { Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { expect, open, reload, signIn, test, VIEWER } from "../test.ts";

const FIRST = "Username-Password-Authentication";
const message = (page: Page) => page.getByRole("region", { name: "Messages" });

/** Makes an application by the dialog, and is on its credentials then. */
async function createApplication(page: Page, name: string, kind = "Regular web") {
  await open(page, "/applications");
  await page.getByRole("button", { name: "Create Application" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("radio", { name: kind }).check();
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page).toHaveURL(/\/credentials$/);
}

/** Makes an API by the dialog, and is on its page then. */
async function createApi(page: Page, name: string, identifier: string) {
  await open(page, "/apis");
  await page.getByRole("button", { name: "Create API" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Identifier").fill(identifier);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** The tab of the page that is open. */
const tab = (page: Page, name: string) => page.locator(".tabs").getByRole("link", { name, exact: true });

test("an application shows its secret once", async ({ page }) => {
  await createApplication(page, "Shop");
  const secret = page.locator(".secret-line code");
  await expect(secret).toHaveText(/^[\w-]{40,}$/);
  const first = await secret.textContent();
  await reload(page);
  await expect(page.getByRole("heading", { name: "Credentials" })).toBeVisible();
  await expect(secret).toHaveCount(0);
  expect(await page.content()).not.toContain(first!);

  await page.getByRole("button", { name: "Rotate Secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate Secret" }).click();
  await expect(secret).toHaveText(/^[\w-]{40,}$/);
  await expect(secret).not.toHaveText(first!);
});

test("settings are saved, and a bad callback is refused beside its field", async ({ page, provoked }) => {
  provoked.push(/status of 400/);
  await createApplication(page, "Callbacks");
  await tab(page, "Settings").click();
  const callbacks = page.getByRole("textbox", { name: "Callback URLs" });
  await callbacks.fill("https://*.shop.example/callback");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("#error-callbacks")).not.toBeEmpty();
  await expect(callbacks).toHaveAttribute("aria-invalid", "true");
  await callbacks.fill("https://shop.example/callback");
  await page.getByRole("textbox", { name: "Logout URLs" }).fill("https://shop.example/");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(message(page)).toContainText("Callbacks is saved");
  await reload(page);
  await expect(callbacks).toHaveValue("https://shop.example/callback");
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
});

test("what is typed while something is saved stays", async ({ page }) => {
  await createApplication(page, "Busy");
  await tab(page, "Settings").click();
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/fn/clients/update", async (route) => {
    await isReleased;
    await route.continue();
  });
  const description = page.getByRole("textbox", { name: "Description" });
  await page.getByRole("textbox", { name: "Logout URLs" }).fill("https://busy.example/");
  await page.getByRole("button", { name: "Save" }).click();
  await description.fill("Typed meanwhile");
  release();
  await expect(message(page)).toContainText("Busy is saved");
  await expect(description).toHaveValue("Typed meanwhile");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await reload(page);
  await expect(description).toHaveValue("Typed meanwhile");
  await expect(page.getByRole("textbox", { name: "Logout URLs" })).toHaveValue("https://busy.example/");
});

test("after a refusal the mistake has the focus, unless somebody types elsewhere by then", async ({ page, provoked }) => {
  provoked.push(/status of 400/);
  await createApplication(page, "Focused");
  await tab(page, "Settings").click();
  const callbacks = page.getByRole("textbox", { name: "Callback URLs" });
  const description = page.getByRole("textbox", { name: "Description" });
  const mistake = page.locator("#error-callbacks");
  await callbacks.fill("https://*.shop.example/callback");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(callbacks).toBeFocused();

  let release = () => {};
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/fn/clients/update", async (route) => {
    await isReleased;
    await route.continue();
  });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(mistake).toBeEmpty();
  await description.focus();
  await page.keyboard.type("Typed ");
  release();
  await expect(mistake).not.toBeEmpty();
  // The focus moves once the mistake is drawn.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.keyboard.type("meanwhile");
  await expect(description).toHaveValue("Typed meanwhile");
});

test("what is not a number is told beside the field, and Discard begins anew", async ({ page }) => {
  await createApplication(page, "Numbers");
  await tab(page, "Settings").click();
  await page.getByLabel("Leeway").fill("soon");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A whole number of seconds")).toBeVisible();
  await expect(page.getByLabel("Leeway")).toBeFocused();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByLabel("Leeway")).toHaveValue(/^\d+$/);
});

test("a connection is switched off and on for an application", async ({ page }) => {
  await createApplication(page, "Switched");
  await tab(page, "Connections").click();
  const toggle = page.getByRole("switch", { name: FIRST });
  const before = await toggle.getAttribute("aria-checked");
  const after = before === "true" ? "false" : "true";
  await toggle.click();
  await expect(toggle).toHaveAttribute("aria-checked", after);
  await reload(page);
  await expect(toggle).toHaveAttribute("aria-checked", after);
});

test("an API gets a scope, and a machine is allowed it", async ({ page }) => {
  await createApplication(page, "Robot", "Machine to machine");
  const application = page.url().replace(/\/credentials$/, "");
  await createApi(page, "Orders", "https://orders.example/");
  await tab(page, "Permissions").click();
  await page.getByLabel("Scope", { exact: true }).fill("read:orders");
  await page.getByLabel("Description").fill("Read all orders");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("list", { name: "Scopes" })).toContainText("read:orders");

  await tab(page, "Machine applications").click();
  const toggle = page.getByRole("switch", { name: "Robot" });
  await toggle.click();
  await expect(toggle).toHaveAttribute("aria-checked", "true");
  const scope = page.getByRole("group", { name: "Scopes of Robot" }).getByLabel("read:orders");
  await scope.check();
  await expect(scope).toBeEnabled();
  await expect(message(page)).toContainText("is saved");

  await open(page, `${new URL(application).pathname}/apis`);
  await expect(page.getByRole("switch", { name: "Orders" })).toHaveAttribute("aria-checked", "true");
  await expect(page.getByRole("group", { name: "Scopes of Orders" }).getByLabel("read:orders")).toBeChecked();
});

test("the tenant's settings are saved, and what is wrong is told beside its field", async ({ page, provoked }) => {
  provoked.push(/status of 400/);
  await open(page, "/settings");
  const name = page.getByLabel("Name", { exact: true });
  const before = await name.inputValue();
  await page.getByLabel("Colour of buttons and links", { exact: true }).fill("red");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A colour has the form #1f6feb")).toBeVisible();
  await page.getByLabel("Colour of buttons and links", { exact: true }).fill("#0a7d55");
  await expect(page.getByLabel("Pick: Colour of buttons and links")).toHaveValue("#0a7d55");
  await name.fill("Acme");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(message(page)).toContainText("The settings are saved");
  await reload(page);
  await expect(name).toHaveValue("Acme");
  await name.fill(before);
  await page.getByLabel("Colour of buttons and links", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
});

test("settings that somebody else changed are told, and can begin anew", async ({ page, context, provoked }) => {
  provoked.push(/status of 409/);
  await open(page, "/settings");
  const other = await context.newPage();
  await open(other, "/settings");
  await other.getByLabel("A login ends unused after").fill("71");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(message(other)).toContainText("The settings are saved");
  await page.getByLabel("A login lasts at most").fill("100");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Load What Is There Now" }).click();
  await expect(page.getByLabel("A login ends unused after")).toHaveValue("71");
  await expect(page.getByLabel("A login lasts at most")).toHaveValue("168");
  await page.getByLabel("A login ends unused after").fill("72");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(message(page)).toContainText("The settings are saved");
});

test("a key is rotated, and the one before it revoked, each after a question", async ({ page }) => {
  await open(page, "/settings/keys");
  await page.getByRole("button", { name: "Rotate the RS256 key" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("until you revoke that key");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Rotate the RS256 key" }).click();
  await dialog.getByRole("button", { name: "Rotate Key" }).click();
  await expect(message(page)).toContainText("Another RS256 key signs now");
  const previous = page.getByRole("row").filter({ hasText: "RS256" }).filter({ hasText: "previous" });
  await previous.first().getByRole("button", { name: /^Revoke the key/ }).click();
  await expect(dialog).toContainText("This cannot be undone.");
  await dialog.getByRole("button", { name: "Yes, Revoke It" }).click();
  await expect(message(page)).toContainText("The key was revoked");
});

test("by the keyboard alone: from the list to a saved name", async ({ page }) => {
  await createApplication(page, "Keys only");
  await open(page, "/applications");
  await page.getByRole("link", { name: "Keys only" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Keys only" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Description")).toBeFocused();
  await page.keyboard.type("Made without a mouse");
  await page.keyboard.press("Enter");
  await expect(message(page)).toContainText("Keys only is saved");
});

test.describe("somebody who may only look", () => {
  test("sees the settings and cannot change them", async ({ page, context }) => {
    await context.clearCookies();
    await signIn(page, VIEWER);
    await open(page, "/settings");
    await expect(page.getByLabel("Name", { exact: true })).toBeDisabled();
    await open(page, "/settings/keys");
    await expect(page.getByRole("button", { name: "Rotate the RS256 key" })).toHaveAttribute("aria-disabled", "true");
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing on any of the pages", async ({ page }) => {
      await createApplication(page, `Axe ${colorScheme}`);
      await expectNoViolations(page);
      const application = new URL(page.url()).pathname.replace(/\/credentials$/, "");
      await createApi(page, `Axe ${colorScheme}`, `https://axe-${colorScheme}.example/`);
      const api = new URL(page.url()).pathname;
      const paths = ["/applications", "/apis", "/settings", "/settings/keys", api, `${api}/permissions`, `${api}/machines`];
      for (const name of ["", "/connections", "/apis", "/quickstart"]) {
        paths.push(application + name);
      }
      for (const path of paths) {
        await open(page, path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectNoViolations(page);
      }
    });
  });
}
