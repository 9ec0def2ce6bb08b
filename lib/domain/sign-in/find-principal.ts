import "server-only";
import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { loginProfiles } from "@/db/schema/login-profiles";
import { operatorSecondFactors } from "@/db/schema/operator-second-factors";
import { operators } from "@/db/schema/operators";
import { rootUsers } from "@/db/schema/root-users";
import { secondFactors } from "@/db/schema/second-factors";
import { subAccounts } from "@/db/schema/sub-accounts";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import { defaultPasswordPolicy, type PasswordPolicy } from "@/lib/authorization/account-settings";
import type { AccountFacts } from "@/lib/authorization/context";
import { heldPoliciesOf, presentHeldPolicies } from "@/lib/domain/policies/present-held-policies";
import type { AccountId, OperatorId, SubAccountId } from "@/lib/foundation/ids";
import { enterByKey, type Tx } from "@/lib/foundation/transaction";
import type { Door } from "./schema";

export interface AccountPrincipal {
  kind: "root-user" | "sub-account";
  accountId: AccountId;
  account: AccountFacts;
  subAccountId: SubAccountId | null;
  name: string;
  email: string;
  locale: string;
  /** null: console sign-in is off. */
  passwordHash: string | null;
  passwordExpiresAt: Date | null;
  passwordResetRequired: boolean;
  /** null for root users: no policy of the account is about them. */
  passwordChangedAt: Date | null;
  disabled: boolean;
  administrator: boolean;
}

/** At a door the second factor counts as well. */
export interface AccountAtDoor extends AccountPrincipal {
  factorBound: boolean;
  /** "Must use MFA" of the login profile. */
  factorRequired: boolean;
}

export interface OperatorPrincipal {
  kind: "operator";
  operatorId: OperatorId;
  name: string;
  passwordHash: string;
  factorBound: boolean;
}

export type Principal = AccountAtDoor | OperatorPrincipal;

const nowhere = "00000000-0000-0000-0000-000000000000" as AccountId;

/** The account's own words for the person at its door: the name alone, or pasted as `<account>#<name>`. */
function splitPasted(typed: string): { prefix: string | undefined; name: string } {
  const at = typed.indexOf("#");
  return at < 0 ? { prefix: undefined, name: typed } : { prefix: typed.slice(0, at), name: typed.slice(at + 1) };
}

/** The name throttling and device marks count: one per person, whether it exists or not. */
export function principalKey(door: Door, typed: string): string {
  const name = typed.normalize("NFKC").toLowerCase();
  return door.kind === "sub-account" ? `sub-account|${door.alias}|${splitPasted(name).name}` : `${door.kind}|${name}`;
}

/** The same of somebody who was found. */
export function principalKeyOf(principal: Principal): string {
  const { kind, name } = principal;
  return principalKey(kind === "sub-account" ? { kind, alias: principal.account.alias } : { kind }, name);
}

/** What is counted of a sub-account that is guessed at from unknown browsers. */
export const attemptsAt = (alias: string, name: string) =>
  ({ bucket: "principal", of: principalKey({ kind: "sub-account", alias }, name) }) as const;
export const rootAttempts = (email: string) =>
  ({ bucket: "principal", of: principalKey({ kind: "root-user" }, email) }) as const;

/** Who the typed name is at this door; the same statements run when it is nobody. */
export function findPrincipal(door: Door, typed: string): Promise<Principal | undefined> {
  const name = typed.normalize("NFKC").toLowerCase();
  switch (door.kind) {
    case "root-user":
      return enterByKey("root-email", name, (tx, hit) => readRootUser(tx, hit?.accountId ?? nowhere));
    case "sub-account":
      return enterByKey("alias", door.alias, (tx, hit) =>
        readByName(tx, hit?.accountId ?? nowhere, { alias: door.alias, typed: name }),
      );
    case "operator":
      return enterByKey("operator-email", name, (tx) => readOperator(tx, eq(operators.email, name)));
  }
}

/** Asked before anything is counted: the policy of whose sub-accounts sign in at this door. */
export async function findDoorPolicy(door: Door): Promise<PasswordPolicy> {
  if (door.kind !== "sub-account") return defaultPasswordPolicy;
  return enterByKey("alias", door.alias, async (tx, hit) => {
    const [row] = await tx
      .select()
      .from(accounts)
      .where(eq(accounts.accountId, hit?.accountId ?? nowhere));
    return row ? accountFactsOf(row).passwordPolicy : defaultPasswordPolicy;
  });
}

