// The pages that end users see: sign-up, forgotten password, device activation; also without JavaScript.

import { expectNoViolations } from "../accessible.ts";
import { allow, expect, logIn, PASSWORD, shown, test } from "../applications.ts";

interface AsAdministrator {
  /** Calls a server function as the owner. */
  call: (path: string, data: object) => Promise<any>;
  /** The text of the newest mail of that template to that address. */
  mail: (address: string, template: string) => Promise<string>;
}

const asAdministrator = test.extend<AsAdministrator>({
  call: async ({ browser, session, roster }, use) => {
    const context = await browser.newContext({ storageState: session });
    await use(async (path, data) => {
      const headers = { Origin: roster.url, "Sec-Fetch-Site": "same-origin" };
      const answer = await context.request.post(`${roster.url}/fn/${path}`, { data, headers });
      expect(answer.status(), await answer.text()).toBe(200);
      return answer.json();
    });
    await context.close();
  },
  mail: async ({ call }, use) =>
    use(async (address, template) => {
      const { mails } = await call("mails/list", { after: null });
      const row = mails.find((one: object) => [address, template].every((part) => JSON.stringify(one).includes(part)));
      expect(row, `a mail ${template} to ${address} among ${JSON.stringify(mails)}`).toBeTruthy();
      return (await call("mails/get", { id: row.id })).text;
    }),
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    asAdministrator("the login and consent pages are accessible, and fit 320 px", async ({ page, roster, web, register, person, provoked, call }) => {
      provoked.push(/status of 4\d\d/);
      const email = await person(`axe-${colorScheme}@hosted.example`);
      const client = await register("Books", "--type", "web", "--callback", `${web.url}/callback`);
      await web.configure(`${roster.url}/`, client);
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`${web.url}/login`);
      await expectNoViolations(page);
      await page.screenshot({ path: `end2end/results/screenshots/login-${colorScheme}.png` });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await logIn(page, email, "wrong");
      await expectNoViolations(page);
      await call("clients/update", { id: client.client_id, patch: { is_first_party: false } });
      await logIn(page, email);
      await expect(page).toHaveURL(/\/u\/consent/);
      await expectNoViolations(page);
      await page.screenshot({ path: `end2end/results/screenshots/consent-${colorScheme}.png` });
      await allow(page);
      expect((await shown(page)).claims.email).toBe(email);
    });
  });
}

asAdministrator("a user signs up, and confirms the address", async ({ page, roster, web, register, mail }) => {
  const email = "newcomer@hosted.example";
  const client = await register("Books", "--type", "web", "--callback", `${web.url}/callback`);
  await web.configure(`${roster.url}/`, client);
  await page.goto(`${web.url}/login?screen_hint=signup`);
  await expectNoViolations(page);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  expect((await shown(page)).claims).toMatchObject({ email, email_verified: false });

  const link = (await mail(email, "verify_email")).match(/https?:\/\/\S+\/u\/verify-email\?\S+/)![0];
  await page.goto(link);
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Yes, confirm it" }).click();
  await page.goto(`${web.url}/login`);
  expect((await shown(page)).claims).toMatchObject({ email, email_verified: true });
});

asAdministrator("a forgotten password is replaced, and the old one and the session are dead", async ({ page, roster, web, register, person, mail, provoked }) => {
  provoked.push(/status of 4\d\d/);
  const email = await person("forgetful@hosted.example");
  const client = await register("Books", "--type", "web", "--callback", `${web.url}/callback`);
  await web.configure(`${roster.url}/`, client);
  await page.goto(`${web.url}/login`);
  await page.getByRole("link", { name: /Forgotten your password/ }).click();
  await expectNoViolations(page);
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button").last().click();
  await expectNoViolations(page);

  const link = (await mail(email, "reset_email")).match(/https?:\/\/\S+\/u\/reset-password\/new\?\S+/)![0];
  await page.goto(link);
  await expectNoViolations(page);
  const fields = page.locator("input[type=password]");
  for (let field = 0; field < (await fields.count()); field++) await fields.nth(field).fill("Another-Horse-7-Stable");
  await page.getByRole("button").last().click();
  await expectNoViolations(page);

  await page.goto(`${web.url}/login`);
  await logIn(page, email);
  await expect(page.getByRole("alert").first()).toContainText("Wrong email or password");
  await logIn(page, email, "Another-Horse-7-Stable");
  expect((await shown(page)).claims.email).toBe(email);
});

test("a device without a browser is let in at /activate", async ({ page, roster, register, person, request }) => {
  const email = await person("television@hosted.example");
  const grants = ["refresh_token", "urn:ietf:params:oauth:grant-type:device_code"].flatMap((grant) => ["--grant", grant]);
  const client = await register("Television", "--type", "native", ...grants);
  const asked = await request.post(`${roster.url}/oauth/device/code`, { form: { client_id: client.client_id, scope: "openid profile email" } });
  expect(asked.status(), await asked.text()).toBe(200);
  const codes = await asked.json();
  await page.goto(codes.verification_uri_complete);
  // Whoever opens the link sees the code, and says that it is the one on the device.
  if (new URL(page.url()).pathname === "/activate") await page.getByRole("button", { name: "Continue" }).click();
  await logIn(page, email);
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: client.client_id, device_code: codes.device_code };
  const answer = await request.post(`${roster.url}/oauth/token`, { form });
  expect(answer.status(), await answer.text()).toBe(200);
  expect(await answer.json()).toHaveProperty("id_token");
});

test.describe("JavaScript is off", () => {
  test.use({ javaScriptEnabled: false });

  test("logging in works", async ({ page, roster, web, register, person }) => {
    const email = await person("plain@hosted.example");
    const client = await register("Books", "--type", "web", "--callback", `${web.url}/callback`);
    await web.configure(`${roster.url}/`, client);
    await page.goto(`${web.url}/login`);
    await logIn(page, email);
    expect((await shown(page)).claims.email).toBe(email);
  });
});
