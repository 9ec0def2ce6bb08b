import "server-only";
import { and, eq } from "drizzle-orm";
import { sshKeys } from "@/db/schema/ssh-keys";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";

/** Holds the sub-account until the transaction ends: two uploads at once must count each other. Throws `not-found`. */
export async function lockPublicKeyOwner(tx: Tx, { accountId }: Allowed, name: string): Promise<SubAccountId> {
  const [person] = await tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name)))
    .for("no key update");
  if (!person) throw new DomainError("not-found", "sub-account");
  return person.id;
}

/** The keys of one sub-account. */
export function publicKeysOf(tx: Tx, { accountId }: Allowed, subAccountId: SubAccountId) {
  return tx
    .select()
    .from(sshKeys)
    .where(and(eq(sshKeys.accountId, accountId), eq(sshKeys.subAccountId, subAccountId)));
}

/** One key of the sub-account. Another's, another account's and a made-up id all throw `not-found`. */
export async function findPublicKey(tx: Tx, allowed: Allowed, subAccountId: SubAccountId, id: string) {
  const key = (await publicKeysOf(tx, allowed, subAccountId)).find((one) => one.id === id);
  if (!key) throw new DomainError("not-found", "ssh-key");
  return key;
}
