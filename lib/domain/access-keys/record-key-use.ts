import "server-only";
import { and, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { accessKeys } from "@/db/schema/access-keys";
import { mintFence } from "@/lib/foundation/fence";
import { logger } from "@/lib/foundation/logger";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import type { FoundKey } from "./check-signatures";
import { keepUse } from "./kept-keys";

interface KeyUse {
  now: Date;
  /** `Ram` for our own API, else the name of the platform service that asked. */
  service: string;
  address: string;
}

const minuteMs = 60_000;

/**
 * Notes that a key signed a call that held, to the minute and forward only. Nobody waits for it; within one minute it
 * is written once, and the calls after that cost nothing.
 */
export async function recordKeyUse(key: FoundKey, { now, service, address }: KeyUse): Promise<void> {
  const minute = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs);
  if (key.lastUsedAt && key.lastUsedAt >= minute) return;
  const firstUsedAt = sql`coalesce(${accessKeys.firstUsedAt}, ${minute.toISOString()}::timestamptz)`;
  await withTransaction(signerFence(key), (tx) =>
    note(tx, key, olderThan(accessKeys.lastUsedAt, minute), {
      firstUsedAt,
      lastUsedAt: minute,
      lastUsedService: service,
      lastUsedAddress: address,
    }),
  );
  keepUse(key.id, minute);
}

interface KeyRefusal {
  now: Date;
  /** The documented code the caller was answered. */
  code: string;
  address: string;
  /** Ours to sign with secrets masked, or the clock's distance; never the expected signature. */
  because: string;
}

/** Anybody can send nonsense under a key id, which is no secret: written at most once a second, and cut. */
const pauseMs = 1_000;
const becauseMax = 4_000;

/** Keeps the last refused call of a key, so that its owner can learn why it does not work. */
export async function recordKeyRefusal(key: FoundKey, { now, code, address, because }: KeyRefusal): Promise<void> {
  const refusedBecause = because.replaceAll("\0", "").slice(0, becauseMax).toWellFormed();
  await withTransaction(signerFence(key), (tx) =>
    note(tx, key, olderThan(accessKeys.refusedAt, new Date(now.getTime() - pauseMs)), {
      ...{ refusedAt: now, refusedCode: code, refusedAddress: address, refusedBecause },
    }),
  );
}

/** Nobody waits for a note, and a note that fails refuses nobody. */
export function noteInBackground(noted: Promise<void>): void {
  noted.catch((error: unknown) => logger.warn({ err: error }, "the use of a key was not noted"));
}

/** The signature that was checked is the proof: it opens the key's own row, for nothing but these notes. */
function signerFence({ accountId, subAccountId, id }: FoundKey) {
  const scope =
    subAccountId === null ? ({ kind: "account" } as const) : ({ kind: "sub-account", subAccountId } as const);
  return mintFence({ accountId, scope, actorKey: `signer:${id}`, authorityEpoch: null });
}

const olderThan = (column: typeof accessKeys.lastUsedAt | typeof accessKeys.refusedAt, moment: Date) =>
  or(isNull(column), lt(column, moment));

type Notes = PgUpdateSetSource<typeof accessKeys>;

async function note(tx: Tx, { accountId, id }: FoundKey, isOlder: SQL | undefined, notes: Notes): Promise<void> {
  await tx
    .update(accessKeys)
    .set(notes)
    .where(and(eq(accessKeys.accountId, accountId), eq(accessKeys.id, id), isOlder));
}
