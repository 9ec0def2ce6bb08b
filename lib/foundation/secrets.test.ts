import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { secretNames } from "./secret-names";
import { createMissingSecrets, createSecret, readSecret } from "./secrets";

function dataDirectory(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "espalier-secrets-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  return dataDir;
}

test("a first start makes every secret, different ones, readable by their owner alone", () => {
  const dataDir = dataDirectory();
  createMissingSecrets(dataDir, {});
  const made = secretNames.map((name) => readSecret(dataDir, name).toString("hex"));
  expect(new Set(made).size).toBe(secretNames.length);
  expect(made.every((hex) => hex.length === 64)).toBe(true);
  expect(statSync(join(dataDir, "secrets")).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(dataDir, "secrets")).sort()).toEqual([...secretNames].sort());
  expect(secretNames.map((name) => statSync(join(dataDir, "secrets", name)).mode & 0o777)).toEqual(
    secretNames.map(() => 0o600),
  );
});

test("a second start keeps them, and an interrupted first start is finished", () => {
  const dataDir = dataDirectory();
  const first = createSecret(dataDir, "kek");
  createMissingSecrets(dataDir, {});
  createMissingSecrets(dataDir, {});
  expect(readSecret(dataDir, "kek")).toEqual(first);
});

test("a lost secret is not replaced by a new one", () => {
  const dataDir = dataDirectory();
  createMissingSecrets(dataDir, {});
  unlinkSync(join(dataDir, "secrets", "kek"));
  expect(() => createMissingSecrets(dataDir, {})).toThrow("Restore it from the backup");
});

test("a secret given by the environment is not made", () => {
  const dataDir = dataDirectory();
  createMissingSecrets(dataDir, { kek: "given" });
  expect(readdirSync(join(dataDir, "secrets"))).not.toContain("kek");
});

test.each([
  ["is short", () => Buffer.alloc(31, "0123456789abcdef").toString("base64url"), "shorter than 32 bytes"],
  ["is a placeholder", () => Buffer.alloc(32, "ab").toString("base64url"), "not random"],
  ["is not base64url", () => "change me, please, change me, please, change me", "not base64url"],
  ["is empty", () => "", "not base64url"],
])("a secret that %s is refused and not repeated", (_, content, reason) => {
  const dataDir = dataDirectory();
  createSecret(dataDir, "kek");
  writeFileSync(join(dataDir, "secrets", "kek"), content());
  expect(() => readSecret(dataDir, "kek")).toThrow(reason);
  if (content()) expect(() => readSecret(dataDir, "kek")).not.toThrow(content());
});

test.each([0o640, 0o604])("a secret of mode %o is refused", (mode) => {
  const dataDir = dataDirectory();
  createSecret(dataDir, "kek");
  chmodSync(join(dataDir, "secrets", "kek"), mode);
  expect(() => readSecret(dataDir, "kek")).toThrow("others can read it");
  expect(() => readSecret(dataDir, "kek")).not.toThrow(readFileSync(join(dataDir, "secrets", "kek"), "utf8").trim());
});
