// Where a user is logged in, seen by an administrator, with two real browsers' worth of logins.

import type { Browser, Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { type Registered, expect, logIn, test } from "../applications.ts";
import { type User, people } from "../people.ts";
import { hydrated, pathOf } from "../test.ts";

const PHONE = {
  agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  name: "Safari on iPhone",
  address: "198.51.100.7",
};
const LAPTOP = {
  agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
  name: "Firefox on Windows",
  address: "203.0.113.9",
};

type Device = typeof PHONE;
type Roster = { url: string };
type Spa = { url: string; configure: (settings: object) => void };

/** A browser of its own, as it names itself and from where a proxy says it comes. */
async function browserOf(browser: Browser, roster: Roster, device: Device) {
  const context = await browser.newContext({ userAgent: device.agent, storageState: { cookies: [], origins: [] } });
  // A proxy adds the header on the way; were it the browser's, a script would have to be allowed to send it.
  await context.route(`${roster.url}/**`, (route) =>
    route.continue({ headers: { ...route.request().headers(), "x-forwarded-for": device.address } }),
  );
  return context.newPage();
}

/** A login at the SPA, which asks for access while its user is away. */
async function logInAt(spa: Spa, page: Page, email: string) {
  await page.goto(spa.url);
  await expect(page.locator("#state")).toHaveText("logged out");
  await page.getByRole("button", { name: "Log in" }).click();
  await logIn(page, email);
  await expect(page.locator("#state")).toHaveText("logged in");
}

/** Whether the SPA can still get tokens with its refresh token. */
async function renew(page: Page) {
  const answer = page.waitForResponse((response) => response.url().endsWith("/oauth/token"));
  await page.getByRole("button", { name: "Renew" }).click();
  return (await answer).status();
}

async function openTab(page: Page, user: User, tab = "devices") {
  await page.goto(pathOf(user, tab));
  await hydrated(page);
}

const set = test.extend<{ admin: Page; shop: Registered; ada: User }>({
  admin: async ({ browser, roster, session }, use) => {
    const context = await browser.newContext({ baseURL: roster.url, storageState: session });
    await use(await context.newPage());
    await context.close();
  },
  shop: async ({ roster, spa, register }, use) => {
    const client = await register("Shop", "--type", "spa", "--callback", `${spa.url}/`, "--logout-url", `${spa.url}/`, "--origin", spa.url);
    spa.configure({
      domain: roster.url,
      clientId: client.client_id,
      useRefreshTokens: true,
      authorizationParams: { redirect_uri: `${spa.url}/`, scope: "openid profile email offline_access" },
    });
    await use(client);
  },
  ada: async ({ admin, roster }, use, info) => {
    await use(await people(admin.context().request, roster.url).create(`ada.${info.workerIndex}.${info.testId}@devices.example`, "Correct-Horse-9-Battery"));
  },
});

set("devices appear, and Unlink makes the next refresh fail, by keyboard alone", async ({ browser, roster, admin, spa, shop, ada }) => {
  expect(shop.client_id).toBeTruthy();
  const phone = await browserOf(browser, roster, PHONE);
  const laptop = await browserOf(browser, roster, LAPTOP);
  await logInAt(spa, phone, ada.email);
  await logInAt(spa, laptop, ada.email);

  await openTab(admin, ada);
  const devices = admin.getByRole("table", { name: "Devices" });
  for (const device of [PHONE, LAPTOP]) {
    const row = devices.getByRole("row", { name: device.name });
    await expect(row).toContainText("Shop");
    await expect(row).toContainText(device.address);
    await expect(row).toContainText("signed in");
  }
  expect(await renew(phone)).toBe(200);

  const unlink = devices.getByRole("button", { name: `Unlink ${PHONE.name}` });
  await unlink.focus();
  await admin.keyboard.press("Enter");
  const dialog = admin.getByRole("dialog");
  await expect(dialog).toContainText("1 refresh token of Shop will be revoked");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await admin.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(await renew(phone), "asking changed nothing").toBe(200);
  await expect(unlink).toBeFocused();
  await admin.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await admin.keyboard.press("Tab");
  await expect(dialog.getByRole("button", { name: "Yes, Unlink It" })).toBeFocused();
  await admin.keyboard.press("Enter");
  await expect(admin.getByText(`${PHONE.name} is unlinked: 1 refresh token revoked`)).toBeVisible();
  await expect(devices.getByRole("row", { name: PHONE.name })).toHaveCount(0);
  await expect(devices.getByRole("row", { name: LAPTOP.name })).toHaveCount(1);
  expect(await renew(phone)).toBe(403);
  expect(await renew(laptop)).toBe(200);
  await phone.context().close();
  await laptop.context().close();
});

set("a session is ended, and everything at once", async ({ browser, roster, admin, spa, shop, ada }) => {
  expect(shop.client_id).toBeTruthy();
  const phone = await browserOf(browser, roster, PHONE);
  const laptop = await browserOf(browser, roster, LAPTOP);
  await logInAt(spa, phone, ada.email);
  await logInAt(spa, laptop, ada.email);

  await openTab(admin, ada);
  const sessions = admin.getByRole("table", { name: "Sessions" });
  await sessions.getByRole("button", { name: `End the session in ${LAPTOP.name}` }).click();
  const dialog = admin.getByRole("dialog");
  await expect(dialog).toContainText("This browser must log in again at Shop. 1 refresh token that came of it stay");
  await dialog.getByRole("button", { name: "Yes, End It" }).click();
  await expect(sessions.getByRole("row", { name: LAPTOP.name })).toHaveCount(0);
  expect(await renew(laptop), "what was given for offline access stays").toBe(200);

  await admin.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(dialog).toContainText("1 session and 2 refresh tokens on 2 devices will end.");
  await dialog.getByRole("button", { name: "Yes, Sign Out Everywhere" }).click();
  await expect(admin.getByText("is signed out everywhere: 1 session and 2 refresh tokens on 2 devices ended")).toBeVisible();
  await expect(admin.getByRole("heading", { name: "Not logged in anywhere" })).toBeVisible();
  expect(await renew(phone)).toBe(403);
  expect(await renew(laptop)).toBe(403);
  // The browser's session is gone too: it is asked for the password.
  await phone.goto(spa.url);
  await expect(phone.locator("#state")).toHaveText("logged out");
  await phone.getByRole("button", { name: "Log in" }).click();
  await expect(phone).toHaveURL(/\/u\/login/);
  await phone.context().close();
  await laptop.context().close();
});

set("a block says what it ends, and a receipt stands in History", async ({ browser, admin, roster, spa, shop, ada }) => {
  expect(shop.client_id).toBeTruthy();
  const phone = await browserOf(browser, roster, PHONE);
  await logInAt(spa, phone, ada.email);

  await openTab(admin, ada, "");
  await admin.getByRole("button", { name: "Actions", exact: true }).click();
  await admin.getByRole("menuitem", { name: "Block User" }).click();
  const dialog = admin.getByRole("dialog", { name: `Block ${ada.email}?` });
  await expect(dialog).toContainText("1 session and 1 refresh token on 1 device");
  await dialog.getByLabel("Reason").fill("Lost phone");
  await dialog.getByLabel("Until").fill("2020-01-01T10:00");
  await expect(dialog).toContainText("must be in the future");
  await dialog.getByLabel("Until").fill("2099-01-01T10:00");
  await dialog.getByRole("button", { name: "Block User" }).click();
  await expect(admin.getByText("is blocked: 1 session and 1 refresh token on 1 device ended")).toBeVisible();
  await expect(admin.getByRole("status").filter({ hasText: "until 2099-01-01 09:00 UTC: Lost phone" })).toBeVisible();
  expect(await renew(phone)).toBe(403);

  await openTab(admin, ada, "history");
  await admin.getByRole("button", { name: "Block a User" }).click();
  await expect(admin.getByRole("dialog")).toContainText("Lost phone");
  await expect(admin.getByRole("dialog")).toContainText("refresh_tokens");
  await admin.keyboard.press("Escape");

  // In the list, whoever is logged in somewhere is not blocked without a question.
  await people(admin.context().request, roster.url).block(ada.user_id, false);
  await logInAt(spa, phone, ada.email);
  await admin.goto(`/users?q=${encodeURIComponent(ada.email)}`);
  await hydrated(admin);
  await admin.getByRole("button", { name: `Actions for ${ada.email}` }).click();
  await admin.getByRole("menuitem", { name: "Block", exact: true }).click();
  await expect(admin.getByRole("dialog")).toContainText("1 session and 1 refresh token on 1 device will end at once");
  await admin.getByRole("dialog").getByRole("button", { name: "Block User" }).click();
  await expect(admin.locator("tbody")).toContainText("blocked");
  await phone.context().close();
});

for (const colorScheme of ["light", "dark"] as const) {
  set(`the tab and the dialogs are for everybody, in ${colorScheme} and at 360 px`, async ({ browser, roster, admin, spa, shop, ada }) => {
    expect(shop.client_id).toBeTruthy();
    const phone = await browserOf(browser, roster, PHONE);
    const laptop = await browserOf(browser, roster, LAPTOP);
    await logInAt(spa, phone, ada.email);
    await logInAt(spa, laptop, ada.email);
    await admin.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1280, 360]) {
      await admin.setViewportSize({ width, height: 800 });
      await openTab(admin, ada);
      await expect(admin.getByRole("table", { name: "Sessions" })).toBeVisible();
      const sideways = await admin.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(sideways).toBe(0);
      await admin.screenshot({ path: `end2end/results/screenshots/devices-${colorScheme}-${width}.png`, fullPage: true });
      await expectNoViolations(admin);
      await admin.getByRole("button", { name: "Sign out everywhere" }).click();
      await expectNoViolations(admin, "dialog[open]");
      await admin.screenshot({ path: `end2end/results/screenshots/sign-out-${colorScheme}-${width}.png` });
      await admin.keyboard.press("Escape");
      await admin.getByRole("button", { name: "Actions", exact: true }).click();
      await admin.getByRole("menuitem", { name: "Block User" }).click();
      await expect(admin.getByRole("dialog")).toContainText("2 sessions and 2 refresh tokens on 2 devices");
      await expectNoViolations(admin, "dialog[open]");
      await admin.screenshot({ path: `end2end/results/screenshots/block-${colorScheme}-${width}.png` });
      await admin.keyboard.press("Escape");
    }
    await phone.context().close();
    await laptop.context().close();
  });
}

