import "server-only";
import { and, eq } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { loginProfiles } from "@/db/schema/login-profiles";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context, isMfaPresent } from "@/lib/authorization/context";
import { isGiven } from "@/lib/authorization/policy-document";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { ownSignInResource } from "@/lib/authorization/resources";
import { endSessions, openSession } from "@/lib/domain/sessions/steps";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import { withReadTransaction, withTransaction } from "@/lib/foundation/transaction";
import { principalKey } from "./find-principal";
import { hashPassword, verifyPassword } from "./hash-password";
import { requireOwnersPassword } from "./require-owners-password";
import { storeOwnPassword } from "./steps";
import { forgiveAttempt, requireAttempt, wrongPasswordsOf } from "./throttle";

/**
 * One's own new password, against the current one. Every other session of the person ends, and this one goes on under
 * a new id: returns the new cookie's value, empty for a signed call. Throws `invalid-input` naming `current` or `password`.
 */
export async function changePassword(
  ctx: Context,
  { current, password }: { current: string; password: string },
): Promise<{ token: string }> {
  const resource = ownSignInResource(ctx);
  const allowed = authorize(ctx, "ram:ChangePassword", resource);
  // Whoever has a second factor gives it; everybody else proves with the current password, asked for right here.
  if (isMfaPresent(ctx)) requireStepUp(allowed, "password");
  const owner = await readOwner(allowed);
  const attempts = [{ bucket: "device", of: `change|${ctx.accountId}|${ctx.actorKey}` } as const];
  await requireAttempt(ctx.now, attempts);
  if (!(await verifyPassword(owner.passwordHash, current))) throw invalidField("sign-in", "current", "passwordWrong");
  await forgiveAttempt(ctx.now, attempts);
  await requireOwnersPassword(allowed, owner, password);
  const passwordHash = await hashPassword(password);
  const changed = await withTransaction(allowed, async (tx) => {
    const { subAccountId } = owner;
    await storeOwnPassword(tx, allowed, owner, passwordHash);
    await endSessions(tx, allowed, { of: subAccountId, reason: "password-changed" });
    const administrator = subAccountId === null || ctx.policies.some(isGiven);
    const { secondFactor } = ctx;
    // A signed call has no session that could go on.
    const isSigned = allowed.actor.type === "access-key";
    const opened = isSigned
      ? undefined
      : await openSession(tx, allowed, { of: subAccountId, administrator, secondFactor });
    await recordAudit(tx, allowed, { action: "ram:ChangePassword", resource: resource.arn });
    return { token: opened?.token ?? "" };
  });
  if (owner.subAccountId) {
    const door = { kind: "sub-account", alias: ctx.account.alias } as const;
    await forgiveAttempt(ctx.now, wrongPasswordsOf(principalKey(door, owner.name)));
  }
  return changed;
}

interface OwnerRow {
  subAccountId: SubAccountId | null;
  name: string;
  passwordHash: string | null;
}

async function readOwner(allowed: Allowed): Promise<OwnerRow> {
  const { accountId, actor } = allowed;
  const acting = actingSubAccount(actor);
  const [row] = await withReadTransaction(allowed, async (tx): Promise<OwnerRow[]> => {
    if (!acting) {
      if (actor.type !== "root-user") throw new DomainError("forbidden", "sign-in");
      const found = await tx
        .select({ name: rootUsers.email, passwordHash: rootUsers.passwordHash })
        .from(rootUsers)
        .innerJoin(accounts, eq(accounts.accountId, rootUsers.accountId))
        .where(eq(rootUsers.accountId, accountId));
      return found.map((root) => ({ ...root, subAccountId: null }));
    }
    const found = await tx
      .select({ name: subAccounts.name, passwordHash: loginProfiles.passwordHash })
      .from(subAccounts)
      .innerJoin(
        loginProfiles,
        and(eq(loginProfiles.accountId, subAccounts.accountId), eq(loginProfiles.subAccountId, subAccounts.id)),
      )
      .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, acting.subAccountId)));
    return found.map((person) => ({ ...person, subAccountId: acting.subAccountId }));
  });
  if (!row) throw new DomainError("not-found", "sign-in");
  return row;
}
