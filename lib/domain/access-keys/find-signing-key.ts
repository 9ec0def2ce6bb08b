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
import { prepareOnce } from "@/lib/foundation/prepare-once";
import { enterByKey, enterByKeyToClaim, type Tx } from "@/lib/foundation/transaction";
import { claimNonce } from "./claim-nonce";
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
    async (_tx, _hit, answer: KeyRow | undefined) => answer,
    (tx) => readKey(tx, accessKeyId),
  );
  return found && openKey(found, now);
}

/** What came of a call's signature: who signed it, what speaks against it, and whether its nonce was still unspent. */
export interface CheckedSignature<Fault> {
  key: FoundKey | undefined;
  fault: Fault | undefined;
  claimed: boolean;
}

interface Check<Fault> {
  now: Date;
  /** null: nothing is claimed. */
  nonce: string | null;
  /** Undefined where the signature holds. For a key that nobody has it costs the same. */
  faultOf: (key: FoundKey | undefined) => Fault | undefined;
}

/**
 * Finds the key a call names and, where its signature holds, spends its nonce in the same transaction: for good, even
 * where the call is refused later. Of two calls at once with one nonce, one does not claim it.
 */
export async function checkSignature<Fault>(
  accessKeyId: string,
  { now, nonce, faultOf }: Check<Fault>,
): Promise<CheckedSignature<Fault>> {
  if (!isCredential("access-key-id", accessKeyId)) return { key: undefined, fault: faultOf(undefined), claimed: false };
  return enterByKeyToClaim("access-key", accessKeyId, {
    ask: (tx) => readKey(tx, accessKeyId),
    judge: (found) => {
      const key = found && openKey(found, now);
      const fault = faultOf(key);
      if (fault || !key || nonce === null) return { value: { key, fault, claimed: nonce === null } };
      return { claim: async (tx) => ({ key, fault, claimed: await claimNonce(tx, { accessKeyId, nonce, now }) }) };
    },
  });
}

type KeyRow = NonNullable<Awaited<ReturnType<typeof readKey>>>;

function openKey({ key, account, wrapped, ...found }: KeyRow, now: Date): FoundKey {
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
const accountOfContext = sql`(select app.account_id())`;

const selectKey = prepareOnce((tx) =>
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
    .where(and(eq(accessKeys.accountId, accountOfContext), eq(accessKeys.id, sql.placeholder("accessKeyId"))))
    .prepare("signing-key"),
);

const selectWrappedKeys = prepareOnce((tx) => readWrappedKeys(tx, accountOfContext).prepare("wrapped-keys"));

async function readKey(tx: Tx, accessKeyId: string) {
  const [[row], wrapped] = await Promise.all([selectKey(tx, { accessKeyId }), selectWrappedKeys(tx, {})]);
  return row && { ...row, wrapped };
}
