import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type SpawnedServer, spawnServer } from "./spawn-server";

const files = {
  "package.json": `{ "private": true, "type": "module" }`,
  // The packages lie outside: the folder that holds both is the root.
  "next.config.mjs": `export default { turbopack: { root: "/" }, outputFileTracingRoot: "/" };`,
  "app/layout.js": `export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }`,
  "app/page.js": `export const dynamic = "force-dynamic"; export default function Page() { return <p>Hello</p>; }`,
};
const next = resolve("node_modules/next/dist/bin/next");

export interface BareNext {
  start(): Promise<SpawnedServer>;
  remove(): void;
}

/** The least a dynamic page of this very Next can cost: a production build with one paragraph. */
export function buildBareNext(): BareNext {
  const root = mkdtempSync(join(tmpdir(), "espalier-bare-next-"));
  mkdirSync(join(root, "app"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  symlinkSync(resolve("node_modules"), join(root, "node_modules"));
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const environment = { ...inherited, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  execFileSync(process.execPath, [next, "build"], { cwd: root, env: environment, stdio: "pipe" });
  return {
    start: () => spawnServer({ args: [next, "start", root, "-H", "127.0.0.1"], path: "/" }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
