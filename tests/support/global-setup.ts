import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrate } from "@/db/migrate";
import { createMissingSecrets, secret } from "@/lib/foundation/secrets";

export interface TestCluster {
  dataDir: string;
  appUrl: string;
  ownerUrl: string;
  superuserUrl: string;
}

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

/** One PostgreSQL for the run; its migrated database is the template that each worker clones. */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), "espalier-test-"));
  chmodSync(dataDir, 0o755);
  process.env.ESPALIER_DATA_DIR = dataDir;
  createMissingSecrets(dataDir);
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  await migrate({ ownerUrl: server.ownerUrl, sealKey: secret("seal") });
  const { appUrl, ownerUrl, superuserUrl } = server;
  project.provide("cluster", { dataDir, appUrl, ownerUrl, superuserUrl });
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
