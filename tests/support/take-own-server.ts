import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrate } from "@/db/migrate";
import { secret } from "@/lib/foundation/secrets";
import { pointPoolAt } from "./scratch-database";

/**
 * A PostgreSQL of a file's own, to be stopped and killed; durable, or a crash would lose what it acknowledged. Returns
 * it, once it is there.
 */
export function takeOwnServer(): () => EmbeddedPostgres {
  let dataDir: string;
  let server: EmbeddedPostgres;
  let pointBack: () => Promise<void>;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "espalier-faults-"));
    chmodSync(dataDir, 0o755);
    server = await startEmbeddedPostgres({ dataDir });
    await migrate({ ownerUrl: server.ownerUrl, sealKey: secret("seal") });
    pointBack = await pointPoolAt(server.appUrl);
  }, 60_000);
  afterAll(async () => {
    await pointBack?.();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);
  return () => server;
}
