import "server-only";
import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { and, desc, eq, ne, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { dataKeys } from "@/db/schema/data-keys";
import type { AccountId } from "@/lib/foundation/ids";
import { currentKek, findKek } from "@/lib/foundation/key-ring";
import {
  type BoxKey,
  type FindKey,
  newDataKey,
  openValue,
  sealValue,
  unwrapDataKey,
  wrapDataKey,
} from "@/lib/foundation/secret-box";
import { secretKey } from "@/lib/foundation/secrets";
import type { Tx } from "@/lib/foundation/transaction";

/** What a sealed value belongs to: moved to another row, it does not open. */
export interface SealedFor {
  accountId: AccountId;
  purpose:
    | "challenge"
    | "second-factor"
    | "reveal"
    | "identity-fields"
    | "identity-document"
    | "top-up-evidence"
    | "access-key"
    | "bulk-kit"
    | "webhook";
  row: string;
}

const additionalData = ({ purpose, accountId, row }: SealedFor) => `v1|${purpose}|${accountId}|${row}`;

/** The account's first data key, made with the account. */
export async function createDataKey(tx: Tx, accountId: AccountId): Promise<void> {
  const kek = currentKek();
  const wrapped = wrapDataKey(kek, newDataKey(), accountId);
  await tx.insert(dataKeys).values({ accountId, version: 1, kekId: kek.id, wrapped });
}

/** Wraps the account's data keys by the key that wraps now; what they sealed stays as it is. Returns how many changed. */
export async function rewrapDataKeys(tx: Tx, accountId: AccountId): Promise<number> {
  const kek = currentKek();
  const old = and(eq(dataKeys.accountId, accountId), ne(dataKeys.kekId, kek.id));
  const rows = await tx.select().from(dataKeys).where(old).for("update");
  for (const { version, wrapped } of rows) {
    const again = wrapDataKey(kek, unwrapDataKey(findKek, wrapped, accountId), accountId);
    await tx
      .update(dataKeys)
      .set({ kekId: kek.id, wrapped: again })
      .where(and(eq(dataKeys.accountId, accountId), eq(dataKeys.version, version)));
  }
  return rows.length;
}

/** Newest first, still wrapped. */
export function readWrappedKeys(tx: Tx, accountId: AccountId) {
  return tx.select().from(dataKeys).where(eq(dataKeys.accountId, accountId)).orderBy(desc(dataKeys.version));
}

type WrappedKey = Pick<typeof dataKeys.$inferSelect, "accountId" | "version" | "wrapped">;

/** Those of the account, as one column of a query about something else; `wrappedKeysIn` reads it. */
export function wrappedKeysOf(accountId: SQLWrapper): SQL<WrappedList | null> {
  const { version, wrapped } = dataKeys;
  const one = sql`json_build_array(${version}, encode(${wrapped}, 'hex'))`;
  return sql`(select json_agg(${one}) from ${dataKeys} where ${dataKeys.accountId} = ${accountId})`;
}

type WrappedList = [version: number, wrapped: string][];

export function wrappedKeysIn(accountId: AccountId, column: WrappedList | null): WrappedKey[] {
  return (column ?? []).map(([version, wrapped]) => ({ accountId, version, wrapped: Buffer.from(wrapped, "hex") }));
}

const unwrap = (row: WrappedKey): BoxKey => ({
  id: `a${row.version}`,
  key: createSecretKey(unwrapDataKey(findKek, row.wrapped, row.accountId)),
});

/** Each is unwrapped when it is first asked for, and once: opening many values costs little more than opening one. */
export function unwrapWhenAsked(wrapped: readonly WrappedKey[]): FindKey {
  const opened = new Map<string, KeyObject>();
  return (id) => {
    const row = wrapped.find(({ version }) => `a${version}` === id);
    if (row && !opened.has(id)) opened.set(id, unwrap(row).key);
    return opened.get(id);
  };
}

/** Seals under the account's newest data key. */
export async function sealForAccount(tx: Tx, belongsTo: SealedFor, plaintext: Buffer | string): Promise<Buffer> {
  const [newest] = await readWrappedKeys(tx, belongsTo.accountId);
  if (!newest) throw new Error("the account has no data key");
  return sealValue(unwrap(newest), plaintext, additionalData(belongsTo));
}

/** Throws CannotOpenError for a value that was moved, changed or sealed under a key that is gone. */
export async function openForAccount(tx: Tx, belongsTo: SealedFor, sealed: Uint8Array): Promise<Buffer> {
  return openWith(unwrapWhenAsked(await readWrappedKeys(tx, belongsTo.accountId)), belongsTo, sealed);
}

/** The same with the account's keys in hand. */
export function openWith(findKey: FindKey, belongsTo: SealedFor, sealed: Uint8Array): Buffer {
  return openValue(findKey, sealed, additionalData(belongsTo));
}

/** For what belongs to the platform: under the key-encryption key itself. */
export function sealForPlatform(purpose: string, row: string, plaintext: string): Buffer {
  return sealValue(currentKek(), plaintext, `v1|platform|${purpose}|${row}`);
}

/** The same value under the key-encryption key that wraps now. */
export function resealForPlatform(purpose: string, row: string, sealed: Uint8Array): Buffer {
  return sealForPlatform(purpose, row, openForPlatform(purpose, row, sealed).toString("utf8"));
}

export function openForPlatform(purpose: string, row: string, sealed: Uint8Array): Buffer {
  return openValue(findKek, sealed, `v1|platform|${purpose}|${row}`);
}

/** The master key's rotation concerns what is kept; what clients carry is nowhere to be sealed anew. */
const clientsKey = (): BoxKey => ({
  id: "client",
  key: createSecretKey(createHmac("sha256", secretKey("seal")).update("what clients carry").digest()),
});

/** For what a client takes away and brings back, and must neither read nor write: no rotation of the master key ends it. */
export function sealForClient(purpose: string, row: string, plaintext: string): string {
  return sealValue(clientsKey(), plaintext, `v1|client|${purpose}|${row}`).toString("base64url");
}

/** Throws CannotOpenError for whatever was not sealed for this purpose and row. */
export function openForClient(purpose: string, row: string, sealed: string): string {
  const { id: own, key } = clientsKey();
  const find: FindKey = (id) => (id === own ? key : undefined);
  return openValue(find, Buffer.from(sealed, "base64url"), `v1|client|${purpose}|${row}`).toString("utf8");
}
