import { defineConfig } from "@playwright/test";
import { findProgram } from "./tests/support/machine";

const chromiumArgs = [
  "--no-sandbox",
  // One origin, and nobody looks: fewer processes and no painting on a processor that plays the graphics card.
  "--disable-gpu",
  "--in-process-gpu",
  "--disable-site-isolation-trials",
];

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/e2e/global-setup.ts",
  outputDir: "test-results/browser",
  fullyParallel: true,
  forbidOnly: true,
  // A shared machine stalls now and then: what fails twice has failed, and what needed a second try is reported.
  retries: process.env.CI ? 1 : 0,
  // More than the two cores: a test waits for the server, the browser and the clock in turn.
  workers: 3,
  // They end what hangs. A machine may be several times slower than ours, and no test says how fast it is.
  timeout: 300_000,
  expect: { timeout: 40_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: findProgram("chromium"), args: chromiumArgs },
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    actionTimeout: 40_000,
    navigationTimeout: 60_000,
    screenshot: "only-on-failure",
  },
});
