// The page of the Management API: found, tried with one's own rights, copied as commands that work.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { expect, hydrated, open, signIn, test, VIEWER } from "../test.ts";

const message = (page: Page) => page.getByRole("region", { name: "Messages" });
const request = (page: Page) => page.getByRole("form", { name: "Request" });
const answer = (page: Page) => page.getByRole("region", { name: "Answer", exact: true });
const send = (page: Page) => request(page).getByRole("button", { name: "Send" });
const body = (page: Page) => page.getByRole("textbox", { name: "Body in JSON" });
const operations = (page: Page) => page.getByRole("navigation", { name: "Operations" });

/** Runs commands in a shell, as somebody does who pasted them. */
async function shell(commands: string, env: Record<string, string> = {}) {
  const { stdout } = await promisify(execFile)("bash", ["-ec", commands], { env: { PATH: process.env.PATH!, ...env } });
  return stdout;
}

async function command(page: Page) {
  await request(page).getByText("The command", { exact: true }).click();
  return page.getByRole("region", { name: "The request as a command" }).innerText();
}

/** Opens the page of the Management API among the APIs, at its machine applications. */
async function machines(page: Page) {
  await open(page, "/apis");
  await page.getByRole("link", { name: "Auth0 Management API" }).click();
  await page.locator(".tabs").getByRole("link", { name: "Machine applications" }).click();
  await expect(page.getByRole("button", { name: "Create Machine Application" })).toBeVisible();
}

test("the document is loaded when the page is opened, and no sooner", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => void (request.url().endsWith("/api/v2/openapi.json") && asked.push(request.url())));
  await open(page, "/users");
  await page.waitForLoadState("networkidle");
  expect(asked).toHaveLength(0);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Management API" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Management API" })).toBeVisible();
  await expect(operations(page).getByRole("status")).toHaveText(/^\d{3} operations$/);
  expect(asked).toHaveLength(1);
});

test("an operation is found, filled in and sent; the answer is a tree or JSON", async ({ page, people }) => {
  const user = await people.create("found@api.example");
  await open(page, "/management-api");
  await page.getByLabel("Filter operations").fill("get /users/{id} read:users");
  await operations(page).getByRole("link", { name: /Get a user/ }).first().click();
  await expect(page).toHaveURL(/\?operation=get_users_by_id$/);
  await expect(page.getByRole("heading", { level: 2, name: "Get a user" })).toBeVisible();
  await expect(page.getByRole("article")).toContainText("Needs the scope read:users");

  await send(page).click();
  const id = request(page).getByLabel("id", { exact: false }).first();
  await expect(request(page)).toContainText("Fill in id");
  await expect(id).toBeFocused();
  await id.fill(user.user_id);
  await request(page).getByLabel("fields", { exact: true }).fill("email,user_id");
  await id.press("Enter");
  await expect(answer(page).getByRole("status").first()).toContainText(/200 OK\s*\d+ ms\s*\d+ bytes/);
  await expect(answer(page)).toContainText("x-ratelimit-remaining");
  await expect(answer(page).getByRole("treeitem").filter({ hasText: "found@api.example" })).toBeVisible();
  await answer(page).getByRole("button", { name: "JSON", exact: true }).click();
  const text = await answer(page).getByRole("region", { name: "The answer as text" }).innerText();
  expect(JSON.parse(text)).toEqual({ email: "found@api.example", user_id: user.user_id });
});

test("the operation is in the address: it is linked to, and Back goes back", async ({ page }) => {
  await open(page, "/management-api?operation=get_roles");
  await expect(page).toHaveTitle(/Management API/);
  const first = page.getByRole("heading", { level: 2 });
  await expect(first).toHaveText(/roles/i);
  const words = await first.innerText();
  await page.getByLabel("Filter operations").fill("get /stats/daily");
  await operations(page).getByRole("link", { name: /\/stats\/daily/ }).click();
  await expect(first).not.toHaveText(words);
  await expect(operations(page).getByRole("link", { name: /\/stats\/daily/ })).toHaveAttribute("aria-current", "page");
  await page.goBack();
  await expect(first).toHaveText(words);
  await page.goForward();
  await expect(first).not.toHaveText(words);
  await open(page, "/management-api?operation=nothing");
  await expect(page.getByRole("heading", { name: "There is no such operation" })).toBeVisible();
  await page.getByRole("link", { name: "Show all operations" }).click();
  await expect(page.getByRole("heading", { name: "Everything that a program can do here" })).toBeVisible();
});

