// A viewer sees everything, and is told what is not for them. (That the server refuses it too, router tests show.)

import { expect, open, pathOf, signIn, test, VIEWER } from "../test.ts";

test("a viewer reads, and every change is switched off", async ({ people, browser, roster }) => {
  const user = await people.create("seen.by@viewer.example");
  const context = await browser.newContext({ baseURL: roster.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await signIn(page, VIEWER);
  await open(page, "/users?q=seen.by");
  await expect(page.locator("tbody").getByRole("row")).toHaveCount(1);

  const create = page.getByRole("button", { name: "Create User" });
  await expect(create).toHaveAttribute("aria-disabled", "true");
  await create.click({ force: true });
  await expect(page.getByRole("dialog")).toBeHidden();

  await open(page, pathOf(user));
  await expect(page.getByRole("textbox", { name: "user_metadata", exact: true })).not.toBeEditable();
  await page.getByRole("button", { name: "Actions" }).click();
  for (const name of ["Block User", "Change Email", "Change Password", "Send Password Reset Mail", "Verify Email", "Delete User"]) {
    await expect(page.getByRole("menuitem", { name })).toHaveAttribute("aria-disabled", "true");
  }

  const refused = await page.request.post("/fn/users/set-blocked", {
    data: { id: user.user_id, blocked: true },
    headers: { Origin: roster.url, "Sec-Fetch-Site": "same-origin" },
  });
  expect(refused.status()).toBe(403);
  await context.close();
});
