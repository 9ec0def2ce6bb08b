import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { accessKeys, type KeyNetworkPolicy } from "@/db/schema/access-keys";
import { accounts } from "@/db/schema/accounts";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import type { AccountFacts } from "@/lib/authorization/context";
import { type HeldRow, heldPoliciesOfAll } from "@/lib/domain/policies/present-held-policies";
import { openWith, unwrapWhenAsked, wrappedKeysIn, wrappedKeysOf } from "@/lib/foundation/data-keys";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import type { FindKey } from "@/lib/foundation/secret-box";
import { textArray } from "@/lib/foundation/text-array";
import { enterAsSigners, type Tx } from "@/lib/foundation/transaction";
import { claimNonces } from "./claim-nonces";
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

/** What came of a call's signature: who signed it, what speaks against it, and whether its nonce was still unspent. */
export interface CheckedSignature<Fault> {
  key: FoundKey | undefined;
  fault: Fault | undefined;
  claimed: boolean;
}

export interface Check<Fault> {
  accessKeyId: string;
  now: Date;
  /** null: nothing is claimed. */
  nonce: string | null;
  /** Undefined where the signature holds. For a key that nobody has it costs the same. */
  faultOf: (key: FoundKey | undefined) => Fault | undefined;
}

/** One's own row that cannot be read is one's own fault, and nobody else's. */
export type Answer = CheckedSignature<unknown> | { error: unknown };

/** Answers each by its own key's row, read in one go, and spends the nonces of those that hold in the same transaction. */
export function checkSignatures(checks: readonly Check<unknown>[]): Promise<Answer[]> {
  const ids = [...new Set(checks.map(({ accessKeyId }) => accessKeyId))];
  return enterAsSigners(ids, {
    ask: (tx) => readKeys(tx, ids),
    judge: (rows) => {
      const answers = checks.map((check) => judge(check, rows.get(check.accessKeyId)));
      const claims = checks.flatMap(({ accessKeyId, nonce, now }, at) =>
        answers[at] && mayClaim(answers[at]) && nonce !== null ? [{ at, accessKeyId, nonce, now }] : [],
      );
      if (claims.length === 0) return { value: answers };
      return {
        claim: async (tx) => {
          const claimed = await claimNonces(tx, claims);
          for (const [place, { at }] of claims.entries()) {
            const answer = answers[at];
            if (answer && !("error" in answer)) answer.claimed = claimed[place] === true;
          }
          return answers;
        },
      };
    },
  });
}

function mayClaim(answer: Answer): boolean {
  return !("error" in answer) && answer.key !== undefined && answer.fault === undefined;
}

function judge({ now, nonce, faultOf }: Check<unknown>, row: KeyRow | undefined): Answer {
  try {
    const key = row && openKey(row, now);
    return { key, fault: faultOf(key), claimed: nonce === null };
  } catch (error) {
    return { error };
  }
}

function openKey({ key, account, findDataKey, ...found }: KeyRow, now: Date): FoundKey {
  return {
    id: key.id,
    accountId: key.accountId,
    account: accountFactsOf(account),
    authorityEpoch: account.authorityEpoch,
    subAccountId: key.subAccountId,
    ownerName: found.ownerName ?? found.rootEmail ?? "",
    ownerDisabled: key.subAccountId !== null && found.ownerState !== "active",
    secret: openWith(findDataKey, sealedFor(key), key.sealedSecret).toString("utf8"),
    standing: standingOf(key, now),
    networkPolicy: key.networkPolicy,
    accountNetworkPolicy: account.keyNetworkPolicy,
    lastUsedAt: key.lastUsedAt,
    held: found.held,
  };
}

type KeyRow = Awaited<ReturnType<typeof selectKeys>>[number] & { findDataKey: FindKey; held: readonly HeldRow[] };

/** Asked together with the entry, before it is known whose the keys are: the accounts come from the sealed context. */
const signingAccounts = sql`(select app.signing_accounts())::uuid[]`;
const signingSubAccounts = sql`(select app.signing_sub_accounts())::uuid[]`;
const asked = { accountId: sql`asked.account_id`, id: sql`asked.id` };

const selectKeys = prepareOnce((tx) =>
  tx
    .select({
      key: {
        id: accessKeys.id,
        accountId: accessKeys.accountId,
        subAccountId: accessKeys.subAccountId,
        sealedSecret: accessKeys.sealedSecret,
        state: accessKeys.state,
        expiresAt: accessKeys.expiresAt,
        retiresAt: accessKeys.retiresAt,
        networkPolicy: accessKeys.networkPolicy,
        lastUsedAt: accessKeys.lastUsedAt,
      },
      account: {
        uid: accounts.uid,
        name: accounts.name,
        alias: accounts.alias,
        companyName: accounts.companyName,
        verification: accounts.verification,
        securityPreference: accounts.securityPreference,
        passwordPolicy: accounts.passwordPolicy,
        authorityEpoch: accounts.authorityEpoch,
        keyNetworkPolicy: accounts.keyNetworkPolicy,
      },
      // A subquery and no join: asked for the root user's keys alone.
      rootEmail: sql<string | null>`case when ${accessKeys.subAccountId} is null then (
        select ${rootUsers.email} from ${rootUsers} where ${eq(rootUsers.accountId, accessKeys.accountId)}) end`,
      ownerName: subAccounts.name,
      ownerState: subAccounts.state,
      // What all of them hold and the data keys of all the accounts, beside one of the rows: a statement of its own costs
      // as much as ten more keys, and a subquery of its own for each key as much as the rest of the key.
      heldByAll: sql<(HeldRow & { holder: SubAccountId })[] | null>`case when row_number() over () = 1
        then ${heldPoliciesOfAll(signingAccounts, signingSubAccounts)} end`,
      dataKeys: sql<string | null>`case when row_number() over () = 1
        then ${wrappedKeysOf(sql`any (${signingAccounts})`)} end`,
    })
    .from(sql`unnest(${signingAccounts}, ${sql.placeholder("ids")}::text[]) as asked(account_id, id)`)
    .innerJoin(accessKeys, and(eq(accessKeys.accountId, asked.accountId), eq(accessKeys.id, asked.id)))
    .innerJoin(accounts, eq(accounts.accountId, accessKeys.accountId))
    .leftJoin(
      subAccounts,
      and(eq(subAccounts.accountId, accessKeys.accountId), eq(subAccounts.id, accessKeys.subAccountId)),
    )
    .prepare("signing-keys"),
);

/** By the key's id. */
async function readKeys(tx: Tx, ids: readonly string[]): Promise<Map<string, KeyRow>> {
  const rows = await selectKeys(tx, { ids: textArray(ids) });
  const shared = rows.find(({ heldByAll }) => heldByAll !== null);
  const wrapped = wrappedKeysIn(shared?.dataKeys ?? null);
  const ofAccount = Map.groupBy(wrapped, ({ accountId }) => accountId);
  const finders = new Map([...ofAccount].map(([accountId, own]) => [accountId, unwrapWhenAsked(own)]));
  const none = unwrapWhenAsked([]);
  const held = Map.groupBy(shared?.heldByAll ?? [], ({ holder }) => holder);
  const rowOf = (row: (typeof rows)[number]) => ({
    ...row,
    findDataKey: finders.get(row.key.accountId) ?? none,
    held: (row.key.subAccountId && held.get(row.key.subAccountId)) ?? [],
  });
  return new Map(rows.map((row) => [row.key.id, rowOf(row)]));
}
