import { defineConfig } from "@playwright/test";
import { findProgram } from "./tests/support/machine";

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/e2e/global-setup.ts",
  outputDir: "test-results/browser",
  fullyParallel: true,
  forbidOnly: true,
  // A shared machine stalls now and then: what fails twice has failed, and what needed a second try is reported.
  retries: process.env.CI ? 1 : 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: findProgram("chromium"), args: ["--no-sandbox"] },
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    screenshot: "only-on-failure",
  },
});
