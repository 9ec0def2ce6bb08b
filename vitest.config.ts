import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = [
  { find: /^@\//, replacement: root },
  { find: "server-only", replacement: `${root}tests/support/server-only.ts` },
];
/** Tests that need neither a database nor a build: they run in `npm run check`. */
const staticTests = ["tests/architecture/static/**/*.test.ts", "components/**/*.test.{ts,tsx}"];

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      { resolve: { alias }, test: { name: "static", include: staticTests } },
      {
        resolve: { alias },
        test: {
          name: "node",
          include: [
            "{app,db,lib}/**/*.test.ts",
            "tests/{architecture,contract,faults,isolation,scenarios}/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "tests/architecture/static/**"],
          globalSetup: "tests/support/global-setup.ts",
          setupFiles: "tests/support/worker-setup.ts",
          maxWorkers: 2,
          testTimeout: 30_000,
          // A shared machine stalls now and then: what fails twice has failed.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
});
