import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { loginProfiles } from "@/db/schema/login-profiles";
import { operatorSessions } from "@/db/schema/operator-sessions";
import { operators } from "@/db/schema/operators";
import { rootUsers } from "@/db/schema/root-users";
import { sessions } from "@/db/schema/sessions";
import { subAccounts } from "@/db/schema/sub-accounts";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import { admitsAddress, passwordStateOf } from "@/lib/authorization/account-settings";
import type { Allowed } from "@/lib/authorization/authorize";
import {
  type Actor,
  actorKeyOf,
  type Context,
  type PlatformContext,
  type RequestFacts,
} from "@/lib/authorization/context";
import { operatorPolicies, rootUserPolicies, subAccountPolicies } from "@/lib/authorization/self-policy";
import { stepUpPurposes } from "@/lib/authorization/step-up-purposes";
import { isAnyUnread } from "@/lib/domain/notifications/lookups";
import { heldPoliciesOf, presentHeldPolicies } from "@/lib/domain/policies/present-held-policies";
import { mintFence, mintPlatformFence } from "@/lib/foundation/fence";
import type { SessionId } from "@/lib/foundation/ids";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import { hashToken } from "@/lib/foundation/tokens";
import {
  enterByKey,
  type Tx,
  withPlatformTransaction,
  withReadTransaction,
  withTransaction,
} from "@/lib/foundation/transaction";
import { freshStepUps, isSessionOpen, lastSeenSeconds } from "./session-rules";

interface RequestOf {
  requestId: string;
  now: Date;
  facts: RequestFacts;
}

/** `anyUnread`: something was told that the person has not read. */
export type Resumed =
  | { kind: "account"; ctx: Context; anyUnread: boolean }
  | { kind: "operator"; ctx: PlatformContext };

/**
 * Who the cookie's holder is, read anew from the database on every request; undefined when the session is unknown,
 * ended or over. Throws `unavailable` when the database is away, which is not the same: the cookie is kept then.
 */
export async function resumeSession(token: string, { requestId, now, facts }: RequestOf): Promise<Resumed | undefined> {
  const request = { requestId, now, facts };
  const tokenHash = hashToken(token);
  const found = await enterByKey(
    "session",
    tokenHash,
    async (tx, hit, session: AccountSession | undefined) =>
      hit?.accountId ? session : await readOperatorSession(tx, tokenHash),
    async (tx) => presentAccountSession(await selectByToken(tx, { tokenHash })),
  );
  if (!found || !isSessionOpen(found.session, request.now)) return undefined;
  if (found.kind === "account" && (found.disabled || isClosed(found, request))) return undefined;
  const seenSeconds = (request.now.getTime() - found.session.lastSeenAt.getTime()) / 1000;
  if (found.kind === "account") {
    const ctx = accountContext(found, request);
    if (seenSeconds >= lastSeenSeconds) await touchSession(ctx);
    return { kind: "account", ctx, anyUnread: found.anyUnread };
  }
  const ctx = operatorContext(found, request);
  if (seenSeconds >= lastSeenSeconds) await touchOperatorSession(ctx);
  return { kind: "operator", ctx };
}

/**
 * Whoever ordered work that goes on without them, found by the session it was ordered in, open or not: the person as
 * they are now, with what they may do now. They proved themselves when they ordered it. Undefined once they are gone
 * or disabled.
 */
export async function resumeOrderer(allowed: Allowed, sessionId: SessionId | null): Promise<Context | undefined> {
  if (sessionId === null) return undefined;
  const rows = await withReadTransaction(allowed, (tx) => accountSession(tx, eq(sessions.id, sessionId)));
  const found = presentAccountSession(rows);
  if (!found || found.disabled) return undefined;
  const { requestId, now, facts } = allowed;
  const ctx = accountContext(found, { requestId, now, facts });
  return { ...ctx, actor: { ...ctx.actor, sessionId: null }, stepUp: new Set(stepUpPurposes) };
}

/** Of the account that the key opened; asked before that is known here, so its id comes from the sealed context. */
function accountSession(tx: Tx, which: SQL) {
  return tx
    .select({
      session: sessions,
      account: accounts,
      rootEmail: rootUsers.email,
      name: subAccounts.name,
      state: subAccounts.state,
      resetRequired: loginProfiles.passwordResetRequired,
      passwordChangedAt: loginProfiles.passwordChangedAt,
      held: heldPoliciesOf(sessions.accountId, sessions.subAccountId),
      anyUnread: isAnyUnread(sessions.accountId, sessions.subAccountId),
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.accountId, sessions.accountId))
    .leftJoin(rootUsers, and(eq(rootUsers.accountId, sessions.accountId), isNull(sessions.subAccountId)))
    .leftJoin(
      subAccounts,
      and(eq(subAccounts.accountId, sessions.accountId), eq(subAccounts.id, sessions.subAccountId)),
    )
    .leftJoin(
      loginProfiles,
      and(eq(loginProfiles.accountId, sessions.accountId), eq(loginProfiles.subAccountId, sessions.subAccountId)),
    )
    .where(and(eq(sessions.accountId, sql`(select app.account_id())`), which));
}

