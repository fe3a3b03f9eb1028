// Sign in as User: from the switch to the end, with an application that has openid-client and every check on.

import type { Browser, Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { startWeb } from "../apps/web.mjs";
import { OWNER, expect, open, pathOf, signIn, test as base } from "../test.ts";

type Web = Awaited<ReturnType<typeof startWeb>>;

const test = base.extend<{ web: Web }>({
  // Signed in anew for each test: who did so more than five minutes ago is asked for their password.
  storageState: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
    await signIn(await context.newPage());
    await use(await context.storageState());
    await context.close();
  },

  web: async ({ provoked }, use) => {
    const app = await startWeb(undefined);
    provoked.push(new RegExp(`request to another host: ${app.url}`));
    await use(app);
    await app.close();
  },
});

const FOLDER = "end2end/results/screenshots";

async function call(page: Page, path: string, data: object) {
  const url = new URL("/", page.url() === "about:blank" ? test.info().project.use.baseURL : page.url());
  const headers = { Origin: url.origin, "Sec-Fetch-Site": "same-origin" };
  const answer = await page.request.post(`${url.origin}/fn/${path}`, { data, headers });
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
  return answer.json();
}

/** Whether the tenant allows it, and whether the owner has the permission. */
async function allow(page: Page, tenant: boolean, owner: boolean) {
  await page.goto("/settings");
  const base = await call(page, "tenant/settings", {});
  await call(page, "tenant/update", { edit: { base, settings: { ...base, allow_impersonation: tenant } } });
  const all = await call(page, "administrators/list", {});
  const { id } = all.find(({ email }: { email: string }) => email === OWNER.email);
  await call(page, "administrators/update", { id, role: "owner", may_impersonate: owner });
}

const button = (page: Page) => page.getByRole("button", { name: "Sign in as User" });

/** Makes a link into the application, on the page of the user. */
async function makeLink(page: Page, application: string, reason = "Ticket 4711: the basket is empty") {
  await expect(button(page)).not.toHaveAttribute("aria-disabled", "true");
  await button(page).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Application").selectOption({ label: application });
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: "Make Link" }).click();
  const link = dialog.getByRole("link", { name: "Open in New Tab" });
  await expect(link).toBeVisible();
  return (await link.getAttribute("href"))!;
}

/** Another person's browser, in which nobody is logged in. */
async function elsewhere(browser: Browser) {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  return context.newPage();
}

const shown = async (page: Page) => JSON.parse(await page.locator("body").innerText());

test("the button says which condition is missing", async ({ page, people }) => {
  await page.goto("/users");
  // A connection that only an application without a callback uses.
  const connection = await call(page, "connections/create", { connection: { name: "Nobodys", options: {}, enable_all_clients: false } });
  const { client } = await call(page, "clients/create", { client: { name: "No callback", app_type: "regular_web" } });
  await call(page, "connections/set-client", { id: connection.id, client_id: client.client_id, enabled: true });
  const user = await call(page, "users/create", { user: { email: "conditions@example.com", password: "Correct-Horse-9", connection: "Nobodys" } });
  const reasonIs = async (text: RegExp) => {
    await open(page, pathOf(user));
    await expect(button(page)).toHaveAttribute("aria-disabled", "true");
    await expect(button(page)).toHaveAccessibleDescription(text);
  };
  await allow(page, false, true);
  await reasonIs(/switched off for this tenant/);
  await button(page).focus();
  await expect(page.getByRole("tooltip")).toContainText("switched off");
  await allow(page, true, false);
  await reasonIs(/do not have the permission/);
  await allow(page, true, true);
  await reasonIs(/No application fits/);
  await people.block(user.user_id);
  await reasonIs(/blocked/);
  const own = await people.create(OWNER.email);
  await open(page, pathOf(own));
  await expect(button(page)).toHaveAccessibleDescription(/This is you/);
});

