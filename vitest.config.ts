import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = [
  { find: /^@\//, replacement: root },
  { find: "server-only", replacement: `${root}tests/support/server-only.ts` },
];
/** Tests that need neither a database nor a build: they run in `npm run check`. */
const staticTests = ["tests/architecture/static/**/*.test.ts", "components/**/*.test.{ts,tsx}"];

/** Tests of modules that are replaced or read the environment anew, which needs a process that has loaded nothing yet. */
const aloneTests = [
  "lib/domain/identity-verification/identity-{documents,verification}.test.ts",
  "lib/domain/master-key/*.test.ts",
  "lib/domain/sign-in/hash-password.test.ts",
  "tests/scenarios/{backup,enumeration,keys-by-command,many-guesses,told-by-time}.test.ts",
];
/** They end what hangs. A machine may be several times slower than ours, and no test says how fast it is. */
const limits = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } };
/** On a real PostgreSQL. Three files at a time keep two cores busy: tests of races, dead backends and clocks mostly wait. */
const onDatabase = {
  ...limits,
  globalSetup: "tests/support/global-setup.ts",
  setupFiles: ["tests/support/worker-setup.ts"],
  maxWorkers: 3,
  // A shared machine stalls now and then: what fails twice has failed.
  retry: process.env.CI ? 1 : 0,
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      { resolve: { alias }, test: { ...limits, name: "static", isolate: false, include: staticTests } },
      {
        resolve: { alias },
        test: {
          ...onDatabase,
          name: "node",
          setupFiles: ["tests/support/remember-hashes.ts", ...onDatabase.setupFiles],
          // Loading the house costs more than most files take to test it: a worker loads it once.
          isolate: false,
          include: [
            "{app,db,lib}/**/*.test.ts",
            "tests/{architecture,contract,faults,isolation,scenarios}/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "tests/architecture/static/**", ...aloneTests],
        },
      },
      { resolve: { alias }, test: { ...onDatabase, name: "node-alone", include: aloneTests } },
    ],
  },
});
