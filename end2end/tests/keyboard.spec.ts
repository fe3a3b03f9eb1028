// Every action without a mouse.

import { expect, open, pathOf, test } from "../test.ts";

test("create, open, act and delete by keyboard alone", async ({ page, people }) => {
  await open(page, "/users");

  // `/` goes to the search; a letter that is a shortcut is a letter there.
  await page.keyboard.press("/");
  const search = page.getByRole("combobox", { name: "Search users" });
  await expect(search).toBeFocused();
  await page.keyboard.type("nobody?");
  await expect(search).toHaveValue("nobody?");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Create User" }).first().focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Create User" });
  await expect(dialog.getByLabel("Email")).toBeFocused();
  await page.keyboard.type("keys@example.com");
  await dialog.getByLabel("Password", { exact: true }).focus();
  await page.keyboard.type("Correct-Horse-9");
  await dialog.getByLabel("Repeat Password").focus();
  await page.keyboard.type("Correct-Horse-9");
  // Focus stays in the dialog, however often Tab is pressed.
  for (let n = 0; n < 15; n++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => {
      const dialog = document.querySelector("dialog[open]");
      return document.activeElement === document.body || !!dialog?.contains(document.activeElement);
    })).toBe(true);
  }
  await dialog.getByLabel("Repeat Password").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "keys@example.com" })).toBeVisible();

  // Menus go by arrow keys, Esc closes them and gives focus back.
  const actions = page.getByRole("button", { name: "Actions" });
  await actions.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem").nth(1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem").last()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(actions).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText("cannot be undone");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(actions).toBeFocused();
});

test("what is typed right after a click is in the dialog, even before that is drawn", async ({ page }) => {
  await open(page, "/apis");
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0;
  });
  await page.getByRole("button", { name: "Create API" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("Orders?");
  await expect(page.getByRole("dialog").getByLabel("Name")).toHaveValue("Orders?");
});

test("the palette jumps to any user and page", async ({ page, people }) => {
  const user = await people.create("palette.target@example.com");
  await open(page, "/users");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("palette.target");
  await expect(palette.getByRole("option", { name: /palette\.target/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => decodeURIComponent(url.pathname) === decodeURIComponent(pathOf(user)));
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
});

test("? lists the shortcuts, but not while typing", async ({ page }) => {
  await open(page, "/users");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText(/shortcut/i);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("what has focus is seen", async ({ page }) => {
  await open(page, "/users");
  for (let n = 0; n < 25; n++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (!element || element === document.body) return "nothing";
      const outlined = [element, element.parentElement!].some((one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      });
      return outlined ? "outlined" : element.outerHTML.slice(0, 200);
    });
    expect(["outlined", "nothing"]).toContain(seen);
  }
});
