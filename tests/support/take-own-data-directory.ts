import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, inject } from "vitest";

/**
 * The run's secrets in a data directory of one test file's own, for one that ends master keys, which open what its other
 * files have sealed, or counts uploads. Called before anything asks for the environment; answers the directory.
 */
export function takeOwnDataDirectory(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "espalier-own-"));
  const secrets = join(dataDir, "secrets");
  cpSync(join(inject("cluster").dataDir, "secrets"), secrets, { recursive: true });
  for (const name of readdirSync(secrets)) chmodSync(join(secrets, name), 0o600);
  process.env.ESPALIER_DATA_DIR = dataDir;
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}
