import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrate } from "@/db/migrate";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { createMissingSecrets, secret } from "@/lib/foundation/secrets";
import { withDatabaseName } from "@/tests/support/clone-database";
import { soak } from "@/tests/support/soak";

/** The soak of tests/faults for as long as one likes, on a PostgreSQL of its own: `--seconds 600 --kill-every 15`. */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    "kill-every": { type: "string", default: "15" },
    accounts: { type: "string", default: "4" },
    workers: { type: "string", default: "16" },
  },
});

const dataDir = mkdtempSync(join(tmpdir(), "espalier-soak-"));
chmodSync(dataDir, 0o755);
process.env.ESPALIER_DATA_DIR = dataDir;
createMissingSecrets(dataDir);
const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
try {
  await migrate({ ownerUrl: server.ownerUrl, sealKey: secret("seal") });
  connectPool(server.appUrl);
  const { leaks, lost, ghosts, ...figures } = await soak({
    superuserUrl: withDatabaseName(server.superuserUrl, "espalier"),
    seconds: Number(values.seconds),
    killEveryMs: Number(values["kill-every"]),
    accounts: Number(values.accounts),
    workers: Number(values.workers),
  });
  const faults = { leaks: leaks.length, hangs: figures.hangs, lost: lost.length, ghosts: ghosts.length };
  process.stdout.write(`${JSON.stringify({ ...figures, ...faults }, undefined, 2)}\n`);
  if (Object.values(faults).some((count) => count > 0)) process.exitCode = 1;
} finally {
  await closePool();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
