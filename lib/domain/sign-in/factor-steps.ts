import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { recoveryCodes } from "@/db/schema/recovery-codes";
import { secondFactors } from "@/db/schema/second-factors";
import { trustedDevices } from "@/db/schema/trusted-devices";
import type { Allowed } from "@/lib/authorization/authorize";
import type { SubAccountId } from "@/lib/foundation/ids";
import { hashToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";

/**
 * Every second factor of one person (null: the root user) goes, and what stands in for them. Answers how many there were.
 */
export async function dropFactorsOf(tx: Tx, allowed: Allowed, of: SubAccountId | null): Promise<number> {
  const ofPerson = (table: typeof secondFactors | typeof recoveryCodes) =>
    and(eq(table.accountId, allowed.accountId), of === null ? isNull(table.subAccountId) : eq(table.subAccountId, of));
  const removed = await tx
    .delete(secondFactors)
    .where(ofPerson(secondFactors))
    .returning({ credentialId: secondFactors.credentialId });
  await releasePasskeys(tx, removed);
  await tx.delete(recoveryCodes).where(ofPerson(recoveryCodes));
  await forgetDevices(tx, allowed, of);
  return removed.length;
}

/** No browser of this person skips the second factor any more. */
export async function forgetDevices(tx: Tx, { accountId }: Allowed, of: SubAccountId | null): Promise<void> {
  const { subAccountId } = trustedDevices;
  const owner = of === null ? isNull(subAccountId) : eq(subAccountId, of);
  await tx.delete(trustedDevices).where(and(eq(trustedDevices.accountId, accountId), owner));
}

/** By what a passkey is found before anybody is known; its id is no secret, and long. */
export const passkeyKeyOf = (credentialId: string) => hashToken(`passkey|${credentialId}`);

/** A door finds the person by the passkey. 23505 where somebody has registered it. */
export async function registerPasskey(tx: Tx, of: SubAccountId | null, credentialId: string): Promise<void> {
  await tx.execute(sql`select auth.register_key('passkey', ${passkeyKeyOf(credentialId)}, ${of})`);
}

/** No door finds anybody by what was removed. */
export async function releasePasskeys(tx: Tx, removed: readonly { credentialId: string | null }[]): Promise<void> {
  for (const { credentialId } of removed) {
    if (credentialId) await tx.execute(sql`select auth.release_key('passkey', ${passkeyKeyOf(credentialId)})`);
  }
}
