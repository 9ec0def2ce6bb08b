import "server-only";
import { and, asc, eq, getTableColumns, isNull, type SQL } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { NamedAccessKey } from "./schema";

/** Everything of a key but what is sealed and what a found secret is compared with. */
const { sealedSecret: _sealed, secretHash: _hash, ...visibleColumns } = getTableColumns(accessKeys);
export const keyColumns = visibleColumns;

export interface KeyOwner {
  /** null: the root user. */
  subAccountId: SubAccountId | null;
  name: string | null;
  disabled: boolean;
}

/** The keys of one owner in one account: the first lock. */
export function keysOf({ accountId }: Allowed, { subAccountId }: Pick<KeyOwner, "subAccountId">): SQL | undefined {
  const owner = subAccountId === null ? isNull(accessKeys.subAccountId) : eq(accessKeys.subAccountId, subAccountId);
  return and(eq(accessKeys.accountId, accountId), owner);
}

/** Every key the caller may see: the account's, or in its own scope a sub-account's own. */
export function visibleKeys({ accountId, scope }: Allowed): SQL | undefined {
  const own = scope.kind === "sub-account" ? eq(accessKeys.subAccountId, scope.subAccountId) : undefined;
  return and(eq(accessKeys.accountId, accountId), own);
}

/**
 * Holds whoever the keys belong to until the transaction ends: two at once must see each other's key, or together they
 * pass the limit. Throws `not-found`.
 */
export async function lockKeyOwner(tx: Tx, { accountId }: Allowed, name: string | null): Promise<KeyOwner> {
  if (name === null) {
    await tx
      .select({ accountId: rootUsers.accountId })
      .from(rootUsers)
      .where(eq(rootUsers.accountId, accountId))
      .for("no key update");
    return { subAccountId: null, name: null, disabled: false };
  }
  const [person] = await tx
    .select({ id: subAccounts.id, state: subAccounts.state })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name)))
    .for("no key update");
  if (!person) throw new DomainError("not-found", "sub-account");
  return { subAccountId: person.id, name, disabled: person.state === "disabled" };
}

/** The same, for who is about to be given something to call with. */
export async function lockActiveKeyOwner(tx: Tx, allowed: Allowed, name: string | null): Promise<KeyOwner> {
  const owner = await lockKeyOwner(tx, allowed, name);
  if (owner.disabled) throw new DomainError("invalid-state", "sub-account", { reason: "subAccountDisabled" });
  return owner;
}

/** Whose keys a query asks for, without holding anybody. Throws `not-found`. */
export async function findKeyOwner(tx: Tx, { accountId }: Allowed, name: string | null) {
  if (name === null) return { subAccountId: null };
  const [person] = await tx
    .select({ subAccountId: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name)));
  if (!person) throw new DomainError("not-found", "sub-account");
  return person;
}

/** Every key of the owner, oldest first, a replaced one before its successor; few, by the limit on what is kept. */
export function readKeysOf(tx: Tx, allowed: Allowed, owner: Pick<KeyOwner, "subAccountId">) {
  return tx
    .select(keyColumns)
    .from(accessKeys)
    .where(keysOf(allowed, owner))
    .orderBy(asc(accessKeys.createdAt), asc(accessKeys.successorId));
}

/** One key of the owner and its siblings. Another owner's, another account's and a made-up id all throw `not-found`. */
export async function findKeyOf(
  tx: Tx,
  allowed: Allowed,
  owner: Pick<KeyOwner, "subAccountId">,
  { id }: Pick<NamedAccessKey, "id">,
) {
  const keys = await readKeysOf(tx, allowed, owner);
  const key = keys.find((one) => one.id === id);
  if (!key) throw new DomainError("not-found", "access-key");
  return { key, others: keys.filter((one) => one !== key) };
}