export async function readRootUser(tx: Tx, accountId: AccountId): Promise<AccountAtDoor | undefined> {
  const [row] = await tx
    .select({
      account: accounts,
      root: rootUsers,
      factorBound: sql<boolean>`exists (select from ${secondFactors}
        where ${secondFactors.accountId} = ${rootUsers.accountId} and ${secondFactors.subAccountId} is null
          and ${secondFactors.boundAt} is not null)`,
    })
    .from(rootUsers)
    .innerJoin(accounts, eq(accounts.accountId, rootUsers.accountId))
    .where(eq(rootUsers.accountId, accountId));
  if (!row) return undefined;
  const { account, root } = row;
  return {
    kind: "root-user",
    accountId,
    account: accountFactsOf(account),
    subAccountId: null,
    name: root.email,
    email: root.email,
    locale: root.locale,
    passwordHash: root.passwordHash,
    passwordExpiresAt: null,
    passwordResetRequired: false,
    passwordChangedAt: null,
    disabled: false,
    administrator: true,
    factorBound: row.factorBound,
    factorRequired: false,
  };
}

async function readByName(
  tx: Tx,
  accountId: AccountId,
  { alias, typed }: { alias: string; typed: string },
): Promise<AccountAtDoor | undefined> {
  const { prefix, name } = splitPasted(typed);
  const found = await readSubAccount(tx, accountId, sql`${subAccounts.name} collate "C" = ${name}`);
  // An alias of before leads to the account still, and opens nothing: guesses there would be counted apart.
  if (found?.account.alias !== alias) return undefined;
  if (prefix !== undefined && prefix !== found.account.name && prefix !== found.account.alias) return undefined;
  return found;
}

/** The sub-account of the account that `which` picks; undefined where it is nobody. */
export async function readSubAccount(tx: Tx, accountId: AccountId, which: SQL): Promise<AccountAtDoor | undefined> {
  const [row] = await tx
    .select({
      account: accounts,
      person: subAccounts,
      profile: loginProfiles,
      held: heldPoliciesOf(subAccounts.accountId, subAccounts.id),
      factorBound: sql<boolean>`exists (select from ${secondFactors}
        where ${secondFactors.accountId} = ${subAccounts.accountId} and ${secondFactors.subAccountId} = ${subAccounts.id}
          and ${secondFactors.boundAt} is not null)`,
    })
    .from(subAccounts)
    .innerJoin(accounts, eq(accounts.accountId, subAccounts.accountId))
    .leftJoin(
      loginProfiles,
      and(eq(loginProfiles.accountId, subAccounts.accountId), eq(loginProfiles.subAccountId, subAccounts.id)),
    )
    .where(and(eq(subAccounts.accountId, accountId), which));
  if (!row) return undefined;
  const { account, person, profile } = row;
  return {
    kind: "sub-account",
    accountId,
    account: accountFactsOf(account),
    subAccountId: person.id,
    name: person.name,
    email: person.email,
    locale: "en",
    passwordHash: profile?.passwordHash ?? null,
    passwordExpiresAt: profile?.passwordExpiresAt ?? null,
    passwordResetRequired: profile?.passwordResetRequired ?? false,
    passwordChangedAt: profile?.passwordChangedAt ?? null,
    disabled: person.state !== "active",
    administrator: presentHeldPolicies(row.held, person.name).length > 0,
    factorBound: row.factorBound,
    factorRequired: profile?.mfaBindRequired ?? false,
  };
}

export async function readOperator(tx: Tx, which: SQL): Promise<OperatorPrincipal | undefined> {
  // A condition of its own: columns that stand in the template itself lose their table's name where one is selected from.
  const bound = and(eq(operatorSecondFactors.operatorId, operators.id), isNotNull(operatorSecondFactors.boundAt));
  const factorBound = sql<boolean>`exists (select from ${operatorSecondFactors} where ${bound})`;
  const [row] = await tx.select({ operator: operators, factorBound }).from(operators).where(which);
  if (!row) return undefined;
  const { id: operatorId, email: name, passwordHash } = row.operator;
  return { kind: "operator", operatorId, name, passwordHash, factorBound: row.factorBound };
}
