import "server-only";
import { openPool, type Pool } from "@/db/connection";
import { requireDatabaseUrl } from "@/lib/foundation/env";

const shared = globalThis as typeof globalThis & { espalierPool?: Pool; espalierExportPool?: Pool };

/** For a process that learns its database after it started, as the command line does. */
export function connectPool(url: string): Pool {
  shared.espalierPool ??= openPool(url, { size: 10, queue: 200, acquireMs: 3_000 });
  return shared.espalierPool;
}

// Next loads this module once per bundle; the pool must still be one per process.
export function pool(): Pool {
  return shared.espalierPool ?? connectPool(requireDatabaseUrl());
}

/** Long answers have connections of their own, few of them: a page never waits behind a file. */
export function exportPool(): Pool {
  shared.espalierExportPool ??= openPool(pool().url, { size: 2, queue: 4, acquireMs: 3_000 });
  return shared.espalierExportPool;
}

/** Ends every connection; the next transaction opens a new pool. */
export async function closePool(): Promise<void> {
  const closing = [shared.espalierPool, shared.espalierExportPool];
  delete shared.espalierPool;
  delete shared.espalierExportPool;
  await Promise.all(closing.map((each) => each?.close()));
}
