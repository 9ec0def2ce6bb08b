import "server-only";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type FileLock, tryFileLock } from "@/lib/foundation/file-lock";
import { announce, announceStep } from "./announce";
import { runToEnd } from "./run-to-end";
import { sourceFingerprint } from "./source-fingerprint";

/** Makes the production build unless the one that is there was made of these very sources. */
export async function buildPages(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const root = process.cwd();
  if (isFresh(root)) return;
  const lock = await lockBuild(root, signal);
  try {
    if (isFresh(root)) return;
    const { hash } = sourceFingerprint(root);
    announce("Building the pages…");
    await announceStep("Pages built", () =>
      runToEnd({
        name: "next build",
        args: [join(root, "node_modules/next/dist/bin/next"), "build"],
        environment: { ...environment, NODE_ENV: "production" },
        signal,
      }),
    );
    writeFileSync(fingerprintFile(root), hash);
  } finally {
    lock.release();
  }
}

function isFresh(root: string): boolean {
  const buildId = join(root, ".next", "BUILD_ID");
  if (!existsSync(buildId)) return false;
  const { hash, newestMs } = sourceFingerprint(root);
  if (existsSync(fingerprintFile(root))) return readFileSync(fingerprintFile(root), "utf8") === hash;
  // Made by `npm run build`, which leaves no fingerprint: good as long as nothing changed since.
  return statSync(buildId).mtimeMs >= newestMs;
}

/** Two supervisors of one checkout, with a data directory each, must not build into the same place at once. */
async function lockBuild(root: string, signal: AbortSignal): Promise<FileLock> {
  const folder = join(root, "node_modules", ".cache");
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const lock = tryFileLock(join(folder, "espalier-build.lock"));
    if (lock) return lock;
    await sleep(500, undefined, { signal });
  }
}

function fingerprintFile(root: string): string {
  return join(root, ".next", "espalier-fingerprint");
}
