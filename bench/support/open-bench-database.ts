import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DatabaseUrls, startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrate } from "@/db/migrate";
import { createMissingSecrets, secret } from "@/lib/foundation/secrets";
import { cloneDatabase, withDatabaseName } from "@/tests/support/clone-database";

export interface BenchDatabase extends DatabaseUrls {
  dataDir: string;
  /** Of the PostgreSQL server, whose descendants serve the connections. */
  pid: number;
  /** Another empty, migrated database of the same server. Call it before anything connects to the first. */
  another(name: string): Promise<DatabaseUrls>;
  close(): Promise<void>;
}

/** A durable PostgreSQL with the schema and nothing in it, in a data directory of its own that `close` removes. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), "espalier-bench-"));
  chmodSync(dataDir, 0o755);
  process.env.ESPALIER_DATA_DIR = dataDir;
  createMissingSecrets(dataDir);
  const server = await startEmbeddedPostgres({ dataDir });
  await migrate({ ownerUrl: server.ownerUrl, sealKey: secret("seal") });
  const { appUrl, ownerUrl, superuserUrl, pid } = server;
  return {
    dataDir,
    pid,
    appUrl,
    ownerUrl,
    superuserUrl: withDatabaseName(superuserUrl, "espalier"),
    async another(name) {
      await cloneDatabase(superuserUrl, name);
      const urls = { appUrl, ownerUrl, superuserUrl };
      return {
        appUrl: withDatabaseName(urls.appUrl, name),
        ownerUrl: withDatabaseName(urls.ownerUrl, name),
        superuserUrl: withDatabaseName(urls.superuserUrl, name),
      };
    },
    async close() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
