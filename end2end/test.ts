// The `test` of every spec: a server for each file, an administrator who is signed in, and a page that may not
// complain about anything.

import { type Browser, type BrowserContext, type Page, test as base, expect } from "@playwright/test";
import { type People, people } from "./people.ts";
import { install } from "./server.mjs";
import { watch } from "./watchman.ts";

export { expect };
export { pathOf } from "./people.ts";

export const OWNER = { email: "owner@example.com", password: "Correct-Horse-9-Battery" };
export const VIEWER = { email: "viewer@example.com", password: "Correct-Horse-8-Battery" };
/** How many users `roster demo` makes for each file. */
export const DEMO_USERS = 500;

type Installation = Awaited<ReturnType<typeof install>>;

/** A running Roster with an owner and sample users. */
interface House {
  roster: Installation;
  /** The cookies of the owner's session. */
  session: Awaited<ReturnType<BrowserContext["storageState"]>>;
}

interface ForWorker {
  /** The house of a spec file, built at its first test: files never see what others left behind. */
  houseOf: (file: string) => Promise<House>;
}

interface ForTest extends House {
  /** Console lines that the test provokes on purpose, for instance the 409 of a conflict. */
  provoked: RegExp[];
  /** Creates and changes users through the server functions, beside the page. */
  people: People;
}

export const test = base.extend<ForTest, ForWorker>({
  houseOf: [
    async ({ browser }, use) => {
      let built: { file: string; house: House } | undefined;
      await use(async (file) => {
        if (built?.file !== file) {
          await built?.house.roster.remove();
          built = undefined;
          built = { file, house: await build(browser) };
        }
        return built.house;
      });
      await built?.house.roster.remove();
    },
    { scope: "worker" },
  ],

  roster: async ({ houseOf }, use, { file }) => use((await houseOf(file)).roster),
  session: async ({ houseOf }, use, { file }) => use((await houseOf(file)).session),
  baseURL: async ({ roster }, use) => use(roster.url),
  storageState: async ({ session }, use) => use(session),
  provoked: async ({}, use) => use([]),

  context: async ({ context, baseURL, provoked }, use) => {
    const complaints = await watch(context, baseURL!);
    await use(context);
    const unexpected = complaints.filter((line) => !provoked.some((expected) => expected.test(line)));
    expect(unexpected, "what the browser complained about").toEqual([]);
  },

  people: async ({ context, baseURL }, use) => use(people(context.request, baseURL!)),
});

async function build(browser: Browser): Promise<House> {
  const roster = await install();
  await roster.command(["admin", "create", OWNER.email], `${OWNER.password}\n`);
  await roster.command(["admin", "create", VIEWER.email, "--role", "viewer"], `${VIEWER.password}\n`);
  await roster.command(["demo", "--users", String(DEMO_USERS), "--seed", "7", "--geoip", roster.geoip]);
  await roster.start();
  const context = await browser.newContext({ baseURL: roster.url, javaScriptEnabled: false });
  await signIn(await context.newPage());
  const session = await context.storageState();
  await context.close();
  return { roster, session };
}

/** Opens a page of the dashboard and waits until it reacts: clicks before hydration are lost. */
export async function open(page: Page, path: string) {
  await page.goto(path);
  await hydrated(page);
}

/** Loads the page again and waits until it reacts. */
export async function reload(page: Page) {
  await page.reload();
  await hydrated(page);
}

export async function hydrated(page: Page) {
  await page.locator('body[data-hydrated="true"]').waitFor({ state: "attached" });
}

/** Fills in the sign-in form as a person does. */
export async function signIn(page: Page, who = OWNER, path = "/sign-in") {
  await page.goto(path);
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign In" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}
