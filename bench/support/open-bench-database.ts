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
  /** Stops the server and keeps the data. */
  stop(): Promise<void>;
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
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= server.stop());
  return {
    dataDir,
    pid,
    appUrl,
    ownerUrl,
    superuserUrl: withDatabaseName(superuserUrl, "espalier"),
    async another(name) {
      await cloneDatabase(superuserUrl, name);
      return {
        appUrl: withDatabaseName(appUrl, name),
        ownerUrl: withDatabaseName(ownerUrl, name),
        superuserUrl: withDatabaseName(superuserUrl, name),
      };
    },
    stop,
    async close() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
