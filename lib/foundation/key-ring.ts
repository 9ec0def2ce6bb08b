import "server-only";
import { createHash, createSecretKey, type KeyObject } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { env } from "./env";
import { DomainError } from "./errors";
import type { BoxKey } from "./secret-box";
import { createSecret, keepRetired, moveSecret, readSecret, removeSecret, secret } from "./secrets";

/**
 * The key-encryption keys, oldest first: `<dataDir>/secrets/kek`, then `kek-2`, `kek-3` and so on. The newest wraps, all
 * of them open: what an older one wrapped stays readable while it is being wrapped anew, in every process.
 */
let ring: { keys: BoxKey[]; readAt: number } | undefined;

/** A process that is running learns of a new key by then at the latest; or at once, when it meets what that has wrapped. */
export const ringSeconds = 5;

function boxKey(bytes: Buffer): BoxKey {
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 8), key: createSecretKey(bytes) };
}

function numberedFiles(dataDir: string): string[] {
  const number = (name: string) => Number(name.slice("kek-".length));
  return readdirSync(join(dataDir, "secrets"))
    .filter((name) => /^kek-[1-9]\d*$/.test(name))
    .toSorted((left, right) => number(left) - number(right));
}

function readRing(): BoxKey[] {
  const { dataDir, secretOverrides } = env();
  // Read from its file and not from memory: it is another key once the older ones were retired.
  const keys =
    secretOverrides.kek === undefined
      ? ["kek", ...numberedFiles(dataDir)].flatMap((name) => readKek(dataDir, name) ?? [])
      : [boxKey(secret("kek"))];
  ring = { keys, readAt: Date.now() };
  return keys;
}

/** Undefined for a file that was there when the folder was listed and has been retired since. */
function readKek(dataDir: string, name: string): BoxKey | undefined {
  try {
    return boxKey(readSecret(dataDir, name));
  } catch (error) {
    if (name === "kek" || existsSync(join(dataDir, "secrets", name))) throw error;
    return undefined;
  }
}

/** The key that wraps now. */
export function currentKek(): BoxKey {
  const isFresh = ring !== undefined && Date.now() - ring.readAt < ringSeconds * 1000;
  const newest = (isFresh && ring ? ring.keys : readRing()).at(-1);
  if (!newest) throw new Error("there is no key-encryption key");
  return newest;
}

/** The names of all that open, oldest first; never the keys. */
export function ringIds(): string[] {
  return readRing().map(({ id }) => id);
}

export function findKek(id: string): KeyObject | undefined {
  const among = (keys: readonly BoxKey[] = []) => keys.find((key) => key.id === id)?.key;
  return among(ring?.keys) ?? among(readRing());
}

/** Makes the next key, which wraps from now on. Throws `invalid-state` where the key comes from the environment. */
export function addKek(): BoxKey {
  const dataDir = folderOfKeks();
  const last = numberedFiles(dataDir).at(-1);
  createSecret(dataDir, `kek-${last ? Number(last.slice("kek-".length)) + 1 : 2}`);
  readRing();
  return currentKek();
}

/**
 * Takes every key but the newest out of the ring and keeps them in `secrets/retired`, where nothing reads them. Who calls
 * it has seen to it that none of them wraps anything. Returns their names. Throws like `addKek`.
 */
export function retireOlderKeks(): string[] {
  const dataDir = folderOfKeks();
  const numbered = numberedFiles(dataDir);
  const newest = numbered.at(-1);
  if (newest === undefined) return [];
  const older = ["kek", ...numbered.slice(0, -1)];
  const retired = older.map((name) => {
    const { id } = boxKey(readSecret(dataDir, name));
    keepRetired(dataDir, name, `kek-${id}`);
    return id;
  });
  for (const name of numbered.slice(0, -1)) removeSecret(dataDir, name);
  moveSecret(dataDir, { from: newest, to: "kek" });
  readRing();
  return retired;
}

function folderOfKeks(): string {
  const { dataDir, secretOverrides } = env();
  if (secretOverrides.kek === undefined) return dataDir;
  throw new DomainError("invalid-state", "master-key", { reason: "kekFromEnvironment" });
}
