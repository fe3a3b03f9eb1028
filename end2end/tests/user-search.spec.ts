// The search language in the box of the Users page: queries, their mistakes, completion, and saved searches.

import type { Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import type { people } from "../people.ts";
import { DEMO_USERS, expect, hydrated, open, signIn, test, VIEWER } from "../test.ts";

const rows = (page: Page) => page.locator("tbody").getByRole("row");
const search = (page: Page) => page.getByRole("combobox", { name: "Search users" });
const options = (page: Page) => page.getByRole("listbox", { name: "Proposals" }).getByRole("option");
const active = (page: Page) => page.locator('[role="option"][aria-selected="true"] code');
const wrong = (page: Page) => page.locator("#search-mistake");
const person = (page: Page, email: string) => rows(page).getByRole("link", { name: email });
const savedMenu = (page: Page) => page.getByRole("button", { name: "Saved" });
const message = (page: Page) => page.getByRole("region", { name: "Messages" });

/** Somebody with metadata that nobody else has. */
async function withPlan(all: ReturnType<typeof people>, email: string, plan: string) {
  const user = await all.create(email);
  await all.editMetadata(user.user_id, {}, { subscription: { plan, seats: 3 } });
  return user;
}

test("a query finds by metadata, with the page's filters, and the address remembers it", async ({ page, people }) => {
  const gold = await withPlan(people, "platypus.one@example.com", "gold");
  await withPlan(people, "platypus.two@example.com", "gold");
  await people.block(gold.user_id);
  await open(page, "/users");
  await search(page).fill("platypus");
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByText("Query", { exact: true })).toHaveCount(0);

  await search(page).fill('user_metadata.subscription.plan:gold AND email:platypus*');
  await expect(page.getByText("Query", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/q=user_metadata/);
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitemradio", { name: "Blocked" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(person(page, "platypus.one@example.com")).toBeVisible();
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);

  await page.reload();
  await hydrated(page);
  await expect(search(page)).toHaveValue("user_metadata.subscription.plan:gold AND email:platypus*");
  await expect(rows(page)).toHaveCount(2);
});

for (const sort of ["name", "email", "logins", "latest_login", "created"]) {
  test(`pages of a query hold everybody whom it finds once, sorted by ${sort}`, async ({ page, people }) => {
    const { user_id } = await people.create(`left-out-${sort.replace("_", "-")}@example.com`);
    const q = encodeURIComponent(`NOT user_id:"${user_id}"`);
    await open(page, `/users?q=${q}&sort=${sort}&order=asc&page_size=200`);
    await expect(page.getByRole("status").filter({ hasText: / of / })).toBeVisible();
    const seen: string[][] = [];
    const links = () => rows(page).getByRole("link").evaluateAll((all) => all.map((a) => a.getAttribute("href")!));
    const next = page.getByRole("link", { name: "Next" });
    for (;;) {
      seen.push(await links());
      if ((await next.getAttribute("aria-disabled")) === "true") break;
      const from = page.url();
      await next.click();
      await expect(page).not.toHaveURL(from);
      await expect.poll(async () => (await links())[0]).not.toBe(seen.at(-1)![0]);
    }
    const all = seen.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(DEMO_USERS);
    expect(all).not.toContain(`/users/${encodeURIComponent(user_id)}`);
    await page.getByRole("link", { name: "Previous" }).click();
    await expect.poll(links).toEqual(seen.at(-2));
  });
}

test("a bad query is told below the box with the place, and text and rows stay", async ({ page, people, provoked }) => {
  provoked.push(/status of 400/);
  await people.create("wombat@example.com");
  await open(page, "/users");
  await search(page).fill("wombat");
  await expect(rows(page)).toHaveCount(1);
  await search(page).fill("email:wombat* AND shoe:1");
  await expect(wrong(page)).toContainText("Position 19: there is no field shoe".replace("shoe", "`shoe`"));
  await expect(wrong(page).locator("mark")).toHaveText("s");
  await expect(search(page)).toHaveAttribute("aria-invalid", "true");
  await expect(search(page)).toHaveValue("email:wombat* AND shoe:1");
  await expect(person(page, "wombat@example.com")).toBeVisible();

  await search(page).fill("email:wombat* AND (blocked:false");
  await expect(wrong(page)).toContainText("expected `)`");
  await search(page).fill("email:wombat* AND (blocked:false OR NOT _exists_:blocked)");
  await expect(wrong(page)).toBeEmpty();
  await expect(search(page)).not.toHaveAttribute("aria-invalid");
  await expect(rows(page)).toHaveCount(1);

  await open(page, "/users?q=shoe%3A1");
  await expect(page.getByRole("heading", { name: "This search cannot be read" })).toBeVisible();
  await expect(wrong(page)).toContainText("Position 1");
  // The rows' place says it only where there is no JavaScript.
  await expect(page.getByText("Position 1")).toHaveCount(1);
  await expect(search(page)).toHaveValue("shoe:1");
});