test("an owner allows it, signs in as a user, and ends it; every check of the application stays on", async ({ page, people, roster, web, browser }) => {
  const client = JSON.parse(
    await roster.command(["client", "create", "Books", "--type", "web", "--callback", `${web.url}/callback`, "--login-uri", `${web.url}/login`]),
  );
  await web.configure(`${roster.url}/`, client);
  const user = await people.create("ada@impersonation.example");
  await allow(page, false, false);

  await open(page, "/settings");
  await page.getByLabel("Administrators with the permission may sign in as users").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The settings are saved")).toBeVisible();
  await open(page, "/settings/administrators");
  const permission = page.getByRole("switch", { name: `${OWNER.email} may sign in as users` });
  await permission.click();
  await expect(permission).toHaveAttribute("aria-checked", "true");

  await open(page, pathOf(user));
  const url = await makeLink(page, "Books");
  await page.screenshot({ path: `${FOLDER}/sign-in-as-link.png` });

  const other = await elsewhere(browser);
  await other.goto(url);
  await expect(other.getByText("You are about to become")).toContainText("ada@impersonation.example");
  await expect(other.getByText("Ticket 4711")).toBeVisible();
  await other.screenshot({ path: `${FOLDER}/impersonate-confirm.png` });
  // Looking again does not use it up.
  await other.reload();
  await other.getByRole("button", { name: "Sign in as this user" }).click();
  await expect(other).toHaveURL(new RegExp(`^${web.url}/callback`));
  const { claims, hasRefreshToken } = await shown(other);
  expect(claims).toMatchObject({ sub: user.user_id, impersonated: true, impersonator: { email: OWNER.email } });
  expect(claims.act.sub).toBe(claims.impersonator.user_id);
  expect(hasRefreshToken, "offline_access was asked for").toBe(false);
  await other.goto(`${web.url}/userinfo`);
  expect(await shown(other)).toMatchObject({ sub: user.user_id, impersonated: true });

  const late = await elsewhere(browser);
  await late.goto(url);
  await expect(late.getByText("used already")).toBeVisible();

  await other.goto(`${roster.url}/u/logged-out`);
  await expect(other.getByRole("complementary", { name: "Signed in as a user" })).toContainText(OWNER.email);
  await expectNoViolations(other);
  await other.screenshot({ path: `${FOLDER}/impersonation-banner.png` });

  await page.keyboard.press("Escape");
  await open(page, "/impersonations");
  const row = page.getByRole("region", { name: "Under way" }).getByRole("row", { name: /ada@impersonation/ });
  await expect(row).toContainText("Ticket 4711");
  await page.screenshot({ path: `${FOLDER}/impersonations.png` });
  await row.getByRole("button", { name: /^End/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End It" }).click();
  await expect(page.getByText("is no longer signed in as").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Over" }).getByRole("row", { name: /ada@impersonation/ })).toContainText("Ended by");

  await other.goto(`${web.url}/userinfo`);
  expect((await shown(other)).error).toBeTruthy();
  await other.goto(`${web.url}/login`);
  await expect(other).toHaveURL(/\/u\/login/);
  await open(page, pathOf(user, "history"));
  await expect(page.getByText("Signed In as User").first()).toBeVisible();
});

test("whoever is in ends it on any page of ours", async ({ page, people, roster, web, browser }) => {
  const client = JSON.parse(
    await roster.command(["client", "create", "Films", "--type", "web", "--callback", `${web.url}/callback`, "--login-uri", `${web.url}/login`]),
  );
  await web.configure(`${roster.url}/`, client);
  const user = await people.create("grace@impersonation.example");
  await allow(page, true, true);
  await open(page, pathOf(user));
  await expect(button(page)).not.toHaveAttribute("aria-disabled", "true");
  await button(page).click();
  await page.getByRole("dialog").getByLabel("Application").selectOption({ label: "Films" });
  await page.keyboard.press("Escape");
  const { url } = await call(page, "impersonations/offer", {
    request: { user_id: user.user_id, client_id: client.client_id, reason: "Ticket 4712", is_view_only: true, parameters: {} },
    password: null,
  });
  const other = await elsewhere(browser);
  await other.goto(url);
  await expect(other.getByText("view only")).toBeVisible();
  await other.getByRole("button", { name: "Sign in as this user" }).click();
  await expect(other).toHaveURL(new RegExp(`^${web.url}/callback`));
  expect((await shown(other)).claims.view_only).toBe(true);
  // Nobody gets into another login from here.
  await other.goto(`${web.url}/login?prompt=login`);
  await expect(other.getByText("impersonation_forbidden")).toBeVisible();
  await other.getByRole("button", { name: "End" }).click();
  await expect(other.getByRole("heading", { name: "You are yourself again" })).toBeVisible();
  await other.goto(`${web.url}/userinfo`);
  expect((await shown(other)).error).toBeTruthy();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("the dialog by keyboard, narrow and wide, and the pages", async ({ page, people, roster, browser }) => {
      await allow(page, true, true);
      const name = `Plain ${colorScheme}`;
      await roster.command(["client", "create", name, "--type", "web", "--callback", "https://plain.example.com/callback"]);
      const user = await people.create(`keys-${colorScheme}@impersonation.example`);
      await open(page, pathOf(user));
      await expect(button(page)).not.toHaveAttribute("aria-disabled", "true");
      await button(page).focus();
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByLabel("Reason")).toBeFocused();
      await dialog.getByLabel("Application").selectOption({ label: name });
      await dialog.getByText("Advanced Settings").click();
      await dialog.getByLabel("State").fill("abc");
      await expectNoViolations(page, "dialog[open]");
      await page.screenshot({ path: `${FOLDER}/sign-in-as-${colorScheme}.png` });
      await page.setViewportSize({ width: 360, height: 740 });
      await page.screenshot({ path: `${FOLDER}/sign-in-as-${colorScheme}-360.png` });
      await dialog.getByLabel("Reason").fill("Ticket 4713");
      await dialog.getByLabel("Reason").press("Enter");
      await expect(dialog.getByRole("link", { name: "Open in New Tab" })).toBeFocused();
      await expectNoViolations(page, "dialog[open]");
      const url = (await dialog.getByRole("link", { name: "Open in New Tab" }).getAttribute("href"))!;
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await expect(button(page)).toBeFocused();

      const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 }, storageState: { cookies: [], origins: [] } });
      const other = await context.newPage();
      await other.goto(url);
      await expectNoViolations(other);
      await other.screenshot({ path: `${FOLDER}/impersonate-confirm-${colorScheme}-360.png` });
      await context.close();

      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        for (const [path, picture] of [["/impersonations", "impersonations"], ["/settings/administrators", "administrators"], ["/settings", "settings"]]) {
          await open(page, path);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expectNoViolations(page);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(sideways, `${path} at ${width}`).toBe(0);
          await page.screenshot({ path: `${FOLDER}/${picture}-${colorScheme}-${width}.png` });
        }
      }
    });
  });
}

test("administrators are added, changed and removed", async ({ page, provoked }) => {
  provoked.push(/status of 4\d\d/);
  await open(page, "/settings/administrators");
  await page.getByRole("button", { name: "Add Administrator" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Email").fill("new@administrators.example");
  await dialog.getByLabel("Password", { exact: true }).fill("short");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByText(/12 characters/).last()).toBeVisible();
  await dialog.getByLabel("Password", { exact: true }).fill("Correct-Horse-7-Battery");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("row", { name: /new@administrators/ });
  await row.getByLabel("Role of new@administrators.example").selectOption("editor");
  await expect(page.getByText("new@administrators.example was changed")).toBeVisible();
  await row.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Yes, Remove Them" }).click();
  await expect(row).toBeHidden();
  await expect(page.getByRole("button", { name: `Remove ${OWNER.email}` })).toHaveAttribute("aria-disabled", "true");
});
