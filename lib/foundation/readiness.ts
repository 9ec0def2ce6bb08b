import "server-only";
import { sql } from "drizzle-orm";
import { findCatalogFaults } from "@/db/catalog-gate";
import { schemaVersion } from "@/db/migrate";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { logger } from "@/lib/foundation/logger";
import { withPlatformRead } from "@/lib/foundation/transaction";

export interface Readiness {
  ready: boolean;
  word: "ready" | "database" | "schema" | "fence";
}

const databaseMs = 500;
const gateMs = 60_000;
let gate: { checkedAt: number; faults: string[] } | undefined;

const doorFence = () => mintPlatformFence({ platform: true, actorKey: "readiness" });

/** Whether this process may serve: database within 500 ms, schema version, every table fenced (kept for a minute). */
export async function readiness(now = Date.now()): Promise<Readiness> {
  const timeout = AbortSignal.timeout(databaseMs);
  const late = new Promise<never>((_, reject) => timeout.addEventListener("abort", () => reject(timeout.reason)));
  late.catch(() => undefined);
  try {
    return await Promise.race([check(now), late]);
  } catch {
    return { ready: false, word: "database" };
  }
}

async function check(now: number): Promise<Readiness> {
  return withPlatformRead(doorFence(), async (tx) => {
    const [row] = await tx.execute<{ version: number }>(
      sql`select count(*)::int as version from drizzle.__drizzle_migrations`,
    );
    if (row?.version !== schemaVersion()) return { ready: false, word: "schema" };
    if (!gate || now - gate.checkedAt > gateMs) gate = { checkedAt: now, faults: await findCatalogFaults(tx) };
    if (gate.faults.length === 0) return { ready: true, word: "ready" };
    logger.error({ faults: gate.faults }, "the database is not fenced");
    return { ready: false, word: "fence" };
  });
}

/** Throws the list of faults unless every table is fenced: what a process calls before its first request. */
export async function requireFencedDatabase(): Promise<void> {
  const faults = await withPlatformRead(doorFence(), findCatalogFaults);
  if (faults.length > 0) throw new Error(`The database is not fenced, so nothing is served:\n${faults.join("\n")}`);
}
