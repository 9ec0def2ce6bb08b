import "server-only";
import { and, eq, isNull, type SQL } from "drizzle-orm";
import { challenges } from "@/db/schema/challenges";
import { operatorChallenges } from "@/db/schema/operator-challenges";
import { operatorRecoveryCodes } from "@/db/schema/operator-recovery-codes";
import { operatorSecondFactors } from "@/db/schema/operator-second-factors";
import { recoveryCodes } from "@/db/schema/recovery-codes";
import { secondFactors } from "@/db/schema/second-factors";
import { type AuditEntry, recordAudit, recordPlatformAudit } from "@/lib/audit/record-audit";
import type { AccountAction, PlatformAction } from "@/lib/authorization/actions";
import { type Allowed, authorize, authorizePlatform, type PlatformAllowed } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { openForAccount, openForPlatform, sealForAccount, sealForPlatform } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import type { OperatorId, SubAccountId } from "@/lib/foundation/ids";
import {
  type Tx,
  withPlatformRead,
  withPlatformTransaction,
  withReadTransaction,
  withTransaction,
} from "@/lib/foundation/transaction";

const platformTables = {
  challenges: operatorChallenges,
  factors: operatorSecondFactors,
  codes: operatorRecoveryCodes,
};
type Tables = typeof platformTables;
// Columns shared by design (challengeColumns and its like); those that name the owner are left to `own` and `owner`.
const accountTables = { challenges, factors: secondFactors, codes: recoveryCodes } as unknown as Tables;

/** The person a second factor belongs to: of an account, or an operator. One set of verbs serves both. */
export interface Holder {
  readonly allowed: Allowed | PlatformAllowed;
  readonly resource: string;
  readonly subAccountId: SubAccountId | null;
  readonly tables: Tables;
  /** The predicate of the holder's own rows: account and person, or the operator. */
  readonly own: { challenges: SQL | undefined; factors: SQL | undefined; codes: SQL | undefined };
  /** What a new row says of its owner. */
  readonly owner: { challenges: object; factors: { operatorId: OperatorId }; codes: { operatorId: OperatorId } };
}

interface Actions {
  account: AccountAction;
  platform: PlatformAction;
}

/** Decides, like `authorize`, about what somebody does to their own sign-in; whoever has none is refused. */
export function authorizeHolder(ctx: Context | PlatformContext, { account, platform }: Actions): Holder {
  if ("platform" in ctx) return operatorHolder(authorizePlatform(ctx, platform));
  const resource = ownSignInResource(ctx);
  return accountHolder(authorize(ctx, account, resource), resource.arn);
}

function accountHolder(allowed: Allowed, resource: string): Holder {
  const { accountId, actor } = allowed;
  if (actor.type !== "root-user" && actor.type !== "sub-account") throw new DomainError("forbidden", "sign-in");
  const subAccountId = actor.type === "sub-account" ? actor.subAccountId : null;
  const ownerOf = (table: typeof secondFactors | typeof recoveryCodes | typeof challenges) =>
    and(
      eq(table.accountId, accountId),
      subAccountId === null ? isNull(table.subAccountId) : eq(table.subAccountId, subAccountId),
    );
  const owner = { accountId, subAccountId } as unknown as Holder["owner"]["factors"];
  const ofSession = actor.sessionId ? eq(challenges.sessionId, actor.sessionId) : isNull(challenges.sessionId);
  return {
    allowed,
    resource,
    subAccountId,
    tables: accountTables,
    own: {
      challenges: and(ownerOf(challenges), ofSession),
      factors: ownerOf(secondFactors),
      codes: ownerOf(recoveryCodes),
    },
    owner: { challenges: owner, factors: owner, codes: owner },
  };
}

function operatorHolder(allowed: PlatformAllowed): Holder {
  const { actor } = allowed;
  if (actor.type !== "operator" || !actor.operatorId) throw new DomainError("forbidden", "sign-in");
  const { operatorId, sessionId } = actor;
  const ofSession = sessionId ? eq(operatorChallenges.sessionId, sessionId) : isNull(operatorChallenges.sessionId);
  return {
    allowed,
    resource: actor.name,
    subAccountId: null,
    tables: platformTables,
    own: {
      challenges: ofSession,
      factors: eq(operatorSecondFactors.operatorId, operatorId),
      codes: eq(operatorRecoveryCodes.operatorId, operatorId),
    },
    owner: { challenges: {}, factors: { operatorId }, codes: { operatorId } },
  };
}

export function withHolderTransaction<T>({ allowed }: Holder, work: (tx: Tx) => Promise<T>): Promise<T> {
  return "accountId" in allowed ? withTransaction(allowed, work) : withPlatformTransaction(allowed, work);
}

export function withHolderRead<T>({ allowed }: Holder, work: (tx: Tx) => Promise<T>): Promise<T> {
  return "accountId" in allowed ? withReadTransaction(allowed, work) : withPlatformRead(allowed, work);
}

/** In the account's log, or the platform's. */
export async function recordHolderAudit(
  tx: Tx,
  { allowed, resource }: Holder,
  { account, platform, ...entry }: Omit<AuditEntry, "action" | "resource"> & Actions,
): Promise<void> {
  await ("accountId" in allowed
    ? recordAudit(tx, allowed, { ...entry, action: account, resource })
    : recordPlatformAudit(tx, allowed, { ...entry, action: platform, resource }));
}

type Purpose = "challenge" | "second-factor";

export async function sealForHolder(
  tx: Tx,
  { allowed }: Holder,
  { purpose, row }: { purpose: Purpose; row: string },
  text: string,
): Promise<Buffer> {
  return "accountId" in allowed
    ? sealForAccount(tx, { accountId: allowed.accountId, purpose, row }, text)
    : sealForPlatform(purpose, row, text);
}

export async function openForHolder(
  tx: Tx,
  { allowed }: Holder,
  { purpose, row }: { purpose: Purpose; row: string },
  sealed: Uint8Array,
): Promise<string> {
  const opened =
    "accountId" in allowed
      ? await openForAccount(tx, { accountId: allowed.accountId, purpose, row }, sealed)
      : openForPlatform(purpose, row, sealed);
  return opened.toString("utf8");
}
