// The tab Locations: logins from several places, on the map's own layers and in the table.

import type { Browser, Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { type User } from "../people.ts";
import { expect, open, pathOf, test } from "../test.ts";

const FOLDER = process.env.ROSTER_SCREENSHOTS ?? "end2end/results/screenshots";
const PASSWORD = "Correct-Horse-9-Battery";
/** Addresses of `roster demo --geoip`'s database, and where they are. */
const PLACES = {
  Berlin: { ip: "192.0.2.1", lat: 52.5244, lng: 13.4105 },
  Tokyo: { ip: "198.51.100.65", lat: 35.6895, lng: 139.6917 },
  Suva: { ip: "198.51.100.145", lat: -18.1416, lng: 178.4419 },
  Apia: { ip: "198.51.100.161", lat: -13.8333, lng: -171.7667 },
};

interface Pin {
  lat: number;
  lng: number;
  kind: string;
  count: string;
  /** How far the drawn circle is from where the map says that the coordinates are, in pixels. */
  offset: number;
}

/** Lets the test see the map's own layers: Leaflet calls a hook for each map that is made. Nothing of it is in the product. */
async function watchMaps(page: Page) {
  await page.addInitScript(() => {
    const maps: unknown[] = [];
    let leaflet: any;
    Object.assign(window, { mapsOfTest: maps });
    Object.defineProperty(window, "L", {
      configurable: true,
      get: () => leaflet,
      set(value) {
        leaflet = value;
        value.Map.addInitHook(function (this: unknown) {
          maps.push(this);
        });
      },
    });
  });
}

function pins(page: Page): Promise<Pin[]> {
  return page.evaluate(() => {
    const map = (window as any).mapsOfTest.at(-1);
    const frame = map.getContainer().getBoundingClientRect();
    const found: any[] = [];
    map.eachLayer((layer: any) => {
      const kind = /map-pin-(\w+)/.exec(layer.options.className ?? "")?.[1];
      if (!kind) return;
      const { lat, lng } = layer.getLatLng();
      const drawn = layer.getElement().getBoundingClientRect();
      const expected = map.latLngToContainerPoint([lat, lng]);
      const x = drawn.x + drawn.width / 2 - frame.x - expected.x;
      const y = drawn.y + drawn.height / 2 - frame.y - expected.y;
      found.push({ lat, lng, kind, count: layer.getTooltip()?.getElement()?.textContent, offset: Math.hypot(x, y) });
    });
    return found;
  });
}

/** The lines of the path, as pairs of longitudes, and whether each is marked as impossible. */
function legs(page: Page): Promise<{ from: number; to: number; isImpossible: boolean }[]> {
  return page.evaluate(() => {
    const found: any[] = [];
    (window as any).mapsOfTest.at(-1).eachLayer((layer: any) => {
      const name: string = layer.options.className ?? "";
      if (!name.startsWith("map-leg")) return;
      const [from, to] = layer.getLatLngs();
      found.push({ from: from.lng, to: to.lng, isImpossible: name.includes("impossible") && !!layer.options.dashArray });
    });
    return found;
  });
}

/** A login at the hosted page, by a browser that comes from `ip`. */
async function logInFrom(browser: Browser, url: string, client: string, email: string, ip: string, password = PASSWORD) {
  const context = await browser.newContext({ baseURL: url, extraHTTPHeaders: { "X-Forwarded-For": ip }, javaScriptEnabled: false, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  const asked = new URLSearchParams({
    client_id: client,
    response_type: "code",
    scope: "openid",
    redirect_uri: `${url}/callback`,
    state: "s",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  await page.goto(`/authorize?${asked}`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "Log in" }).click();
  await answer;
  await context.close();
}

const row = (page: Page, city: string) => page.getByRole("region", { name: "Places" }).getByRole("row", { name: new RegExp(city) });

test.beforeEach(async ({ page }) => watchMaps(page));

test("pins stand where the logins came from, and the table says the same", async ({ page, browser, roster, people }) => {
  const email = "traveller@places.example";
  const user = await people.create(email, PASSWORD);
  const created = await roster.command(["client", "create", "Travel", "--type", "web", "--callback", `${roster.url}/callback`]);
  const client = JSON.parse(created).client_id as string;
  const visit = (city: keyof typeof PLACES, password?: string) =>
    logInFrom(browser, roster.url, client, email, PLACES[city].ip, password);
  await visit("Berlin");
  await visit("Berlin");
  await visit("Berlin", "wrong");
  await visit("Suva");
  await visit("Apia");
  await logInFrom(browser, roster.url, client, email, "10.0.0.1");

  await open(page, pathOf(user, "locations"));
  await expect(page.locator("path.map-pin")).toHaveCount(3);
  const found = await pins(page);
  const pin = (city: keyof typeof PLACES) => found.find(({ lat, lng }) => lat === PLACES[city].lat && lng === PLACES[city].lng);
  expect(pin("Berlin")).toMatchObject({ kind: "failure", count: "3" });
  expect(pin("Suva")).toMatchObject({ kind: "success", count: "1" });
  expect(pin("Apia")).toMatchObject({ kind: "success", count: "1" });
  for (const { offset } of found) expect(offset).toBeLessThan(1.5);

  await expect(row(page, "Berlin, Germany").getByRole("cell").nth(0)).toHaveText("2");
  await expect(row(page, "Berlin, Germany").getByRole("cell").nth(1)).toHaveText("1");
  await expect(row(page, "Berlin, Germany").getByRole("cell").nth(2)).toHaveText("0");
  await expect(row(page, "Suva, Fiji").getByRole("cell").nth(0)).toHaveText("1");
  await expect(page.getByText("1 more login came from an address that has no place.")).toBeVisible();

  // Suva and Apia are neighbours across the date line: no line goes around the world.
  const lines = await legs(page);
  for (const { from, to } of lines) expect(Math.abs(from - to)).toBeLessThanOrEqual(180);
  expect(lines.filter(({ isImpossible }) => isImpossible).length).toBeGreaterThan(0);
  const travels = page.getByRole("region", { name: "Impossible travel" });
  await expect(travels.getByRole("link", { name: "Berlin, Germany → Suva, Fiji" })).toBeVisible();

  // A pin opens the logins behind it, and so does its row, by keyboard too.
  await page.locator("path.map-pin-failure").click();
  const logins = page.getByRole("region", { name: "Logins from Berlin, Germany" });
  await expect(logins.getByRole("listitem")).toHaveCount(3);
  await expect(logins.getByRole("link", { name: "Failure" })).toHaveAttribute("href", /\/history\?event=\d+$/);
  await page.getByRole("button", { name: "Close the list of logins" }).click();
  await expect(logins).toBeHidden();
  const button = row(page, "Suva").getByRole("button", { name: "Suva, Fiji" });
  await button.focus();
  await expect(page.locator('path.map-pin[stroke-width="5"]')).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Logins from Suva, Fiji" })).toBeVisible();
  await expect(button).toHaveAttribute("aria-pressed", "true");

  const history = await page.request.post(`${roster.url}/fn/logs/search`, {
    data: { query: { user_id: user.user_id } },
    headers: { Origin: roster.url, "Sec-Fetch-Site": "same-origin" },
  });
  const kinds = ((await history.json()).events as { type: string }[]).map(({ type }) => type);
  expect(kinds).toContain("impossible_travel");
});

/** A sample user who was at several places on several days. */
async function sampleTraveller(page: Page, url: string): Promise<User> {
  const headers = { Origin: url, "Sec-Fetch-Site": "same-origin" };
  const query = { q: "", connection: null, status: null, created_from: null, created_to: null, login_from: null, login_to: null, sort: "created", order: "asc", cursor: null, page_size: 25 };
  const list = await (await page.request.post(`${url}/fn/users/list`, { data: { query }, headers })).json();
  let best: { user: User; places: number } | undefined;
  for (const user of (list.users ?? list.rows) as User[]) {
    const data = { id: user.user_id, from: null, to: null };
    const found = await (await page.request.post(`${url}/fn/users/locations`, { data, headers })).json();
    const days = new Set(found.counts.map(({ day }: { day: number }) => day)).size;
    if (days > 5 && found.places.length > (best?.places ?? 1)) best = { user, places: found.places.length };
  }
  return best!.user;
}

test("the range of days filters pins, path and table", async ({ page, roster }) => {
  const user = await sampleTraveller(page, roster.url);
  await open(page, pathOf(user, "locations"));
  await expect(page.locator("path.map-pin").first()).toBeVisible();
  const rows = page.getByRole("region", { name: "Places" }).getByRole("row");
  const before = { pins: (await pins(page)).length, legs: (await legs(page)).length, rows: await rows.count() };
  expect(before.rows).toBe(before.pins + 1);
  const last = page.getByLabel("Last day");
  await last.focus();
  await page.keyboard.press("Home");
  await expect(last).toHaveAttribute("aria-valuetext", await page.getByLabel("First day").getAttribute("aria-valuetext") ?? "");
  await expect.poll(async () => (await pins(page)).length).toBeLessThan(before.pins);
  const after = await pins(page);
  expect(await rows.count()).toBe(after.length + 1);
  expect((await legs(page)).length).toBeLessThan(before.legs);
  await page.getByRole("button", { name: "All days" }).click();
  await expect.poll(async () => (await pins(page)).length).toBe(before.pins);
});

test("a user who never logged in has an empty state, and nothing of a map is loaded", async ({ page, people }) => {
  const user = await people.create("nowhere@places.example");
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await open(page, pathOf(user));
  await page.getByRole("link", { name: "Locations" }).click();
  await expect(page.getByRole("heading", { name: "No locations yet" })).toBeVisible();
  expect(loaded.filter((url) => /leaflet|world\./.test(url))).toEqual([]);
});

test("ten thousand logins are drawn", async ({ page, people }) => {
  const user = await people.create("everywhere@places.example");
  const day = Math.floor(Date.now() / 86_400_000) - 25;
  const date = (day: number, minute = 0) => new Date(day * 86_400_000 + minute * 60_000).toISOString();
  const places = Array.from({ length: 200 }, (_, at) => ({ city_name: `City ${at}`, country_name: "Country", country_code: "XX", latitude: ((at * 37) % 120) - 55, longitude: ((at * 53) % 340) - 170 }));
  const counts = places.flatMap((_, place) =>
    Array.from({ length: 25 }, (_, at) => ({ day: day + at, place, outcome: at % 9 ? "success" : "failure", count: 2 })),
  );
  const logins = Array.from({ length: 700 }, (_, at) => ({ log_id: String(at).padStart(58, "9"), date: date(day, at * 50), place: (at * 7) % 200, outcome: "success" }));
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
  const database = { file: "city.mmdb", kind: "DBIP-City-Lite", built_at: date(day), error: null };
  await page.route("**/fn/users/locations", (route) => route.fulfill({ json: { database, places, counts, logins, is_cut: false, tiles: null } }));
  await open(page, pathOf(user));
  await page.getByRole("link", { name: "Locations" }).click();
  await page.locator("path.map-pin").nth(199).waitFor({ state: "attached" });
  await expect(page.getByRole("link", { name: "IP Geolocation by DB-IP" })).toHaveAttribute("href", "https://db-ip.com");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing on the tab, and it is as it should be on a wide and on a narrow screen", async ({ page, roster }) => {
      const user = await sampleTraveller(page, roster.url);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await open(page, pathOf(user, "locations"));
        await expect(page.locator("path.map-pin").first()).toBeVisible();
        await row(page, ",").first().getByRole("button").click();
        await expect(page.getByRole("region", { name: /^Logins from/ })).toBeVisible();
        await expectNoViolations(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        await page.screenshot({ path: `${FOLDER}/locations-${colorScheme}-${width}.png`, fullPage: true });
      }
    });
  });
}

test("without a database the tab says what to do", async ({ browser }) => {
  const { install } = await import("../server.mjs");
  const { OWNER, signIn } = await import("../test.ts");
  const roster = await install();
  try {
    await roster.command(["admin", "create", OWNER.email], `${OWNER.password}\n`);
    await roster.command(["user", "create", "ada@places.example"], `${PASSWORD}\n`);
    await roster.start();
    const context = await browser.newContext({ baseURL: roster.url });
    const page = await context.newPage();
    await signIn(page);
    await page.getByRole("link", { name: "ada@places.example" }).click();
    await page.getByRole("link", { name: "Locations" }).click();
    await expect(page.getByText("ROSTER_GEOIP=FILE")).toBeVisible();
    await expect(page.getByRole("link", { name: "DB-IP Lite" })).toBeVisible();
    await expect(page.getByRole("link", { name: "GeoLite2 City" })).toBeVisible();
    await page.screenshot({ path: `${FOLDER}/locations-none.png` });
    await context.close();
  } finally {
    await roster.remove();
  }
});
