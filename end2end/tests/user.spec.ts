// A user's page: metadata, actions, raw JSON.

import type { Page } from "@playwright/test";
import { expect, hydrated, open, pathOf, reload, test } from "../test.ts";

const editor = (page: Page, name = "user_metadata") => page.getByRole("textbox", { name, exact: true });

test("a mistake in metadata is told with its line and column, and nothing is saved", async ({ page, people }) => {
  const user = await people.create("mistake@example.com");
  await open(page, pathOf(user));
  await editor(page).fill('{\n  "plan": gold\n}');
  await expect(page.getByText(/Line 2, column 11/)).toBeVisible();
  await editor(page).fill('{ "a": 1, "a": 2 }');
  await expect(page.getByText(/stands twice/)).toBeVisible();
  await editor(page).fill('{ "a.b": 1 }');
  await expect(page.getByText(/contains a dot/)).toBeVisible();
  await editor(page, "app_metadata").fill('{ "blocked": true }');
  await expect(page.getByText(/may not stand in app_metadata/)).toBeVisible();
  expect((await people.get(user.user_id)).user_metadata ?? {}).toEqual({});
});

test("saving metadata can be undone", async ({ page, people }) => {
  const user = await people.create("undo@example.com");
  await people.editMetadata(user.user_id, {}, { plan: "silver" });
  await open(page, pathOf(user));
  await editor(page).fill('{ "plan": "gold" }');
  await editor(page).press("Control+s");
  await expect.poll(async () => (await people.get(user.user_id)).user_metadata).toEqual({ plan: "gold" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await people.get(user.user_id)).user_metadata).toEqual({ plan: "silver" });
  await expect(editor(page)).toHaveValue(/silver/);
});

test("leaving with unsaved metadata asks first", async ({ page, people }) => {
  const user = await people.create("unsaved@example.com");
  await open(page, pathOf(user));
  await editor(page).fill('{ "draft": true }');
  await page.getByRole("link", { name: "History" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(editor(page)).toHaveValue('{ "draft": true }');
});

test("hostile metadata stays text in the editor, hydrated", async ({ page, people }) => {
  const user = await people.create("hostile@example.com");
  const note = "</textarea><script>window.pwned = 1</script><img src=x onerror=window.pwned=1>\u202E\u2066";
  await people.editMetadata(user.user_id, {}, { note, "<b>key</b>": note });
  for (const tab of ["", "raw-json", "history"]) {
    await open(page, pathOf(user, tab));
    expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned), tab).toBeUndefined();
    expect(await page.locator("main b").count(), tab).toBe(0);
  }
  await open(page, pathOf(user));
  expect(JSON.parse(await editor(page).inputValue()).note).toBe(note);
});

test("email and password are changed, the email is verified", async ({ page, people, provoked }) => {
  provoked.push(/status of 4\d\d/);
  const user = await people.create("before@change.example");
  await people.create("taken@change.example");
  await open(page, pathOf(user));
  const action = async (name: string) => {
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  const dialog = page.getByRole("dialog");

  await action("Verify Email");
  await dialog.getByLabel("Mark as verified").check();
  await dialog.getByRole("button", { name: "Verify Email" }).click();
  await expect(dialog).toBeHidden();
  expect((await people.get(user.user_id)).email_verified).toBe(true);

  await action("Change Email");
  await dialog.getByLabel("New email").fill("taken@change.example");
  await dialog.getByRole("button", { name: "Change Email" }).click();
  await expect(dialog.getByText(/already/)).toBeVisible();
  await dialog.getByLabel("New email").fill("after@change.example");
  await dialog.getByRole("button", { name: "Change Email" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("main").getByText("after@change.example").first()).toBeVisible();
  expect((await people.get(user.user_id)).email_verified).toBe(false);

  await action("Change Password");
  await dialog.getByLabel("New password").fill("weak");
  await expect(dialog.getByText("At least 8 characters in length")).toBeVisible();
  await dialog.getByLabel("New password").fill("Another-Horse-9");
  await dialog.getByLabel("Repeat password").fill("Another-Horse-9");
  await dialog.getByRole("button", { name: "Change Password" }).click();
  await expect(dialog).toBeHidden();
  expect((await people.get(user.user_id)).last_password_reset).toBeTruthy();
});

test("raw JSON: a tree to search, copy and download", async ({ page, people, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const user = await people.create("raw@example.com");
  await people.editMetadata(user.user_id, {}, { deep: { list: ["one", "two", { needle: "found me" }] } });
  await open(page, pathOf(user, "raw-json"));
  await page.getByRole("searchbox", { name: "Search in this document" }).fill("found me");
  await expect(page.getByText("1 of 1")).toBeVisible();
  await expect(page.getByRole("tree").getByText("found me")).toBeVisible();

  await page.getByRole("button", { name: "Copy all" }).click();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(copied).toEqual(await people.get(user.user_id));

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const stream = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual(copied);
});

test("a mebibyte of JSON opens, and no more of it is drawn than can be looked through", async ({ page, people }) => {
  const user = await people.create("mebibyte@example.com");
  const list = Array.from({ length: 9_000 }, (_, n) => ({ index: n, text: "x".repeat(80) }));
  await people.editMetadata(user.user_id, {}, { list });
  expect(JSON.stringify(await people.get(user.user_id)).length).toBeGreaterThan(900_000);
  await open(page, pathOf(user, "raw-json"));
  const items = page.getByRole("treeitem");
  const before = await items.count();
  expect(before).toBeLessThan(1_100);
  await page.getByRole("button", { name: /Expand all/i }).click();
  await expect.poll(() => items.count()).toBeGreaterThan(before);
  expect(await items.count()).toBeLessThan(1_100);
});

test("a reload keeps the tab; an unknown user says so", async ({ page, people, provoked }) => {
  const user = await people.create("tabs@example.com");
  await open(page, pathOf(user));
  for (const [label, end] of [["Devices", "devices"], ["History", "history"], ["Locations", "locations"], ["Raw JSON", "raw-json"]]) {
    await page.getByRole("link", { name: label, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/${end}$`));
    await reload(page);
    await expect(page.getByRole("link", { name: label, exact: true })).toHaveAttribute("aria-current", "page");
  }
  provoked.push(/status of 404/);
  await people.delete(user.user_id);
  await page.goto(pathOf(user));
  await expect(page.getByRole("heading", { name: "There is no such user" })).toBeVisible();
});
