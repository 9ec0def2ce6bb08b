import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, inject } from "vitest";

/**
 * Secrets of one test file's own, for one that ends master keys: those of the run open what its other files have sealed
 * meanwhile. Called before anything asks for the environment; answers the data directory.
 */
export function takeOwnMasterKeys(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "espalier-keys-"));
  cpSync(join(inject("cluster").dataDir, "secrets"), join(dataDir, "secrets"), { recursive: true });
  process.env.ESPALIER_DATA_DIR = dataDir;
  afterAll(() => rmSync(dataDir, { recursive: true }));
  return dataDir;
}
