// Log streams: made by hand, sent to a server that listens, stopped and deleted.

import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "../accessible.ts";
import { expect, open, reload, signIn, test, VIEWER } from "../test.ts";

const message = (page: Page) => page.getByRole("region", { name: "Messages" });

/** A server that takes events, or answers what it is told to. */
async function receiver() {
  const requests: { body: string; signature: string; authorization: string }[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { "x-roster-signature": signature, authorization = "" } = request.headers;
    requests.push({ body, signature: String(signature), authorization });
    response.writeHead(status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => server.close();
  return { url: `http://127.0.0.1:${port}/logs`, requests, close, answer: (next: number) => void (status = next) };
}

test("a log stream is made, sent what happens, stopped and deleted", async ({ page, people, provoked }) => {
  provoked.push(/status of 400/);
  const server = await receiver();
  await open(page, "/settings");
  await page.locator(".tabs").getByRole("link", { name: "Log streams" }).click();
  await expect(page.getByRole("heading", { name: "No log streams" })).toBeVisible();
  await page.getByRole("button", { name: "Create Log Stream" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Archive");
  await dialog.getByLabel("Address").fill("https://169.254.169.254/");
  await dialog.getByLabel("Authorization").fill("Bearer of-the-archive");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog.getByText("169.254.169.254 is not an address of the internet")).toBeVisible();
  await dialog.getByLabel("Address").fill(server.url);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  const secret = (await dialog.locator(".secret-line code").textContent())!;
  expect(secret).toMatch(/^[\w-]{43}$/);
  await dialog.getByRole("button", { name: "Done" }).click();

  const row = page.getByRole("row").filter({ hasText: "Archive" });
  await expect(row).toContainText("active");
  const user = await people.create(`streamed-${Date.now()}@example.com`);
  await expect.poll(() => server.requests.map(({ body }) => body).join("\n"), { timeout: 15_000 }).toContain(user.user_id);
  for (const { body, signature, authorization } of server.requests) {
    const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature)!;
    expect(mac).toBe(createHmac("sha256", secret).update(`${time}.${body}`).digest("hex"));
    expect(authorization).toBe("Bearer of-the-archive");
  }
  await reload(page);
  await expect(row.locator("time")).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  server.answer(500);
  await people.create(`failed-${Date.now()}@example.com`);
  await expect(async () => {
    await open(page, "/settings/log-streams");
    await expect(row).toContainText("the receiver answered 500", { timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await expect(row).toContainText("failing");
  server.answer(200);
  await row.getByRole("button", { name: "Pause Archive" }).click();
  await expect(message(page)).toContainText("Archive is paused now");
  await expect(row).toContainText("paused");
  await row.getByRole("button", { name: "Resume Archive" }).click();
  await expect(message(page)).toContainText("Archive is active now");
  await row.getByRole("button", { name: "Delete Archive" }).click();
  await dialog.getByRole("button", { name: "Yes, Delete It" }).click();
  await expect(page.getByRole("heading", { name: "No log streams" })).toBeVisible();
  server.close();
});

test("somebody who may only look makes none", async ({ page, context }) => {
  await context.clearCookies();
  await signIn(page, VIEWER);
  await open(page, "/settings/log-streams");
  await expect(page.getByRole("button", { name: "Create Log Stream" })).toHaveAttribute("aria-disabled", "true");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing on the page and in its dialog", async ({ page }) => {
      await open(page, "/settings/log-streams");
      await page.getByRole("button", { name: "Create Log Stream" }).click();
      await page.getByText("Only some events").click();
      await expectNoViolations(page);
    });
  });
}
