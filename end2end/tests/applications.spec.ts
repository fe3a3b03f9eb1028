// Applications with the SDKs that people use, from npm and unchanged, log their users in through Roster.

import { expect, logIn, PASSWORD, shown, test } from "../applications.ts";

test.describe("a single-page application with auth0-spa-js", () => {
  test("logs in, renews in a frame, and logs out", async ({ page, roster, spa, register, person }) => {
    const email = await person("spa@apps.example");
    const client = await register("Shop", "--type", "spa", "--callback", `${spa.url}/`, "--logout-url", `${spa.url}/`, "--origin", spa.url);
    spa.configure({ domain: roster.url, clientId: client.client_id, authorizationParams: { redirect_uri: `${spa.url}/` } });

    await page.goto(spa.url);
    await expect(page.locator("#state")).toHaveText("logged out");
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByText("Shop")).toBeVisible();
    await logIn(page, email);
    await expect(page.locator("#state")).toHaveText("logged in");
    await expect(page.locator("#out")).toContainText(email);

    await page.getByRole("button", { name: "Renew" }).click();
    await expect(page.locator("#state")).toHaveText("renewed");
    await expect(page.locator("#out")).toContainText("access_token");

    await page.getByRole("button", { name: "Log out" }).click();
    await expect(page).toHaveURL(`${spa.url}/`);
    await expect(page.locator("#state")).toHaveText("logged out");
    // The session at Roster has ended too: the next login asks again.
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page).toHaveURL(/\/u\/login/);
  });

  test("keeps its users with rotating refresh tokens", async ({ page, roster, spa, register, person }) => {
    const email = await person("rotation@apps.example");
    const client = await register("Shop", "--type", "spa", "--callback", `${spa.url}/`, "--logout-url", `${spa.url}/`, "--origin", spa.url);
    spa.configure({
      domain: roster.url,
      clientId: client.client_id,
      useRefreshTokens: true,
      authorizationParams: { redirect_uri: `${spa.url}/`, scope: "openid profile email offline_access" },
    });
    await page.goto(spa.url);
    await page.getByRole("button", { name: "Log in" }).click();
    await logIn(page, email);
    await expect(page.locator("#state")).toHaveText("logged in");
    for (let use = 0; use < 2; use++) {
      const answer = page.waitForResponse((response) => response.url().endsWith("/oauth/token"));
      await page.getByRole("button", { name: "Renew" }).click();
      expect((await answer).status()).toBe(200);
      await expect(page.locator("#state")).toHaveText("renewed");
    }
  });

  test("refuses a blocked user after the right password alone", async ({ page, roster, spa, register, person, provoked }) => {
    provoked.push(/status of 4\d\d/);
    const email = await person("blocked@apps.example");
    await roster.command(["user", "block", email]).catch(() => undefined);
    const client = await register("Shop", "--type", "spa", "--callback", `${spa.url}/`, "--origin", spa.url);
    spa.configure({ domain: roster.url, clientId: client.client_id, authorizationParams: { redirect_uri: `${spa.url}/` } });
    await page.goto(spa.url);
    await page.getByRole("button", { name: "Log in" }).click();
    await logIn(page, email, "wrong");
    await expect(page.getByRole("alert").first()).toContainText("Wrong email or password");
  });
});

test("a server application with openid-client logs in, refreshes, asks for the profile, and logs out", async ({ page, roster, web, register, person }) => {
  const email = await person("web@apps.example");
  const client = await register("Books", "--type", "web", "--callback", `${web.url}/callback`, "--logout-url", `${web.url}/`);
  await web.configure(`${roster.url}/`, client);

  await page.goto(`${web.url}/login`);
  await logIn(page, email);
  const done = await shown(page);
  expect(done.claims).toMatchObject({ email, email_verified: true, iss: `${roster.url}/` });
  expect(done.hasRefreshToken).toBe(true);

  const before = web.tokens!.refresh_token;
  await page.goto(`${web.url}/refresh`);
  expect((await shown(page)).refreshed).toBe("bearer");
  expect(web.tokens!.refresh_token).not.toBe(before);

  await page.goto(`${web.url}/userinfo`);
  expect(await shown(page)).toMatchObject({ sub: done.claims.sub, email });

  // Single sign-on: a second login asks nothing. A silent one works without a page.
  await page.goto(`${web.url}/login?prompt=none`);
  expect((await shown(page)).claims.sub).toBe(done.claims.sub);

  await page.goto(`${web.url}/logout`);
  await expect(page).toHaveURL(`${web.url}/`);
  await page.goto(`${web.url}/login?prompt=none`);
  expect((await shown(page)).error).toBe("login_required");
});

test("a wrong password is told beside the form, and the right one goes on to the application", async ({ page, roster, web, register, person, provoked }) => {
  provoked.push(/status of 4\d\d/);
  const email = await person("typo@apps.example");
  const client = await register("Books", "--type", "web", "--callback", `${web.url}/callback`);
  await web.configure(`${roster.url}/`, client);
  await page.goto(`${web.url}/login`);
  await logIn(page, email, "not this one");
  await expect(page.getByRole("alert").first()).toContainText("Wrong email or password");
  await expect(page.getByLabel("Email")).toHaveValue(email);
  await logIn(page, email, PASSWORD);
  expect((await shown(page)).claims.email).toBe(email);
});

test.describe("a server application with express-openid-connect", () => {
  test("in code mode", async ({ page, roster, express, register, person }) => {
    const email = await person("express@apps.example");
    const client = await register("Wiki", "--type", "web", "--callback", `${express.url}/callback`, "--logout-url", express.url);
    express.configure({
      issuerBaseURL: roster.url,
      clientID: client.client_id,
      clientSecret: client.client_secret,
      authorizationParams: { response_type: "code", scope: "openid profile email" },
      idpLogout: true,
      auth0Logout: true,
    });
    await page.goto(`${express.url}/login`);
    await logIn(page, email);
    await page.waitForURL(`${express.url}/`);
    expect((await shown(page)).user.email).toBe(email);
    await page.goto(`${express.url}/logout`);
    await page.waitForURL(`${express.url}/`);
    expect((await shown(page)).state).toBe("logged out");
  });

  test("in its default mode, where the application has the implicit grant", async ({ page, roster, express, register, person }) => {
    const email = await person("implicit@apps.example");
    const grants = ["authorization_code", "implicit"].flatMap((grant) => ["--grant", grant]);
    const client = await register("Wiki", "--type", "web", "--callback", `${express.url}/callback`, ...grants);
    express.configure({ issuerBaseURL: roster.url, clientID: client.client_id });
    await page.goto(`${express.url}/login`);
    await logIn(page, email);
    await page.waitForURL(`${express.url}/`);
    expect((await shown(page)).user.email).toBe(email);
  });
});