test("the filter says how much it leaves", async ({ page }) => {
  await open(page, "/management-api");
  const filter = page.getByLabel("Filter operations");
  await expect(operations(page).getByRole("link")).toHaveCount(0);
  await operations(page).getByText("roles", { exact: true }).click();
  await expect(operations(page).getByRole("link").first()).toBeVisible();
  await page.keyboard.press("/");
  await expect(filter).toBeFocused();
  await filter.fill("DELETE users impersonate");
  await expect(operations(page).getByRole("status")).toHaveText("No operation matches");
  await filter.fill("user_tickets");
  await expect(operations(page).getByRole("status")).toHaveText(/^\d of \d+ operations$/);
  await expect(operations(page).getByRole("link", { name: /password-change/ })).toBeVisible();
});

test("a change is made, and the same as a command says it with a token", async ({ page, people, roster, context }) => {
  const user = await people.create("changed@api.example");
  const metadata = { note: "it's \"quoted\" $HOME `id` \\ end", lines: "first\nsecond", name: "Zoë 東京 😀", empty: "" };
  await open(page, "/management-api?operation=patch_users_by_id");
  await request(page).getByLabel("id", { exact: false }).first().fill(user.user_id);
  await body(page).fill("{\n  \"user_metadata\": ,\n}");
  await send(page).click();
  await expect(request(page)).toContainText("Line 2");
  await expect(answer(page)).toHaveCount(0);
  const change = { user_metadata: metadata };
  await body(page).fill(JSON.stringify(change, null, 2));
  await page.keyboard.press("Control+Enter");
  await expect(answer(page).getByRole("status").first()).toContainText("200 OK");
  expect((await people.get(user.user_id)).user_metadata).toEqual(metadata);

  await body(page).fill(JSON.stringify({ user_metadata: { ...metadata, note: null, "it's": "ü" } }, null, 2));
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await request(page).getByRole("button", { name: "Copy as curl" }).click();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toBe(await command(page));
  const copied = await clipboard();
  expect(copied).toContain("$TOKEN");
  const made = JSON.parse(
    await roster.command(["client", "create", "Script", "--type", "machine", "--audience", "management", "--scope", "update:users"]),
  );
  const token = await shell(
    `curl -sS ${roster.url}/oauth/token -d grant_type=client_credentials -d client_id=${made.client_id} -d client_secret=${made.client_secret} --data-urlencode audience=${roster.url}/api/v2/`,
  );
  const sent = await shell(copied, { TOKEN: JSON.parse(token).access_token });
  const { note, ...rest } = metadata;
  expect(JSON.parse(sent).user_metadata).toEqual({ ...rest, "it's": "ü" });
});

test("what deletes is asked about", async ({ page, people }) => {
  const user = await people.create("deleted@api.example");
  await open(page, "/management-api?operation=delete_users_by_id");
  await request(page).getByLabel("id", { exact: false }).first().fill(user.user_id);
  await send(page).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(`DELETE /api/v2/users/${encodeURIComponent(user.user_id)}`);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(answer(page)).toHaveCount(0);
  await people.get(user.user_id);
  await send(page).click();
  await dialog.getByRole("button", { name: "Yes, Send It" }).click();
  await expect(answer(page).getByRole("status").first()).toContainText("204 No Content");
  await expect(answer(page)).toContainText("The answer has no body.");
});

