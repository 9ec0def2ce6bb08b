import "server-only";
import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type Env, env } from "./env";
import { readSecretText } from "./read-secret-text";
import { type SecretName, secretNames } from "./secret-names";

const secretBytesMin = 32;
const known = new Map<SecretName, Buffer>();
const keys = new WeakMap<Buffer, KeyObject>();

/** 32 random bytes or more, from the environment or `<dataDir>/secrets/<name>`. Throws when missing, short or exposed. */
export function secret(name: SecretName): Buffer {
  const cached = known.get(name);
  if (cached) return cached;
  const { dataDir, secretOverrides } = env();
  const override = secretOverrides[name];
  const value =
    override === undefined
      ? readSecret(dataDir, name)
      : decodeSecret(override, `ESPALIER_SECRET_${name.toUpperCase()}`);
  known.set(name, value);
  return value;
}

/** The same for ciphers and HMACs: a bare buffer they ask at length what it is, which takes longer than their work. */
export function secretKey(name: SecretName): KeyObject {
  const bytes = secret(name);
  const key = keys.get(bytes) ?? createSecretKey(bytes);
  keys.set(bytes, key);
  return key;
}

/**
 * Makes the secrets of a first start. Refuses when one that protects stored data has been lost: a new one in its
 * place would make everything written under the old one unreadable, silently.
 */
export function createMissingSecrets(dataDir: string, overrides: Env["secretOverrides"] = env().secretOverrides): void {
  const wanted = secretNames.filter((name) => overrides[name] === undefined);
  const missing = wanted.filter((name) => !existsSync(secretPath(dataDir, name)));
  const lastKept = wanted.findLastIndex((name) => !missing.includes(name));
  const lost = missing.find((name) => wanted.indexOf(name) < lastKept);
  if (lost)
    throw new Error(`${secretPath(dataDir, lost)} is gone. Restore it from the backup: nothing can replace it.`);
  for (const name of wanted) createSecret(dataDir, name);
}

/** The bytes of `<dataDir>/secrets/<name>`, made now if they are not there yet. */
export function createSecret(dataDir: string, name: string): Buffer {
  const path = secretPath(dataDir, name);
  if (!existsSync(path)) {
    mkdirSync(join(dataDir, "secrets"), { recursive: true, mode: 0o700 });
    publish(path, `${randomBytes(secretBytesMin).toString("base64url")}\n`);
  }
  return readSecret(dataDir, name);
}

/** Link, not rename: of two first starts at once the slower one must take the faster one's secret. */
function publish(path: string, content: string): void {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  // Its path is data, not a part of the program: without the word the build takes every file of the project along.
  const file = openSync(/*turbopackIgnore: true*/ draft, "wx", 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    closeSync(file);
    rmSync(draft, { force: true });
  }
}

/** The bytes of `<dataDir>/secrets/<name>`; throws when it is not there. */
export function readSecret(dataDir: string, name: string): Buffer {
  const path = secretPath(dataDir, name);
  if (!existsSync(path)) throw new Error(`${path} is missing. The first \`npm start\` makes it.`);
  return decodeSecret(readSecretText(path), path);
}

/**
 * Keeps a secret under `<dataDir>/secrets/retired` too, for backups that were made under it. A link, not a copy: what is
 * on the disk already cannot be lost with the power.
 */
export function keepRetired(dataDir: string, name: string, as: string): void {
  const folder = join(dataDir, "secrets", "retired");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = join(folder, as);
  rmSync(kept, { force: true });
  linkSync(secretPath(dataDir, name), kept);
}

/** Puts one secret in another one's place and takes it from its own, in one step. */
export function moveSecret(dataDir: string, { from, to }: { from: string; to: string }): void {
  renameSync(secretPath(dataDir, from), secretPath(dataDir, to));
}

export function removeSecret(dataDir: string, name: string): void {
  rmSync(secretPath(dataDir, name));
}

function decodeSecret(text: string, source: string): Buffer {
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(text)) throw new Error(`${source} is not base64url. ${howToMakeOne}`);
  const value = Buffer.from(text, "base64url");
  if (value.length < secretBytesMin)
    throw new Error(`${source} is shorter than ${secretBytesMin} bytes. ${howToMakeOne}`);
  // Random bytes repeat this much less than once in 10^40: only a placeholder does.
  if (new Set(value).size < 10) throw new Error(`${source} is not random. ${howToMakeOne}`);
  return value;
}

const howToMakeOne = "Make one with: openssl rand 32 | basenc --base64url";

function secretPath(dataDir: string, name: string): string {
  return join(dataDir, "secrets", name);
}
