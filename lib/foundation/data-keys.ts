import "server-only";
import { createHash } from "node:crypto";
import { desc, eq, type SQL } from "drizzle-orm";
import { dataKeys } from "@/db/schema/data-keys";
import type { AccountId } from "@/lib/foundation/ids";
import { type BoxKey, newDataKey, openValue, sealValue, unwrapDataKey, wrapDataKey } from "@/lib/foundation/secret-box";
import { secret } from "@/lib/foundation/secrets";
import type { Tx } from "@/lib/foundation/transaction";

/** What a sealed value belongs to: moved to another row, it does not open. */
export interface SealedFor {
  accountId: AccountId;
  purpose: "challenge" | "second-factor" | "reveal" | "identity-fields" | "identity-document" | "access-key";
  row: string;
}

function kek(): BoxKey {
  const key = secret("kek");
  return { id: createHash("sha256").update(key).digest("hex").slice(0, 8), key };
}

const findKek = (id: string) => (kek().id === id ? kek().key : undefined);
const additionalData = ({ purpose, accountId, row }: SealedFor) => `v1|${purpose}|${accountId}|${row}`;

/** The account's first data key, made with the account. */
export async function createDataKey(tx: Tx, accountId: AccountId): Promise<void> {
  const wrapped = wrapDataKey(kek(), newDataKey(), accountId);
  await tx.insert(dataKeys).values({ accountId, version: 1, kekId: kek().id, wrapped });
}

/** Newest first, still wrapped. `SQL`: for who has an account's context before it knows which account that is. */
export function readWrappedKeys(tx: Tx, accountId: AccountId | SQL) {
  return tx.select().from(dataKeys).where(eq(dataKeys.accountId, accountId)).orderBy(desc(dataKeys.version));
}

export type WrappedKeys = Awaited<ReturnType<typeof readWrappedKeys>>;

const unwrap = (row: WrappedKeys[number]): BoxKey => ({
  id: `a${row.version}`,
  key: unwrapDataKey(findKek, row.wrapped, row.accountId),
});

/** Seals under the account's newest data key. */
export async function sealForAccount(tx: Tx, belongsTo: SealedFor, plaintext: Buffer | string): Promise<Buffer> {
  const [newest] = await readWrappedKeys(tx, belongsTo.accountId);
  if (!newest) throw new Error("the account has no data key");
  return sealValue(unwrap(newest), plaintext, additionalData(belongsTo));
}

/** Throws CannotOpenError for a value that was moved, changed or sealed under a key that is gone. */
export async function openForAccount(tx: Tx, belongsTo: SealedFor, sealed: Uint8Array): Promise<Buffer> {
  return openWith(await readWrappedKeys(tx, belongsTo.accountId), belongsTo, sealed);
}

/** The same with the account's keys in hand. */
export function openWith(wrapped: WrappedKeys, belongsTo: SealedFor, sealed: Uint8Array): Buffer {
  const find = (id: string) => wrapped.map(unwrap).find((key) => key.id === id)?.key;
  return openValue(find, sealed, additionalData(belongsTo));
}

/** For what belongs to the platform: under the key-encryption key itself. */
export function sealForPlatform(purpose: string, row: string, plaintext: string): Buffer {
  return sealValue(kek(), plaintext, `v1|platform|${purpose}|${row}`);
}

export function openForPlatform(purpose: string, row: string, sealed: Uint8Array): Buffer {
  return openValue(findKek, sealed, `v1|platform|${purpose}|${row}`);
}
