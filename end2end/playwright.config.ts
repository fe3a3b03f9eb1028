import { defineConfig } from "@playwright/test";

const executablePath = process.env.ROSTER_CHROMIUM;
if (!executablePath) throw new Error("Run the tests with `make e2e`: it says where Chromium is (ROSTER_CHROMIUM).");

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  reporter: "list",
  // Each file has a server of its own.
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  // The longest ones take half a minute; a machine may be many times slower.
  timeout: 300_000,
  expect: { timeout: 15_000 },
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Nothing but this machine can be reached, whatever a page tries.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
      ],
    },
  },
  projects: [
    { name: "browser", testIgnore: /no-javascript/ },
    { name: "no-javascript", testMatch: /no-javascript/, use: { javaScriptEnabled: false } },
  ],
});
