import "server-only";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = [
  "app",
  "components",
  "db",
  "lib",
  "messages",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

export interface SourceFingerprint {
  hash: string;
  newestMs: number;
}

/** Identifies everything a production build is made of. */
export function sourceFingerprint(root: string): SourceFingerprint {
  const hash = createHash("sha256").update(process.version);
  let newestMs = 0;
  for (const path of sources.flatMap((source) => filesBelow(root, source))) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
    newestMs = Math.max(newestMs, statSync(join(root, path)).mtimeMs);
  }
  return { hash: hash.digest("hex"), newestMs };
}

function filesBelow(root: string, source: string): string[] {
  if (!existsSync(join(root, source))) return [];
  if (statSync(join(root, source)).isFile()) return [source];
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
