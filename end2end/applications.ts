// Applications that log their users in through Roster, with the real SDKs, and what a person does at the hosted pages.

import { type Page, expect } from "@playwright/test";
import { test as base } from "./test.ts";
import { startExpress } from "./apps/express.mjs";
import { startSpa } from "./apps/spa.mjs";
import { startWeb } from "./apps/web.mjs";

export { expect };

export const PASSWORD = "Correct-Horse-9-Battery";

export interface Registered {
  client_id: string;
  client_secret?: string;
}

interface ForTest {
  /** `roster client create`, which prints the application and its secret. */
  register: (name: string, ...args: string[]) => Promise<Registered>;
  /** `roster user create`; the email. */
  person: (email: string) => Promise<string>;
  spa: Awaited<ReturnType<typeof startSpa>>;
  web: Awaited<ReturnType<typeof startWeb>>;
  express: Awaited<ReturnType<typeof startExpress>>;
}

export const test = base.extend<ForTest>({
  // An end user's browser knows nothing of the administrator's.
  storageState: async ({}, use) => use({ cookies: [], origins: [] }),
  register: async ({ roster }, use) =>
    use(async (name, ...args) => JSON.parse(await roster.command(["client", "create", name, ...args])) as Registered),
  person: async ({ roster }, use) =>
    use(async (email) => {
      await roster.command(["user", "create", email, "--verified"], `${PASSWORD}\n`);
      return email;
    }),
  spa: async ({ provoked }, use) => running(await startSpa(undefined), provoked, use),
  web: async ({ provoked }, use) => running(await startWeb(undefined), provoked, use),
  express: async ({ provoked }, use) => running(await startExpress(undefined), provoked, use),
});

/** The application is another host, which the browser goes to on purpose. */
async function running<App extends { url: string; close: () => Promise<void> }>(
  app: App,
  provoked: RegExp[],
  use: (app: App) => Promise<void>,
) {
  provoked.push(new RegExp(`request to another host: ${app.url}`));
  await use(app);
  await app.close();
}

/** Fills in the hosted login page, and allows what the application asks for where the page asks. */
export async function logIn(page: Page, email: string, password = PASSWORD) {
  await expect(page).toHaveURL(/\/u\/login/);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** Applications on loopback addresses cannot prove who they are, so their users are asked. */
export async function allow(page: Page) {
  await expect(page).toHaveURL(/\/u\/consent/);
  await page.getByRole("button", { name: "Allow", exact: true }).click();
}

/** What a server application answered. */
export async function shown(page: Page) {
  await page.waitForLoadState();
  return JSON.parse(await page.locator("body").innerText());
}
