// Users in files: a file is dragged in, its columns are named, it is checked and imported; what goes on is seen live, and
// what is exported is downloaded.

import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Browser, Download, Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { expect, hydrated, open, signIn, test, VIEWER } from "../test.ts";

const FOLDER = "end2end/results/import-export";
const field = (page: Page) => page.getByLabel(/Drag a file here/);
const job = (page: Page) => page.getByRole("region", { name: "Progress" });
const count = (page: Page, label: string) => job(page).locator("div", { has: page.getByText(label, { exact: true }) }).getByRole("definition");

/** Drops a file on the page, as somebody does who drags it from a folder. */
async function drop(page: Page, name: string, text: string) {
  const dataTransfer = await page.evaluateHandle(
    ({ name, text }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: "text/csv" }));
      return transfer;
    },
    { name, text },
  );
  await field(page).dispatchEvent("dragover", { dataTransfer });
  await field(page).dispatchEvent("drop", { dataTransfer });
}

const choose = (page: Page, name: string, content: string | Buffer) =>
  field(page).setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });

const read = async (download: Download) => readFileSync((await download.path())!);

async function asViewer(browser: Browser, url: string, use: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ baseURL: url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await signIn(page, VIEWER);
  await use(page);
  await context.close();
}

test("a spreadsheet is dragged in, its columns are named, checked and imported", async ({ page }) => {
  await open(page, "/users");
  await page.getByRole("button", { name: "Import / Export" }).click();
  await page.getByRole("menuitem", { name: "Import Users" }).click();
  await expect(page).toHaveURL("/users/import");
  const check = page.getByRole("button", { name: "Check" });
  await expect(check).toHaveAttribute("aria-disabled", "true");

  const lines = ["E-Mail;First Name;Tarif;Notes", "lena@sheet.example;Lena;gold;x", "noah@sheet.example;Noah;silver;", "nobody;Bad;gold;", ";Nameless;gold;"];
  await drop(page, "people.csv", lines.join("\r\n"));
  await expect(page.getByText("CSV with semicolons, 4 columns")).toBeVisible();
  await expect(page.getByRole("region", { name: "First rows" }).getByRole("cell", { name: "lena@sheet.example" })).toBeVisible();
  await expect(page.getByLabel("E-Mail becomes")).toHaveValue("email");
  await expect(page.getByLabel("First Name becomes")).toHaveValue("given_name");
  await expect(page.getByLabel("Notes becomes")).toHaveValue("");
  await expect(page.getByText("2 columns are not imported: Tarif, Notes.")).toBeVisible();

  // What cannot be is told before anything is sent.
  await page.getByLabel("E-Mail becomes").selectOption("name");
  await expect(page.getByText("Say which column is the email")).toBeVisible();
  await expect(check).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("E-Mail becomes").selectOption("email");
  await page.getByLabel("Tarif becomes").selectOption("app_metadata");
  await page.getByLabel("Key for Tarif").fill("plan");
  await check.click();

  await expect(page).toHaveURL(/\/users\/jobs\/job_\w+$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Check of an import into Username-Password-Authentication");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("done");
  await expect(page.getByText("Nothing was changed")).toBeVisible();
  await expect(count(page, "Would be new")).toHaveText("2");
  const errors = page.getByRole("region", { name: "Rows that were not taken", exact: true }).last();
  await expect(errors.getByRole("row").nth(1)).toContainText("4nobodyemail");
  await expect(errors.getByRole("row").nth(2)).toContainText("Missing required property: email");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download as CSV" }).click()]);
  expect((await read(download)).toString()).toMatch(/^line,code,property,reason,row\r\n4,"FORMAT","email",/);

  // Whoever comes back later imports what was checked, without the file.
  await page.reload();
  await hydrated(page);
  const checked = page.url();
  await page.getByRole("button", { name: "Import Now" }).click();
  await expect(page).not.toHaveURL(checked);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("done");
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("Check");
  await expect(count(page, "New")).toHaveText("2");
  await expect(count(page, "Not taken")).toHaveText("2");
  await open(page, "/users?q=lena%40sheet.example");
  await page.getByRole("link", { name: /lena@sheet/ }).click();
  await expect(page.getByRole("textbox", { name: "app_metadata", exact: true })).toHaveValue(/"plan": "gold"/);
});

test("forms of files are known by what is in them", async ({ page }) => {
  await open(page, "/users/import");
  const told = page.getByRole("status").filter({ hasText: "·" });
  await choose(page, "a.txt", '[{"email":"a@form.example"}]');
  await expect(told).toContainText("JSON, an array");
  await choose(page, "b.bin", '{"email":"a@form.example"}\n');
  await expect(told).toContainText("NDJSON, an object on each line");
  await choose(page, "c.csv.gz", gzipSync("email,name\nx@form.example,X\n".repeat(40_000)));
  await expect(told).toContainText("CSV, 2 columns, in gzip");
  await choose(page, "d.xlsx", Buffer.from("PK\x03\x04rest"));
  await expect(page.getByText("This is a zip file")).toBeVisible();
  await expect(page.getByRole("button", { name: "Check" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Remove the file" }).click();
  await expect(page.getByText("This is a zip file")).toBeHidden();
  // Two at once are one too many.
  await field(page).evaluate((input) => {
    const transfer = new DataTransfer();
    for (const name of ["a.csv", "b.csv"]) transfer.items.add(new File(["email\n"], name));
    input.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText("One file at a time.")).toBeVisible();
});

test("a file on its way is stopped, and an import under way is followed and stopped", async ({ page }) => {
  await open(page, "/users/import");
  const rows = Array.from({ length: 200_000 }, (_, index) => `{"email":"many${index}@stop.example"}`);
  await choose(page, "many.ndjson", rows.join("\n"));
  let asked = 0;
  await page.route("**/files/imports", () => void asked++);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Sending many.ndjson" });
  await expect(dialog.getByRole("progressbar", { name: "Sent" })).toBeVisible();
  await expect.poll(() => asked).toBe(1);
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await page.unroute("**/files/imports");

  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText(/of 200,000 rows · \d+ %/)).toBeVisible();
  const done = async () => Number(await job(page).getByRole("progressbar").getAttribute("value"));
  await expect.poll(done).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("dialog", { name: "Stop this import?" }).getByRole("button", { name: "Yes, Stop It" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("stopped");
  await expect(page.getByText("Canceled by owner@example.com. What was imported until then stays.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop" })).toBeHidden();
  const imported = Number((await count(page, "New").innerText()).replaceAll(",", ""));
  expect(imported).toBeGreaterThan(0);
  expect(imported).toBeLessThan(200_000);
  await open(page, "/users/jobs");
  await expect(page.getByRole("row", { name: /Import into.*stopped/ })).toBeVisible();
});

test("users are exported, and a full export brings them back", async ({ page, people }) => {
  const user = await people.create("back@export.example");
  await people.editMetadata(user.user_id, {}, { plan: "gold" });
  await open(page, "/users/export");
  await page.getByRole("button", { name: "None" }).click();
  const exporting = page.getByRole("button", { name: "Export", exact: true });
  await expect(exporting).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("checkbox", { name: "email", exact: true }).check();
  await page.getByLabel("More fields").fill("user_metadata.plan = Plan");
  await exporting.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Export of all users");
  const plain = page.getByRole("link", { name: "Download CSV" });
  const [csv] = await Promise.all([page.waitForEvent("download"), plain.click()]);
  expect(csv.suggestedFilename()).toBe("default.csv");
  const text = (await read(csv)).toString();
  expect(text).toContain('"email","Plan"\r\n');
  expect(text).toContain(`"'back@export.example","'gold"`);
  const [gzip] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download gzip" }).click()]);
  expect(gzip.suggestedFilename()).toBe("default.csv.gz");
  expect(gunzipSync(await read(gzip)).toString()).toBe(text);

  await open(page, "/users/export");
  await page.getByLabel("Everything, with password hashes").check();
  await expect(page.getByRole("checkbox", { name: "email", exact: true })).toHaveCount(0);
  await exporting.click();
  const [full] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download NDJSON" }).click()]);
  const line = (await read(full)).toString().split("\n").find((line) => line.includes("back@export.example"))!;
  const before = await people.get(user.user_id);
  await people.delete(user.user_id);
  await open(page, "/users/import");
  await choose(page, "full.ndjson", `${line}\n`);
  await expect(page.getByText("NDJSON, a full export of a Roster")).toBeVisible();
  await expect(page.getByLabel("It is a full export of a Roster")).toBeChecked();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(count(page, "New")).toHaveText("1");
  expect(await people.get(user.user_id)).toEqual(before);
});

test("a viewer looks, and finds nothing to press", async ({ page, browser, roster }) => {
  await open(page, "/users/import");
  await choose(page, "some.csv", "email\nseen@viewer.example\nbad\n");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(count(page, "Not taken")).toHaveText("1");
  const address = new URL(page.url()).pathname;
  await asViewer(browser, roster.url, async (page) => {
    await open(page, "/users");
    await page.getByRole("button", { name: "Import / Export" }).click();
    for (const name of ["Import Users", "Export Users"]) {
      await expect(page.getByRole("menuitem", { name })).toHaveAttribute("aria-disabled", "true");
    }
    await page.getByRole("menuitem", { name: "Past Imports and Exports" }).click();
    await expect(page.getByRole("heading", { name: "Imports and exports" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Import Users" })).toHaveCount(0);
    await open(page, address);
    await expect(page.getByRole("cell", { name: "bad", exact: true })).toBeVisible();
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
    await open(page, "/users/import");
    await expect(field(page)).toBeDisabled();
    await expect(page.getByText("Your role is viewer")).toBeVisible();
    await expect(page.getByRole("button", { name: "Import", exact: true })).toHaveAttribute("aria-disabled", "true");
    await open(page, "/users/export");
    await expect(page.getByLabel("Format")).toBeDisabled();
    await expect(page.getByRole("button", { name: "Export", exact: true })).toHaveAttribute("aria-disabled", "true");
    const headers = { Origin: roster.url, "Sec-Fetch-Site": "same-origin" };
    expect((await page.request.post("/fn/jobs/export", { data: { export: {} }, headers })).status()).toBe(403);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    for (const width of [360, 1280]) {
      test(`the pages at ${width} px`, async ({ page }) => {
        await page.setViewportSize({ width, height: 900 });
        const seen = async (name: string) => {
          await expectNoViolations(page);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(sideways, name).toBe(0);
          await page.screenshot({ path: `${FOLDER}/${name}-${width}-${colorScheme}.png`, fullPage: true });
        };
        await open(page, "/users");
        await page.getByRole("button", { name: "Import / Export" }).click();
        await expect(page.getByRole("menuitem", { name: "Import Users" })).toBeVisible();
        await seen("menu");
        await open(page, "/users/import");
        await seen("import-empty");
        const rows = Array.from({ length: 8 }, (_, index) => `bad${index},Name ${index},gold,${"a very long note ".repeat(9)}`);
        await choose(page, `a-list-of-people-with-a-rather-long-name-${width}.csv`, `Mail,Full name,Plan,Notes\ngood@${colorScheme}${width}.example,Good,silver,\n${rows.join("\n")}\n`);
        await page.getByLabel("Plan becomes").selectOption("user_metadata");
        await expect(page.getByRole("region", { name: "First rows" })).toBeVisible();
        await seen("import");
        await page.getByRole("button", { name: "Check" }).click();
        await expect(count(page, "Would not be taken")).toHaveText("8");
        await expect(page.getByRole("cell", { name: "bad7", exact: true })).toBeVisible();
        await seen("job");
        await open(page, "/users/jobs");
        await expect(page.getByRole("table")).toBeVisible();
        await seen("jobs");
        await open(page, "/users/export");
        await seen("export");
      });
    }
  });
}