test("the keys choose a field and its value", async ({ page, people, provoked }) => {
  // What is half typed may be looked for where the keys come slowly.
  provoked.push(/status of 400/);
  const user = await people.create("numbat@example.com");
  await people.block(user.user_id);
  await open(page, "/users");
  await search(page).focus();
  await page.keyboard.type("blo");
  await expect(options(page)).toHaveText([/^blocked:/]);
  await expect(search(page)).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(active(page)).toHaveText("blocked:");
  await expect(search(page)).toHaveAttribute("aria-activedescendant", "search-option-1");
  await page.keyboard.press("Enter");
  await expect(search(page)).toHaveValue("blocked:");
  await expect(options(page).first()).toContainText("true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(search(page)).toHaveValue("blocked:true");
  await expect(search(page)).toBeFocused();
  await expect(search(page)).toHaveAttribute("aria-expanded", "false");
  await expect(person(page, "numbat@example.com")).toBeVisible();
  await expect(page).toHaveURL(/q=blocked%3Atrue/);

  // An operator, and another field.
  await page.keyboard.type(" ");
  await page.keyboard.press("ArrowDown");
  await expect(active(page)).toHaveText("AND");
  await page.keyboard.press("Enter");
  await page.keyboard.type("email:numbat*");
  await expect(search(page)).toHaveValue("blocked:true AND email:numbat*");
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(1);

  // Escape closes the list first and clears the box then.
  await page.keyboard.type(" em");
  await expect(options(page).first()).toContainText("email:");
  await page.keyboard.press("Escape");
  await expect(options(page)).toHaveCount(0);
  await expect(search(page)).toHaveValue("blocked:true AND email:numbat* em");
  await page.keyboard.press("Escape");
  await expect(search(page)).toHaveValue("");
  await expect(rows(page)).toHaveCount(50);
});

test("names that come late do not open a list that was closed", async ({ page, provoked }) => {
  provoked.push(/status of 400/);
  await open(page, "/users");
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  await page.route("**/fn/users/metadata-names", async (route) => {
    asked++;
    await isReleased;
    await route.continue();
  });
  await search(page).focus();
  await page.keyboard.type("blocked:true em");
  await expect(options(page).first()).toContainText("email:");
  await expect.poll(() => asked).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await expect(options(page)).toHaveCount(0);
  const answer = page.waitForResponse("**/fn/users/metadata-names");
  release();
  await (await answer).finished();
  // What the page does with the answer is done once it drew twice.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await expect(options(page)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(search(page)).toHaveValue("");
});

test("names of metadata are those of the tenant, and a click takes one", async ({ page, people, provoked }) => {
  provoked.push(/status of 400/);
  const user = await people.create("bilby@example.com");
  await people.editMetadata(user.user_id, {}, { burrow: { depth: 2 }, "not a name": 1 }, "app");
  await open(page, "/users");
  await search(page).focus();
  await page.keyboard.type("app_metadata.bur");
  await expect(options(page)).toHaveText([/^app_metadata\.burrow:/, /^app_metadata\.burrow\.depth:/]);
  await options(page).nth(1).click();
  await expect(search(page)).toHaveValue("app_metadata.burrow.depth:");
  await page.keyboard.type("[2 TO *]");
  await expect(rows(page)).toHaveCount(1);
  await expect(person(page, "bilby@example.com")).toBeVisible();

  // Within a query the beginning of a key is enough.
  await search(page).fill("");
  await page.keyboard.type("blocked:false OR burr");
  await expect(options(page)).toHaveText([/^app_metadata\.burrow:/, /^app_metadata\.burrow\.depth:/]);
  await search(page).fill("");
});

test("a mistake that comes late does not open a list that was closed", async ({ page, provoked }) => {
  provoked.push(/status of 400/);
  await open(page, "/users");
  await search(page).focus();
  await page.keyboard.type("shoe:1 AND em");
  await expect(options(page).first()).toContainText("email:");
  await page.keyboard.press("Escape");
  await expect(options(page)).toHaveCount(0);
  await expect(wrong(page)).toContainText("there is no field");
  await expect(options(page)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(search(page)).toHaveValue("");
});

test("what was typed before the WASM was there is looked for", async ({ page, people }) => {
  await people.create("early@wombat.example");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/pkg\/.*\.(wasm|parts)$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/users", { waitUntil: "commit" });
  await search(page).fill("early@wombat");
  release();
  await hydrated(page);
  await expect(rows(page)).toHaveCount(1);
  await expect(search(page)).toHaveValue("early@wombat");
  await expect(page).toHaveURL(/q=early/);
});

test("rows of what is no longer asked for are not drawn", async ({ page, people }) => {
  await people.create("potoroo@example.com");
  await people.create("bettong@example.com");
  await open(page, "/users");
  await expect(rows(page)).toHaveCount(50);
  const release: (() => void)[] = [];
  await page.route("**/fn/users/list", async (route) => {
    await new Promise<void>((resolve) => release.push(resolve));
    await route.continue();
  });
  await search(page).fill("bettong");
  await expect.poll(() => release.length).toBe(1);
  await search(page).fill("potoroo");
  await expect(page).toHaveURL(/q=potoroo/);
  release[0]!();
  // The second question is asked once the first one is answered.
  await expect.poll(() => release.length).toBe(2);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await expect(rows(page)).toHaveCount(50);
  release[1]!();
  await expect(rows(page)).toHaveCount(1);
  await expect(person(page, "potoroo@example.com")).toBeVisible();
});

test("values of connections are offered", async ({ page, provoked }) => {
  provoked.push(/status of 400/);
  await open(page, "/users");
  await search(page).focus();
  await page.keyboard.type("identities.conn");
  await options(page).first().click();
  await expect(options(page).filter({ hasText: "Username-Password-Authentication" })).toBeVisible();
  await options(page).filter({ hasText: "Username-Password-Authentication" }).click();
  await expect(search(page)).toHaveValue("identities.connection:Username-Password-Authentication");
  await expect(rows(page)).toHaveCount(50);
});

test("a search is saved, found again, renamed and deleted", async ({ page, people, provoked }) => {
  provoked.push(/status of 409/);
  await withPlan(people, "quoll@example.com", "silver");
  await open(page, "/users");
  await savedMenu(page).click();
  const save = page.getByRole("menuitem", { name: "Save this search…" });
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Escape");
  await expect(save).toBeHidden();

  await search(page).fill("user_metadata.subscription.plan:silver");
  await expect(rows(page)).toHaveCount(1);
  await savedMenu(page).click();
  await save.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("user_metadata.subscription.plan:silver");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Silver plans");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(message(page)).toContainText("“Silver plans” is saved");

  await open(page, "/users");
  await savedMenu(page).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitemradio", { name: "Silver plans" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(search(page)).toHaveValue("user_metadata.subscription.plan:silver");
  await expect(rows(page)).toHaveCount(1);
  await savedMenu(page).click();
  await expect(page.getByRole("menuitemradio", { name: "Silver plans" })).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");

  // The same name does not do twice.
  await search(page).fill("quoll");
  await expect(page).toHaveURL(/q=quoll/);
  await savedMenu(page).click();
  await save.click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("silver PLANS");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog.getByText(/There is a saved search with the name/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Quolls");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(message(page)).toContainText("“Quolls” is saved");

  await savedMenu(page).click();
  await page.getByRole("menuitem", { name: "Manage saved searches…" }).click();
  await dialog.getByRole("button", { name: "Rename Silver plans" }).click();
  await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Silver");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Rename Silver", exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Delete Quolls" }).click();
  await dialog.getByRole("button", { name: "Yes, Delete It" }).click();
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await dialog.getByRole("button", { name: "Done" }).click();

  await savedMenu(page).click();
  await expect(page.getByRole("menuitemradio")).toHaveText(["Silver"]);
});

test("a name that is being typed stays when the searches come, and so does the focus", async ({ page, request, baseURL }) => {
  const headers = { Origin: baseURL!, "Sec-Fetch-Site": "same-origin" };
  const save = (name: string) =>
    request.post("/fn/saved-searches/create", { data: { name, query: { q: "wombat", sort: "created", order: "desc" } }, headers });
  await save("Marsupials");
  await open(page, "/users");
  const item = (name: string) => page.getByRole("menuitemradio", { name });
  await savedMenu(page).click();
  await expect(item("Marsupials")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(item("Marsupials")).toBeHidden();

  // Somebody else saves one, and the answer that has it takes long.
  await save("A new one");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/fn/saved-searches/list", async (route) => {
    await held;
    await route.continue();
  });
  await savedMenu(page).click();
  await page.getByRole("menuitem", { name: "Manage saved searches…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Rename Marsupials" }).click();
  const name = dialog.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await name.fill("Monotremes");
  release();
  await expect(dialog.getByText("A new one")).toBeVisible();
  await expect(name).toBeFocused();
  await page.keyboard.type("!");
  await expect(name).toHaveValue("Monotremes!");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Rename Monotremes!" })).toBeFocused();
  await expect(dialog.getByRole("listitem").first()).toContainText("A new one");
});

test("somebody who may only look uses saved searches and changes none", async ({ page, context, request, baseURL }) => {
  const query = { q: "blocked:true", sort: "created", order: "desc" };
  const headers = { Origin: baseURL!, "Sec-Fetch-Site": "same-origin" };
  await request.post("/fn/saved-searches/create", { data: { name: "Blocked ones", query }, headers });
  await context.clearCookies();
  await signIn(page, VIEWER);
  await open(page, "/users?q=ada");
  await savedMenu(page).click();
  await expect(page.getByRole("menuitem", { name: "Save this search…" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("menuitem", { name: "Manage saved searches…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Delete Blocked ones" })).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("button", { name: "Done" }).click();
  await savedMenu(page).click();
  await page.getByRole("menuitemradio", { name: "Blocked ones" }).click();
  await expect(search(page)).toHaveValue("blocked:true");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing, and nothing is wider than the page", async ({ page, request, baseURL, provoked }) => {
      provoked.push(/status of 400/);
      const name = `A search with a name that is rather long, in ${colorScheme}`;
      const query = { q: "user_metadata.subscription.plan:gold AND NOT blocked:true", status: "pending" };
      const headers = { Origin: baseURL!, "Sec-Fetch-Site": "same-origin" };
      await request.post("/fn/saved-searches/create", { data: { name, query }, headers });
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const picture = async (what: string) => {
          const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(await wide(), what).toBe(0);
          await page.screenshot({ path: `end2end/results/screenshots/search-${what}-${colorScheme}-${width}.png` });
          await expectNoViolations(page);
        };
        await open(page, "/users?page_size=25");
        await search(page).focus();
        await page.keyboard.type("NOT last");
        await expect(options(page).first()).toBeVisible();
        await page.keyboard.press("ArrowDown");
        await expect(active(page)).toBeVisible();
        await expect(page).toHaveURL(/q=NOT/);
        await expect(page.locator(".list")).toHaveAttribute("aria-busy", "false");
        await picture("options");
        await search(page).fill("email:ada* AND shoe:1 OR name:\"Ada Lovelace\"");
        await expect(wrong(page)).toContainText("there is no field");
        await picture("mistake");
        await search(page).fill("NOT blocked:true");
        await expect(wrong(page)).toBeEmpty();
        await expect(page).toHaveURL(/q=NOT/);
        await savedMenu(page).click();
        await expect(page.getByRole("menuitemradio", { name })).toBeVisible();
        await picture("saved");
        await page.getByRole("menuitem", { name: "Save this search…" }).click();
        await expect(page.getByRole("dialog").getByRole("textbox", { name: "Name" })).toBeVisible();
        await picture("save");
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toBeHidden();
        await savedMenu(page).click();
        await page.getByRole("menuitem", { name: "Manage saved searches…" }).click();
        await page.getByRole("dialog").getByRole("button", { name: `Rename ${name}` }).click();
        await picture("manage");
        await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
        await page.getByRole("dialog").getByRole("button", { name: `Delete ${name}` }).click();
        await picture("delete");
      }
    });
  });
}

