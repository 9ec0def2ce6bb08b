import "server-only";
import { randomInt } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { rootUsers } from "@/db/schema/root-users";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import { recordAudit } from "@/lib/audit/record-audit";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import type { Allowed } from "@/lib/authorization/authorize";
import { type PlatformContext, withoutSession } from "@/lib/authorization/context";
import { openBooks } from "@/lib/domain/ledger/steps";
import { createDataKey } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { mintFence } from "@/lib/foundation/fence";
import type { AccountId } from "@/lib/foundation/ids";
import { isUniqueViolation } from "@/lib/foundation/sql-errors";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";

export interface NewAccount {
  accountId: AccountId;
  name: string;
  companyName: string;
  email: string;
  phone: string;
  passwordHash: string;
  locale: string;
}

/** 16 digits that do not begin with 0, like RAM's account ids. */
function newUid(): string {
  const half = () => randomInt(10_000_000, 100_000_000).toString();
  return `${half()}${half()}`;
}

/**
 * Makes an account and its root user in one transaction of its own. Throws `already-exists` naming the field whose
 * value somebody has; `also` writes what must stand or fall with it.
 */
export async function openAccount(
  creator: PlatformContext,
  account: NewAccount,
  also: (tx: Tx, allowed: Allowed) => Promise<void> = async () => undefined,
): Promise<Allowed> {
  const { accountId, name, companyName, email, phone, passwordHash, locale } = account;
  const uid = newUid();
  const allowed = mintFence({
    requestId: creator.requestId,
    now: creator.now,
    accountId,
    account: accountFactsOf({
      ...{ uid, name, alias: name, companyName, verification: "unverified" },
      ...{ securityPreference: {}, passwordPolicy: {} },
    }),
    scope: { kind: "account" } as const,
    actor:
      creator.actor.type === "operator"
        ? creator.actor
        : ({ type: "root-user", sessionId: null, name: email } as const),
    actorKey: creator.actorKey,
    authorityEpoch: null,
    policies: [],
    facts: creator.facts,
    ...withoutSession,
    passwordResetRequired: false,
    idempotencyKey: null,
  });
  await withTransaction(allowed, async (tx) => {
    await takeKey(tx, "account-name", name, "accountName");
    await takeKey(tx, "alias", name, "accountName");
    await takeKey(tx, "root-email", email, "email");
    await takeKey(tx, "account-uid", uid, "uid");
    await tx.insert(accounts).values({ accountId, uid, name, alias: name, companyName });
    await tx.insert(rootUsers).values({ accountId, email, phone, passwordHash, locale });
    await tx.insert(subAccountCounters).values({ accountId });
    await createDataKey(tx, accountId);
    await openBooks(tx);
    const action = creator.actor.type === "operator" ? "platform:CreateAccount" : "espalier:SignUp";
    await recordAudit(tx, allowed, { action, resource: name, after: { name, companyName } });
    await also(tx, allowed);
  });
  return allowed;
}

/** For whom the operator vouches: no documents, no queue. */
export async function approveAtOnce(tx: Tx, allowed: Allowed): Promise<void> {
  const verification = "approved";
  await tx.update(accounts).set({ verification }).where(eq(accounts.accountId, allowed.accountId));
  const action = "espalier:DecideIdentityVerification";
  await recordAudit(tx, allowed, { action, resource: allowed.account.name, after: { verification } });
}

/** Takes a word of the directory for the account. Throws `already-exists` on the field when somebody has it. */
export async function takeKey(tx: Tx, kind: string, key: string, field: string): Promise<void> {
  try {
    await tx.execute(sql`select auth.register_key(${kind}, ${key}, null)`);
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new DomainError("already-exists", "account", { reason: "taken", details: { field }, cause });
  }
}

/** The account's row, held until the transaction ends. */
export async function lockAccount(tx: Tx, allowed: Allowed) {
  const [row] = await tx.select().from(accounts).where(eq(accounts.accountId, allowed.accountId)).for("update");
  if (!row) throw new DomainError("not-found", "account");
  return row;
}
