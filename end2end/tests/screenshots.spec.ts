// The pictures of the README.

import { expect, open, pathOf, test } from "../test.ts";

// `make screenshots` renews those that the README shows; any other run leaves the tracked files alone.
const FOLDER = process.env.ROSTER_SCREENSHOTS ?? "end2end/results/screenshots";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1280, height: 760 } });

    test("the list", async ({ page }) => {
      await open(page, "/users");
      await expect(page.locator("tbody").getByRole("row").first()).toBeVisible();
      await page.screenshot({ path: `${FOLDER}/users-${colorScheme}.png` });
    });

    test("a user", async ({ page, people }) => {
      await open(page, "/users?q=lovelace");
      const href = await page.locator("tbody").getByRole("link").first().getAttribute("href");
      const user = await people.get(decodeURIComponent(href!.split("/")[2]));
      await people.editMetadata(user.user_id, user.user_metadata ?? {}, { plan: "gold", seats: 12, addresses: [{ city: "Arlington", zip: "22207" }] });
      await people.editMetadata(user.user_id, user.app_metadata ?? {}, { roles: ["admiral", "editor"], beta: true }, "app");
      await open(page, pathOf(user));
      await page.screenshot({ path: `${FOLDER}/user-${colorScheme}.png` });
    });
  });
}
