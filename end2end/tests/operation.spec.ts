// The program as those meet it who run it: kills, backups, bad settings.

import { copyFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, OWNER, signIn, test as base } from "../test.ts";
import { people } from "../people.ts";
import { install } from "../server.mjs";

type Installation = Awaited<ReturnType<typeof install>>;

const test = base.extend<{ fresh: Installation }>({
  fresh: async ({}, use) => {
    const fresh = await install();
    await fresh.command(["admin", "create", OWNER.email], `${OWNER.password}\n`);
    await fresh.start();
    await use(fresh);
    await fresh.remove();
  },
  baseURL: async ({ fresh }, use) => use(fresh.url),
  storageState: async ({}, use) => use({ cookies: [], origins: [] }),
});

test("a kill during a stream of creates loses no user that was acknowledged", async ({ page, fresh, context }) => {
  await signIn(page);
  const crowd = people(context.request, fresh.url);
  const acknowledged: string[] = [];
  let isAlive = true;
  const stream = async (lane: number) => {
    for (let n = 0; isAlive; n++) {
      try {
        acknowledged.push((await crowd.create(`lane${lane}.${n}@kill.example`)).user_id);
      } catch {
        return;
      }
    }
  };
  const lanes = [0, 1, 2, 3].map(stream);
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(20);
  await fresh.stop("SIGKILL");
  isAlive = false;
  await Promise.all(lanes);

  await fresh.start();
  for (const id of acknowledged) expect((await crowd.get(id)).user_id).toBe(id);
});

test("where somebody else took the port meanwhile, a test starts on another one", async ({ request }) => {
  const late = await install();
  const [host, port] = late.address.split(":");
  const early = createServer();
  await new Promise<void>((resolve) => early.listen(Number(port), host, resolve));
  try {
    await late.start();
    expect(late.address).not.toBe(`${host}:${port}`);
    expect((await request.get(`${late.url}/health`)).status()).toBe(200);
    expect(late.setupLink).toContain(late.url);
  } finally {
    await late.remove();
    await new Promise((resolve) => early.close(resolve));
  }
});

test("a backup of the running server is a whole installation", async ({ page, fresh, context, browser }) => {
  await signIn(page);
  const kept = await people(context.request, fresh.url).create("kept@backup.example");
  const file = join(fresh.folder, "backup.db");
  await fresh.command(["backup", file]);

  const restored = await install();
  try {
    copyFileSync(file, join(restored.folder, "roster.db"));
    await restored.start();
    const visit = await browser.newContext({ baseURL: restored.url });
    await signIn(await visit.newPage());
    expect((await people(visit.request, restored.url).get(kept.user_id)).email).toBe("kept@backup.example");
    await visit.close();
  } finally {
    await restored.remove();
  }
});

test("a bad setting stops the start with a message that names it", async ({ fresh }) => {
  for (const [flag, value, named] of [
    ["--listen", "nowhere", "ROSTER_LISTEN"],
    ["--url", "ftp://roster", "ROSTER_URL"],
    ["--database", "mysql://db", "DATABASE_URL"],
    ["--data", "/dev/null/data", "ROSTER_DATA"],
  ]) {
    await expect(fresh.command(["serve", flag, value])).rejects.toThrow(named);
    await expect(fresh.command(["serve", flag, value])).rejects.toThrow(value);
  }
});
