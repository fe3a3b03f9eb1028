// The whole first hour of an administrator, on an empty installation.

import { expect, hydrated, open, OWNER, pathOf, reload, signIn, test as base } from "../test.ts";
import { install } from "../server.mjs";

const test = base.extend<{ fresh: Awaited<ReturnType<typeof install>> }>({
  fresh: async ({}, use) => {
    const fresh = await install();
    await fresh.start();
    await use(fresh);
    await fresh.remove();
  },
  baseURL: async ({ fresh }, use) => use(fresh.url),
  storageState: async ({}, use) => use({ cookies: [], origins: [] }),
});

test("from the setup link to users who are created, found, changed, blocked and deleted", async ({ page, fresh, people, context, provoked }) => {
  // Refusals on purpose: wrong passwords, a used link, an email that is taken, a conflict.
  provoked.push(/status of (400|409|410)/);

  await test.step("nobody can sign in yet, and the page says why", async () => {
    await page.goto("/");
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByText("no administrator yet")).toBeVisible();
  });

  await test.step("the setup link makes the first administrator, who is signed in", async () => {
    await page.goto(fresh.setupLink);
    await page.getByLabel("Email").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByLabel("Repeat password").fill("something else");
    await page.getByRole("button", { name: "Create Administrator" }).click();
    await expect(page.getByRole("alert").first()).toBeVisible();
    await expect(page.getByLabel("Email")).toHaveValue(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByLabel("Repeat password").fill(OWNER.password);
    await page.getByRole("button", { name: "Create Administrator" }).click();
    await expect(page).toHaveURL(/\/users$/);
  });

  await test.step("the link works once", async () => {
    const other = await context.newPage();
    await other.goto(fresh.setupLink);
    await expect(other.getByLabel("Repeat password")).toHaveCount(0);
    await other.close();
  });

  await test.step("signing out ends it, signing in opens the page that was asked for", async () => {
    await hydrated(page);
    await page.getByLabel(`Account ${OWNER.email}`).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto("/users?sort=email");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByLabel("Email").fill(OWNER.email);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign In" }).click();
    await expect(page.getByRole("alert")).toHaveText("Wrong email or password");
    await page.getByLabel("Password").fill(OWNER.password);
    await page.getByRole("button", { name: "Sign In" }).click();
    await expect(page).toHaveURL(/\/users\?sort=email/);
  });

  await test.step("an empty directory offers to create a user; mistakes stand beside their field", async () => {
    await open(page, "/users");
    await expect(page.getByRole("heading", { name: "No users yet" })).toBeVisible();
    await page.getByRole("button", { name: "Create User" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Create User" });
    await dialog.getByLabel("Email").fill(`${"a".repeat(65)}@example.com`);
    await dialog.getByLabel("Password", { exact: true }).fill("short");
    await expect(dialog.getByText("At least 8 characters in length")).toBeVisible();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByText("At most 64 characters before the @, 65 given")).toBeVisible();
    await dialog.getByLabel("Email").fill("ada@example.com");
    await dialog.getByLabel("Password", { exact: true }).fill("Correct-Horse-9");
    await dialog.getByLabel("Repeat Password").fill("Correct-Horse-9");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/\/users\/auth0(%7C|\|)[0-9a-f]{24}$/);
    await expect(page.getByRole("heading", { level: 1, name: "ada@example.com" })).toBeVisible();
    await expect(page.getByText("pending", { exact: true }).first()).toBeVisible();
  });

  await test.step("the same email again is refused beside the field", async () => {
    await open(page, "/users");
    await page.getByRole("button", { name: "Create User" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Create User" });
    await dialog.getByLabel("Email").fill("Ada@Example.com");
    await dialog.getByLabel("Password", { exact: true }).fill("Correct-Horse-9");
    await dialog.getByLabel("Repeat Password").fill("Correct-Horse-9");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByText(/already/)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  for (const name of ["grace", "alan", "edsger"]) await people.create(`${name}@example.com`);

  await test.step("the search finds as one types", async () => {
    await open(page, "/users");
    await expect(page.getByRole("row")).toHaveCount(5);
    await page.getByRole("combobox", { name: "Search users" }).fill("grac");
    await expect(page.getByRole("row")).toHaveCount(2);
    await expect(page).toHaveURL(/q=grac/);
    await page.getByRole("link", { name: "grace@example.com" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "grace@example.com" })).toBeVisible();
  });

  const id = decodeURIComponent(new URL(page.url()).pathname.split("/")[2]);
  const editor = page.getByRole("textbox", { name: "user_metadata", exact: true });
  const metadata = page.getByRole("region", { name: "user_metadata" });

  await test.step("metadata is edited and kept", async () => {
    await editor.fill('{ "plan": "gold" }');
    await metadata.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("user_metadata is saved")).toBeVisible();
    await reload(page);
    await expect(editor).toHaveValue(/"plan": "gold"/);
  });

  await test.step("a change that someone else made meanwhile is shown, and neither is lost", async () => {
    const other = await context.newPage();
    await open(other, pathOf({ user_id: id }));
    await other.getByRole("textbox", { name: "user_metadata", exact: true }).fill('{ "plan": "silver", "by": "other" }');
    await other.getByRole("region", { name: "user_metadata" }).getByRole("button", { name: "Save" }).click();
    await expect.poll(async () => (await people.get(id)).user_metadata).toEqual({ plan: "silver", by: "other" });
    await other.close();

    await editor.fill('{ "plan": "platinum" }');
    await metadata.getByRole("button", { name: "Save" }).click();
    await expect(metadata.getByRole("alert")).toContainText("Somebody else saved a change");
    await expect(page.getByRole("textbox", { name: "user_metadata, saved meanwhile" })).toHaveValue(/silver/);
    await expect(editor).toHaveValue(/platinum/);
    expect((await people.get(id)).user_metadata).toEqual({ plan: "silver", by: "other" });
    await metadata.getByRole("button", { name: "Keep mine" }).click();
    await expect.poll(async () => (await people.get(id)).user_metadata).toEqual({ plan: "platinum" });
  });

  await test.step("block and unblock", async () => {
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Block User" }).click();
    await expect(page.getByRole("dialog")).toContainText("They are not logged in anywhere");
    await page.getByRole("dialog").getByRole("button", { name: "Block User" }).click();
    await expect(page.getByText("blocked", { exact: true }).first()).toBeVisible();
    expect((await people.get(id)).blocked).toBe(true);
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Unblock User" }).click();
    await expect.poll(async () => (await people.get(id)).blocked).toBe(false);
  });

  await test.step("History tells what was done", async () => {
    await page.getByRole("link", { name: "History" }).click();
    await expect(page).toHaveURL(/\/history$/);
    await expect(page.getByText("Update a User").first()).toBeVisible();
    await expect(page.getByText("Create a User").first()).toBeVisible();
  });

  await test.step("delete asks, and returns to the list where it was left", async () => {
    await open(page, "/users?q=grace");
    await page.getByRole("link", { name: "grace@example.com" }).click();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Delete User" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete grace@example.com?" });
    await expect(dialog).toContainText("cannot be undone");
    await dialog.getByRole("button", { name: "Yes, Delete It" }).click();
    await expect(page).toHaveURL(/\/users\?q=grace/);
    await expect(page.getByRole("link", { name: "grace@example.com" })).toHaveCount(0);
  });

  await test.step("many at once", async () => {
    await open(page, "/users");
    await page.getByRole("checkbox", { name: "Select all on this page" }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Delete users" });
    await dialog.getByRole("button", { name: "Yes, Delete 3 users" }).click();
    await expect(dialog.getByRole("status")).toHaveText("3 deleted");
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect(page.getByRole("heading", { name: "No users yet" })).toBeVisible();
  });
});

test("a foreign session secret opens nothing", async ({ page, fresh, context }) => {
  await context.addCookies([{ name: "roster", value: "0".repeat(32), url: fresh.url }]);
  await page.goto("/users");
  await expect(page).toHaveURL(/\/sign-in/);
});
