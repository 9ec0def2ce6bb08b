import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { accessKeys, type KeyNetworkPolicy } from "@/db/schema/access-keys";
import { accounts } from "@/db/schema/accounts";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import type { AccountFacts } from "@/lib/authorization/context";
import { type HeldRow, heldPoliciesOf } from "@/lib/domain/policies/present-held-policies";
import { isCredential } from "@/lib/foundation/credential-format";
import { openWith, readWrappedKeys } from "@/lib/foundation/data-keys";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";
import { enterByKey, type Tx } from "@/lib/foundation/transaction";
import { type KeyStanding, sealedFor, standingOf } from "./rules";

/** All that deciding about a signed call needs, read in one go; none of it may outlive the call. */
export interface FoundKey {
  id: string;
  accountId: AccountId;
  account: AccountFacts;
  authorityEpoch: number;
  /** null: the root user's key. */
  subAccountId: SubAccountId | null;
  /** The sub-account's name, the root user's e-mail address. */
  ownerName: string;
  ownerDisabled: boolean;
  /** Opened in memory; for the verifier alone. */
  secret: string;
  standing: KeyStanding;
  networkPolicy: KeyNetworkPolicy | null;
  accountNetworkPolicy: KeyNetworkPolicy | null;
  lastUsedAt: Date | null;
  held: readonly HeldRow[];
}

/**
 * The key a signed call names, with its secret opened; undefined for one that nobody has. Read anew for every call:
 * what was disabled, deleted or detached a moment ago is so for this one.
 */
export async function findSigningKey(accessKeyId: string, now: Date): Promise<FoundKey | undefined> {
  // A wrong checksum was never issued: nothing is looked up.
  if (!isCredential("access-key-id", accessKeyId)) return undefined;
  const found = await enterByKey(
    "access-key",
    accessKeyId,
    async (_tx, _hit, answer: Awaited<ReturnType<typeof readKey>>) => answer,
    (tx) => readKey(tx, accessKeyId),
  );
  if (!found) return undefined;
  const { key, account, wrapped } = found;
  return {
    id: key.id,
    accountId: key.accountId,
    account: accountFactsOf(account),
    authorityEpoch: account.authorityEpoch,
    subAccountId: key.subAccountId,
    ownerName: found.ownerName ?? found.rootEmail ?? "",
    ownerDisabled: key.subAccountId !== null && found.ownerState !== "active",
    secret: openWith(wrapped, sealedFor(key), key.sealedSecret).toString("utf8"),
    standing: standingOf(key, now),
    networkPolicy: key.networkPolicy,
    accountNetworkPolicy: account.keyNetworkPolicy,
    lastUsedAt: key.lastUsedAt,
    held: found.held,
  };
}

/** Asked together with the directory, before it is known whose the key is: the account comes from the sealed context. */
async function readKey(tx: Tx, accessKeyId: string) {
  const accountId = sql`(select app.account_id())`;
  const [[row], wrapped] = await Promise.all([
    tx
      .select({
        key: accessKeys,
        account: accounts,
        rootEmail: rootUsers.email,
        ownerName: subAccounts.name,
        ownerState: subAccounts.state,
        held: heldPoliciesOf(accessKeys.accountId, accessKeys.subAccountId),
      })
      .from(accessKeys)
      .innerJoin(accounts, eq(accounts.accountId, accessKeys.accountId))
      .leftJoin(rootUsers, and(eq(rootUsers.accountId, accessKeys.accountId), isNull(accessKeys.subAccountId)))
      .leftJoin(
        subAccounts,
        and(eq(subAccounts.accountId, accessKeys.accountId), eq(subAccounts.id, accessKeys.subAccountId)),
      )
      .where(and(eq(accessKeys.accountId, accountId), eq(accessKeys.id, accessKeyId))),
    readWrappedKeys(tx, accountId),
  ]);
  return row && { ...row, wrapped };
}
