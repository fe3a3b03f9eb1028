// JavaScript is off: signing in works, and the lists can be read.

import { expect, OWNER, signIn, test } from "../test.ts";

test.describe("signed out", () => {
  test.use({ storageState: async ({}, use) => use({ cookies: [], origins: [] }) });

  test("the sign-in page works", async ({ page, provoked }) => {
    provoked.push(/status of 400/);
    await page.goto("/users");
    await page.getByLabel("Email").fill(OWNER.email);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign In" }).click();
    await expect(page.getByRole("alert")).toHaveText("Wrong email or password");
    await expect(page.getByLabel("Email")).toHaveValue(OWNER.email);
    await signIn(page, OWNER, page.url());
    await expect(page).toHaveURL(/\/users$/);
  });

  test("an unknown email is answered as a wrong password is", async ({ page, provoked }) => {
    provoked.push(/status of 400/);
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill("nobody@example.com");
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign In" }).click();
    await expect(page.getByRole("alert")).toHaveText("Wrong email or password");
  });
});

test("the list is in the first HTML, with search and sort from the URL", async ({ page, people }) => {
  await people.create("reader@no-javascript.example");
  await page.goto("/users?q=reader@no-javascript&sort=email&order=asc");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "reader@no-javascript.example" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/reader@no-javascript\.example/);
});

test("what is wrong with a query stands where the rows would be", async ({ page }) => {
  await page.goto("/users?q=shoe%3A1");
  await expect(page.getByRole("heading", { name: "This search cannot be read" })).toBeVisible();
  await expect(page.getByText("Position 1: there is no field")).toBeVisible();
});

test("pages are links, there and back", async ({ page }) => {
  await page.goto("/users?page_size=25");
  const first = await page.getByRole("row").nth(1).innerText();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByRole("row").nth(1)).not.toHaveText(first);
  await page.getByRole("link", { name: "Previous" }).click();
  expect(await page.getByRole("row").nth(1).innerText()).toBe(first);
});