const selectByToken = prepareOnce((tx) =>
  accountSession(tx, eq(sessions.tokenHash, sql.placeholder("tokenHash"))).prepare("session"),
);

function presentAccountSession([row]: Awaited<ReturnType<typeof accountSession>>) {
  if (!row) return undefined;
  const disabled = row.session.subAccountId !== null && row.state !== "active";
  return { kind: "account" as const, disabled, ...row };
}

async function readOperatorSession(tx: Tx, tokenHash: string) {
  const [row] = await tx
    .select({ session: operatorSessions, email: operators.email })
    .from(operatorSessions)
    .innerJoin(operators, eq(operators.id, operatorSessions.operatorId))
    .where(eq(operatorSessions.tokenHash, tokenHash));
  return row && { kind: "operator" as const, ...row };
}

type AccountSession = NonNullable<ReturnType<typeof presentAccountSession>>;
type OperatorSession = NonNullable<Awaited<ReturnType<typeof readOperatorSession>>>;

/** Of a sub-account whose password only an administrator can renew, or that is where nobody of the account may be. */
function isClosed({ session, account, passwordChangedAt }: AccountSession, { now, facts }: RequestOf): boolean {
  if (session.subAccountId === null) return false;
  const { passwordPolicy, preference } = accountFactsOf(account);
  return passwordStateOf(passwordPolicy, passwordChangedAt, now) === "dead" || !admitsAddress(preference, facts.ip);
}

function accountContext(found: AccountSession, request: RequestOf): Context {
  const { session, account } = found;
  const facts = accountFactsOf(account);
  const { passwordPolicy } = facts;
  const password = passwordStateOf(passwordPolicy, found.passwordChangedAt, request.now);
  const mustChangePassword = found.resetRequired === true || password === "must-change";
  const actor: Actor =
    session.subAccountId === null
      ? { type: "root-user", sessionId: session.id, name: found.rootEmail ?? "" }
      : { type: "sub-account", subAccountId: session.subAccountId, sessionId: session.id, name: found.name ?? "" };
  return {
    ...request,
    accountId: account.accountId,
    account: facts,
    scope: session.subAccountId ? { kind: "sub-account", subAccountId: session.subAccountId } : { kind: "account" },
    actor,
    actorKey: actorKeyOf(actor),
    authorityEpoch: account.authorityEpoch,
    policies:
      actor.type === "root-user"
        ? rootUserPolicies
        : subAccountPolicies(facts, actor.name, presentHeldPolicies(found.held, actor.name), {
            mustChangePassword,
            mustBindFactor: session.secondFactor === "enrolment",
          }),
    ...provedBy(session, request.now),
    passwordResetRequired: mustChangePassword,
    idempotencyKey: null,
  };
}

function operatorContext({ session, email }: OperatorSession, request: RequestOf): PlatformContext {
  const actor = { type: "operator", operatorId: session.operatorId, sessionId: session.id, name: email } as const;
  const proved = provedBy(session, request.now);
  return { ...request, ...proved, platform: true, actor, actorKey: actorKeyOf(actor), policies: operatorPolicies };
}

function provedBy({ secondFactor, stepUps }: (AccountSession | OperatorSession)["session"], now: Date) {
  return { secondFactor, stepUp: freshStepUps(stepUps, now) };
}

async function touchSession(ctx: Context): Promise<void> {
  const { sessionId } = ctx.actor;
  if (!sessionId) return;
  try {
    await withTransaction(mintFence(ctx), (tx) =>
      tx
        .update(sessions)
        .set({ lastSeenAt: ctx.now })
        .where(and(eq(sessions.accountId, ctx.accountId), eq(sessions.id, sessionId), isNull(sessions.endedAt))),
    );
  } catch (error) {
    // Authority changed since the session was read: whoever decides will say so, and the next request makes the note.
    if (!isStaleAuthority(error)) throw error;
  }
}

async function touchOperatorSession(ctx: PlatformContext): Promise<void> {
  const { sessionId } = ctx.actor;
  if (!sessionId) return;
  await withPlatformTransaction(mintPlatformFence(ctx), (tx) =>
    tx.update(operatorSessions).set({ lastSeenAt: ctx.now }).where(eq(operatorSessions.id, sessionId)),
  );
}
