import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { accounts } from "@/db/schema/accounts";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import type { AccountFacts } from "@/lib/authorization/context";
import { type HeldRow, heldPoliciesOfAll } from "@/lib/domain/policies/present-held-policies";
import { unwrapWhenAsked, wrappedKeysIn, wrappedKeysOf } from "@/lib/foundation/data-keys";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import type { FindKey } from "@/lib/foundation/secret-box";
import { textArray } from "@/lib/foundation/text-array";
import type { Tx } from "@/lib/foundation/transaction";

type Key = typeof accessKeys.$inferSelect;

/** A key that signed, with its owner's row; what several keys share is one object for all of them. */
export interface SigningKey
  extends Pick<Key, "id" | "accountId" | "subAccountId" | "state" | "expiresAt" | "retiresAt" | "networkPolicy"> {
  lastUsedAt: Date | null;
  sealedSecret: Buffer;
  /** The sub-account's name, the root user's e-mail address. */
  ownerName: string;
  ownerState: string | null;
  account: SigningAccount;
  held: readonly HeldRow[];
}

interface SigningAccount {
  facts: AccountFacts;
  authorityEpoch: number;
  keyNetworkPolicy: Key["networkPolicy"];
  findDataKey: FindKey;
  /** Another one as soon as anything of all this is changed; null in a database where none was drawn. */
  revision: string | null;
}

/** Asked together with the entry, before it is known whose the keys are: the owners come from the sealed context. */
const owners = sql`(select app.signing_accounts() as accounts, app.signing_sub_accounts() as subs offset 0) owners`;

const key = accessKeys;
const asList = (row: SQL) => sql<string | null>`json_agg(json_build_array(${row}))::text`;

/** Of the root user's keys alone: a subquery and no join. */
const rootEmail = sql`case when ${key.subAccountId} is null then (
  select ${rootUsers.email} from ${rootUsers} where ${eq(rootUsers.accountId, key.accountId)}) end`;

const keyList = sql<string | null>`(select ${asList(sql`${key.id}, ${key.accountId}, ${key.subAccountId},
    encode(${key.sealedSecret}, 'hex'), ${key.state}, ${key.expiresAt}, ${key.retiresAt}, ${key.networkPolicy},
    ${key.lastUsedAt}, coalesce(${subAccounts.name}, ${rootEmail}), ${subAccounts.state}`)}
  from unnest((select app.accounts_of_keys()), ${sql.placeholder("ids")}::text[]) as asked(account_id, id)
  join ${key} on ${eq(key.accountId, sql`asked.account_id`)} and ${eq(key.id, sql`asked.id`)}
  left join ${subAccounts} on ${and(eq(subAccounts.accountId, key.accountId), eq(subAccounts.id, key.subAccountId))})`;

const accountList = sql<string | null>`(select ${asList(sql`${accounts.accountId}, ${accounts.uid}, ${accounts.name},
    ${accounts.alias}, ${accounts.companyName}, ${accounts.verification}, ${accounts.securityPreference},
    ${accounts.passwordPolicy}, ${accounts.authorityEpoch}, ${accounts.keyNetworkPolicy}, ${wrappedKeysOf(accounts.accountId)},
    app.signing_revision(${accounts.accountId})`)}
  from ${accounts} where ${accounts.accountId} = any (owners.accounts))`;

type KeyItem = [
  ...[id: string, accountId: AccountId, subAccountId: SubAccountId | null, sealedSecret: string, state: Key["state"]],
  ...[expiresAt: string | null, retiresAt: string | null, networkPolicy: Key["networkPolicy"]],
  ...[lastUsedAt: string | null, ownerName: string | null, ownerState: string | null],
];
type Account = typeof accounts.$inferSelect;
type AccountItem = [
  ...[accountId: AccountId, uid: string, name: string, alias: string, companyName: string],
  ...[verification: Account["verification"], securityPreference: object, passwordPolicy: object],
  ...[authorityEpoch: number, keyNetworkPolicy: Key["networkPolicy"], dataKeys: Parameters<typeof wrappedKeysIn>[1]],
  ...[revision: string | null],
];

/**
 * The keys, what their accounts have in common and what all of them hold, each as one list: a row of columns for each key
 * costs the driver and Drizzle ten times what `JSON.parse` does, and a subquery for each key as much as the rest of it.
 */
const selectKeys = prepareOnce((tx) =>
  tx
    .select({
      keys: keyList,
      accounts: accountList,
      held: heldPoliciesOfAll(sql`owners.accounts`, sql`owners.subs`),
    })
    .from(owners)
    .prepare("signing-keys"),
);

/** By the key's id; keys that nobody has are missing. */
export async function readSigningKeys(tx: Tx, ids: readonly string[]): Promise<Map<string, SigningKey>> {
  const [lists] = await selectKeys(tx, { ids: textArray(ids) });
  const accountItems: AccountItem[] = JSON.parse(lists?.accounts ?? "[]");
  const accountsById = new Map(accountItems.map((item) => [item[0], accountOf(item)]));
  const heldRows: (HeldRow & { holder: SubAccountId })[] = JSON.parse(lists?.held ?? "[]");
  const held = Map.groupBy(heldRows, ({ holder }) => holder);
  const keyItems: KeyItem[] = JSON.parse(lists?.keys ?? "[]");
  return new Map(
    keyItems.flatMap((item) => {
      const account = accountsById.get(item[1]);
      return account ? [[item[0], keyOf(item, account, (item[2] && held.get(item[2])) ?? [])]] : [];
    }),
  );
}

const momentOf = (text: string | null) => (text === null ? null : new Date(text));

function keyOf(item: KeyItem, account: SigningAccount, held: readonly HeldRow[]): SigningKey {
  const [
    id,
    accountId,
    subAccountId,
    sealed,
    state,
    expiresAt,
    retiresAt,
    networkPolicy,
    lastUsedAt,
    name,
    ownerState,
  ] = item;
  return {
    ...{ id, accountId, subAccountId, state, networkPolicy, ownerState, account, held },
    sealedSecret: Buffer.from(sealed, "hex"),
    expiresAt: momentOf(expiresAt),
    retiresAt: momentOf(retiresAt),
    lastUsedAt: momentOf(lastUsedAt),
    ownerName: name ?? "",
  };
}

function accountOf(item: AccountItem): SigningAccount {
  const [accountId, uid, name, alias, companyName, verification, securityPreference, passwordPolicy, ...rest] = item;
  const [authorityEpoch, keyNetworkPolicy, dataKeys, revision] = rest;
  return {
    facts: accountFactsOf({ uid, name, alias, companyName, verification, securityPreference, passwordPolicy }),
    authorityEpoch,
    keyNetworkPolicy,
    revision,
    findDataKey: unwrapWhenAsked(wrappedKeysIn(accountId, dataKeys)),
  };
}