test("a file goes in, and an export comes out", async ({ page }) => {
  await open(page, "/management-api?operation=get_connections");
  await send(page).click();
  await answer(page).getByRole("button", { name: "JSON", exact: true }).click();
  const connections = JSON.parse(await answer(page).getByRole("region", { name: "The answer as text" }).innerText());
  await open(page, "/management-api?operation=post_users-imports");
  const users = [{ email: "imported@api.example", email_verified: true }];
  const file = { name: "the \"users\".json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(users)) };
  await request(page).getByLabel("users", { exact: false }).first().setInputFiles(file);
  await request(page).getByLabel("connection_id").fill(connections[0].id);
  expect(await command(page)).toContain('-F \'users=@"the \\"users\\".json"\'');
  await send(page).click();
  await expect(answer(page).getByRole("status").first()).toContainText("202 Accepted");

  await open(page, "/management-api?operation=post_users-exports");
  await body(page).fill('{ "format": "json", "limit": 3 }');
  await send(page).click();
  await answer(page).getByRole("button", { name: "JSON", exact: true }).click();
  const job = JSON.parse(await answer(page).getByRole("region", { name: "The answer as text" }).innerText());
  await open(page, "/management-api?operation=get_jobs_by_id");
  await request(page).getByLabel("id", { exact: false }).first().fill(job.id);
  let location: URL | undefined;
  await expect(async () => {
    await send(page).click();
    const link = answer(page).getByRole("treeitem").filter({ hasText: "/file?" });
    location = new URL(/https?:[^"]+/.exec(await link.innerText({ timeout: 1000 }))![0]);
  }).toPass({ timeout: 20_000 });
  await open(page, "/management-api?operation=get_jobs_file");
  await request(page).getByLabel("id", { exact: false }).first().fill(job.id);
  for (const name of ["expires", "signature"]) {
    await request(page).getByLabel(name, { exact: false }).first().fill(location!.searchParams.get(name)!);
  }
  await send(page).click();
  const [saved] = await Promise.all([page.waitForEvent("download"), answer(page).getByRole("link", { name: /^Save / }).click()]);
  const lines = await shell(`gzip -dc "$FILE" | wc -l`, { FILE: await saved.path() });
  expect(lines.trim()).toBe("3");
});

test("a viewer looks at everything and changes nothing", async ({ page, context, people }) => {
  const user = await people.create("viewed@api.example");
  await context.clearCookies();
  await signIn(page, VIEWER);
  await open(page, "/management-api?operation=get_users_by_id");
  await request(page).getByLabel("id", { exact: false }).first().fill(user.user_id);
  await send(page).click();
  await expect(answer(page).getByRole("status").first()).toContainText("200 OK");
  await open(page, "/management-api?operation=patch_users_by_id");
  await expect(request(page)).toContainText("Your role is viewer: what changes something is refused.");
  await request(page).getByLabel("id", { exact: false }).first().fill(user.user_id);
  await body(page).fill('{ "blocked": true }');
  await send(page).click();
  await expect(answer(page).getByRole("status").first()).toContainText("403 Forbidden");
  await expect(answer(page)).toContainText("Insufficient scope, expected any of: update:users");
  await machines(page);
  await expect(page.getByRole("button", { name: "Create Machine Application" })).toHaveAttribute("aria-disabled", "true");
});

test("a session that ended is told, and what was filled in stays", async ({ page, context, provoked }) => {
  provoked.push(/status of 401/);
  await open(page, "/management-api?operation=post_roles");
  await body(page).fill('{ "name": "Kept" }');
  await context.clearCookies();
  await send(page).click();
  await expect(request(page)).toContainText("Your session has ended. Sign in again.");
  await expect(body(page)).toHaveValue('{ "name": "Kept" }');
});

test("a machine application is made for the Management API, and its commands work as they are", async ({ page }) => {
  await machines(page);
  await page.getByRole("button", { name: "Create Machine Application" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Nightly report");
  await dialog.getByRole("radio", { name: "Only some scopes" }).check();
  await dialog.getByLabel("Filter scopes").fill("read:r");
  await dialog.getByRole("checkbox", { name: "read:roles" }).check();
  await expect(dialog.getByText("1 chosen")).toBeVisible();
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog).toContainText("Nightly report may call Auth0 Management API.");
  const secret = (await dialog.locator(".secret-line code").textContent())!;
  const commands = await dialog.getByRole("region", { name: "Commands for Nightly report" }).innerText();
  expect(commands).toContain(secret);
  expect(JSON.parse(await shell(commands))).toEqual([]);
  await dialog.getByRole("button", { name: "Done" }).click();

  await expect(page.getByRole("switch", { name: "Nightly report" })).toHaveAttribute("aria-checked", "true");
  const row = page.getByRole("listitem").filter({ hasText: "Nightly report" });
  await row.getByText("Call it with curl").click();
  const later = await row.getByRole("region", { name: "Commands for Nightly report" }).innerText();
  expect(later).not.toContain(secret);
  expect(JSON.parse(await shell(later, { CLIENT_SECRET: secret }))).toEqual([]);
  const refused = later.replace(/roles"?$/m, "users").replace(/\/roles /, "/users ");
  expect(JSON.parse(await shell(refused, { CLIENT_SECRET: secret }))).toMatchObject({ statusCode: 403 });
  // Scopes may be taken back and given at any time.
  await row.getByRole("checkbox", { name: "read:clients", exact: true }).check();
  await expect(message(page)).toContainText("is saved");
  await page.reload();
  await hydrated(page);
  await expect(row.getByRole("checkbox", { name: "read:clients", exact: true })).toBeChecked();
  expect(await page.content()).not.toContain(secret);
});

test("what is typed for the next machine application stays when the list comes", async ({ page }) => {
  await machines(page);
  const create = page.getByRole("button", { name: "Create Machine Application" });
  const dialog = page.getByRole("dialog");
  await create.click();
  await dialog.getByLabel("Name").fill("Forerunner");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog).toContainText("Forerunner may call");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/fn/client-grants/list", async (route) => {
    await held;
    await route.continue();
  });
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(create).toBeFocused();
  await create.click();
  await dialog.getByLabel("Name").fill("Successor");
  release();
  await expect(page.locator(".switch-list")).toContainText("Forerunner");
  await expect(dialog.getByLabel("Name")).toHaveValue("Successor");
  await page.keyboard.press("Escape");
  await expect(create).toBeFocused();
});

test("all scopes are given at once", async ({ page }) => {
  await machines(page);
  await page.getByRole("button", { name: "Create Machine Application" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Everything");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  const commands = await dialog.getByRole("region", { name: "Commands for Everything" }).innerText();
  expect(JSON.parse(await shell(commands))).toHaveLength(5);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    for (const width of [360, 1280]) {
      test(`axe finds nothing at ${width} px, and nothing is wider`, async ({ page }, testInfo) => {
        await page.setViewportSize({ width, height: 800 });
        const looked = async (name: string) => {
          await expectNoViolations(page);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(sideways, name).toBe(0);
          await page.screenshot({ path: testInfo.outputPath(`${name}.png`), fullPage: true });
        };
        await open(page, "/management-api");
        await expect(operations(page).getByRole("status")).toHaveText(/operations$/);
        await looked("list");
        await page.getByLabel("Filter operations").fill("users");
        await looked("filtered");
        await open(page, "/management-api?operation=post_users");
        await request(page).getByText("What may stand in it").click();
        await request(page).getByText("The command", { exact: true }).click();
        await send(page).click();
        await expect(answer(page)).toBeVisible();
        await looked("refused");
        await open(page, "/management-api?operation=get_users");
        await request(page).getByLabel("per_page").fill("2");
        await send(page).click();
        await expect(answer(page).getByRole("treeitem").first()).toBeVisible();
        await looked("answer");
        await open(page, "/management-api?operation=post_users-imports");
        await send(page).click();
        await looked("form");
        await machines(page);
        await page.getByRole("button", { name: "Create Machine Application" }).click();
        await page.getByRole("dialog").getByRole("radio", { name: "Only some scopes" }).check();
        await page.getByRole("dialog").getByLabel("Filter scopes").fill("users");
        await looked("create");
        await page.getByRole("dialog").getByLabel("Name").fill(`Axe ${colorScheme} ${width}`);
        await page.getByRole("dialog").getByRole("checkbox", { name: "read:users", exact: true }).check();
        await page.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).click();
        await expect(page.getByRole("dialog").locator(".secret-line code")).toBeVisible();
        await looked("created");
      });
    }
  });
}
