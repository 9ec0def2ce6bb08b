import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseDatabaseUrl } from "@/db/database-url";

const run = promisify(execFile);

interface Round {
  clients: number;
  seconds: number;
  /** What a transaction is; left out, it is TPC-B's: three updates, a read and an insert. */
  script?: string;
}

/** The `pgbench` that is on the path, on one database. Statements are prepared, as ours are. */
export function openPgbench(url: string) {
  const { socketPath, host, port, user, password, database } = parseDatabaseUrl(url);
  const directory = socketPath?.slice(0, socketPath.lastIndexOf("/"));
  const env = { ...process.env, PGPASSWORD: password };
  const where = ["-h", directory ?? host ?? "127.0.0.1", "-p", String(port), "-U", user, database];
  const call = async (...words: string[]) => (await run("pgbench", [...words, ...where], { env })).stdout;
  return {
    async fill(scale: number): Promise<void> {
      await call("-i", "-q", "-s", String(scale));
    },
    /** Transactions a second. */
    async measure({ clients, seconds, script }: Round): Promise<number> {
      const directoryOfScript = mkdtempSync(join(tmpdir(), "espalier-pgbench-"));
      const file = join(directoryOfScript, "script.sql");
      writeFileSync(file, script ?? "");
      const what = script === undefined ? [] : ["-f", file];
      const said = await call("-n", "-M", "prepared", ...what, "-c", String(clients), "-T", String(seconds)).finally(
        () => rmSync(directoryOfScript, { recursive: true }),
      );
      const tps = Number(/tps = ([\d.]+)/.exec(said)?.[1]);
      if (!(tps > 0)) throw new Error(`pgbench said no rate:\n${said}`);
      return tps;
    },
  };
}
