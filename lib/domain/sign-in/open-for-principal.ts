import "server-only";
import { and, eq } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { operators } from "@/db/schema/operators";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit, recordPlatformAudit } from "@/lib/audit/record-audit";
import { passwordStateOf } from "@/lib/authorization/account-settings";
import type { PlatformContext, SecondFactorState } from "@/lib/authorization/context";
import { notify } from "@/lib/domain/notifications/steps";
import { hasSignedIn } from "@/lib/domain/sessions/lookups";
import { endOperatorSession, openOperatorSession } from "@/lib/domain/sessions/operator-steps";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { endSession, openSession } from "@/lib/domain/sessions/steps";
import { env } from "@/lib/foundation/env";
import { mintFence, mintPlatformFence } from "@/lib/foundation/fence";
import { type Tx, withPlatformTransaction, withTransaction } from "@/lib/foundation/transaction";
import {
  type AccountAtDoor,
  type AccountPrincipal,
  type OperatorPrincipal,
  type Principal,
  principalKeyOf,
} from "./find-principal";
import { isKnownDevice, rememberDevice } from "./known-device";
import { isTrustedDevice } from "./lookups";
import { provedAs, provedAsOperator } from "./principal-context";
import { operatorFactorAtSignIn, secondFactorAtSignIn } from "./second-factor-rules";

export interface SignedIn {
  kind: "root-user" | "sub-account" | "operator";
  /** The session cookie's value. */
  token: string;
  /** The device cookie's value. */
  device: string;
  passwordResetRequired: boolean;
  /** `pending` and `enrolment`: the session opens nothing yet but the page that asks. */
  secondFactor: SecondFactorState;
}

interface Browser {
  device: string | undefined;
  incomingToken: string | undefined;
  trust?: string | undefined;
}

interface Proved extends Browser {
  /** Of a password that was kept at less than today's cost. */
  rehashed?: string | undefined;
  /** A passkey that saw who is there is both factors in one. It is counted in the transaction that opens the session. */
  passkey?: { count: (tx: Tx) => Promise<void> };
}

/** Opens a session for somebody who has proved who they are, and ends the one the browser came with. */
export async function openForPrincipal(
  stranger: PlatformContext,
  principal: Principal,
  proved: Proved,
): Promise<SignedIn> {
  const key = principalKeyOf(principal);
  const opened =
    principal.kind === "operator"
      ? await openForOperator(stranger, principal, proved)
      : await openForAccount(stranger, principal, { ...proved, knownDevice: isKnownDevice(proved.device, key) });
  if (proved.incomingToken) await endIncoming(stranger, proved.incomingToken);
  return {
    kind: principal.kind,
    ...opened,
    device: rememberDevice(proved.device, key),
    passwordResetRequired: principal.kind !== "operator" && mustChange(principal, stranger.now),
  };
}

function mustChange(principal: AccountPrincipal, now: Date): boolean {
  const { account, passwordChangedAt, passwordResetRequired } = principal;
  return passwordResetRequired || passwordStateOf(account.passwordPolicy, passwordChangedAt, now) === "must-change";
}

async function openForAccount(
  stranger: PlatformContext,
  principal: AccountAtDoor,
  { rehashed, knownDevice, trust, passkey }: Proved & { knownDevice: boolean },
) {
  const allowed = provedAs(stranger, principal);
  const { subAccountId, administrator, name } = principal;
  return withTransaction(allowed, async (tx) => {
    // A first sign-in is new everywhere: there is nobody yet to be warned.
    if (!knownDevice && (await hasSignedIn(tx, allowed, subAccountId))) {
      const { userAgent: device, ip } = allowed.facts;
      await notify(tx, allowed, { kind: "new-device", to: subAccountId, params: { device, ip } });
    }
    await passkey?.count(tx);
    const asked = secondFactorAtSignIn({
      bound: principal.factorBound,
      bindRequired: principal.factorRequired,
      preference: principal.account.preference,
      knownDevice,
      trustedDevice: trust !== undefined && (await isTrustedDevice(tx, allowed, subAccountId, trust)),
    });
    const secondFactor = passkey ? "passkey" : asked;
    const { token } = await openSession(tx, allowed, { of: subAccountId, administrator, secondFactor });
    if (subAccountId) {
      await tx
        .update(subAccounts)
        .set({ lastSignInAt: allowed.now })
        .where(and(eq(subAccounts.accountId, allowed.accountId), eq(subAccounts.id, subAccountId)));
    }
    if (rehashed) await storeHash(tx, principal, rehashed);
    await recordAudit(tx, allowed, { action: "espalier:SignIn", resource: name, after: { secondFactor } });
    return { token, secondFactor };
  });
}

async function openForOperator(stranger: PlatformContext, operator: OperatorPrincipal, { rehashed, passkey }: Proved) {
  const allowed = provedAsOperator(stranger, operator);
  return withPlatformTransaction(allowed, async (tx) => {
    await passkey?.count(tx);
    const asked = operatorFactorAtSignIn({ bound: operator.factorBound, demo: env().demo });
    const secondFactor = passkey ? "passkey" : asked;
    const token = await openOperatorSession(tx, allowed, operator.operatorId, secondFactor);
    if (rehashed) {
      await tx.update(operators).set({ passwordHash: rehashed }).where(eq(operators.id, operator.operatorId));
    }
    await recordPlatformAudit(tx, allowed, {
      action: "espalier:SignIn",
      resource: operator.name,
      after: { secondFactor },
    });
    return { token, secondFactor };
  });
}

async function storeHash(tx: Tx, { accountId, subAccountId }: AccountPrincipal, passwordHash: string): Promise<void> {
  if (subAccountId === null) {
    await tx.update(rootUsers).set({ passwordHash }).where(eq(rootUsers.accountId, accountId));
    return;
  }
  await tx
    .update(loginProfiles)
    .set({ passwordHash })
    .where(and(eq(loginProfiles.accountId, accountId), eq(loginProfiles.subAccountId, subAccountId)));
}

/** Two hats are never worn at once: whoever was signed in here before is signed out. */
async function endIncoming(stranger: PlatformContext, token: string): Promise<void> {
  const resumed = await resumeSession(token, stranger);
  const sessionId = resumed?.ctx.actor.sessionId;
  if (!resumed || !sessionId) return;
  if (resumed.kind === "operator") {
    const allowed = mintPlatformFence(resumed.ctx);
    await withPlatformTransaction(allowed, async (tx) => {
      await endOperatorSession(tx, allowed, sessionId, "replaced");
      await recordPlatformAudit(tx, allowed, { action: "espalier:SignOut", resource: allowed.actor.name });
    });
    return;
  }
  const allowed = mintFence(resumed.ctx);
  await withTransaction(allowed, async (tx) => {
    await endSession(tx, allowed, sessionId, "replaced");
    await recordAudit(tx, allowed, { action: "espalier:SignOut", resource: allowed.actor.name });
  });
}
