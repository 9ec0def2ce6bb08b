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

/**
 * Whether this process may serve: a database that answers within 500 ms, schema version, every table fenced (kept for a
 * minute). Looking at every table may take longer than that on a busy machine, which says nothing against the database.
 */
export async function readiness(now = Date.now()): Promise<Readiness> {
  try {
    if ((await inTime(readVersion(), databaseMs)) !== schemaVersion()) return { ready: false, word: "schema" };
    const faults = await faultsAt(now);
    if (faults.length === 0) return { ready: true, word: "ready" };
    logger.error({ faults }, "the database is not fenced");
    return { ready: false, word: "fence" };
  } catch {
    return { ready: false, word: "database" };
  }
}

function readVersion(): Promise<number | undefined> {
  return withPlatformRead(doorFence(), async (tx) => {
    const [row] = await tx.execute<{ version: number }>(
      sql`select count(*)::int as version from drizzle.__drizzle_migrations`,
    );
    return row?.version;
  });
}

async function faultsAt(now: number): Promise<string[]> {
  if (!gate || now - gate.checkedAt > gateMs)
    gate = { checkedAt: now, faults: await withPlatformRead(doorFence(), findCatalogFaults) };
  return gate.faults;
}

function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  const timeout = AbortSignal.timeout(ms);
  const late = new Promise<never>((_, reject) => timeout.addEventListener("abort", () => reject(timeout.reason)));
  late.catch(() => undefined);
  answer.catch(() => undefined);
  return Promise.race([answer, late]);
}

/** Throws the list of faults unless every table is fenced: what a process calls before its first request. */
export async function requireFencedDatabase(): Promise<void> {
  const faults = await withPlatformRead(doorFence(), findCatalogFaults);
  if (faults.length > 0) throw new Error(`The database is not fenced, so nothing is served:\n${faults.join("\n")}`);
}
