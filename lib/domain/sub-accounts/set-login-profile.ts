import "server-only";
import { and, eq } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { subAccountResource } from "@/lib/authorization/resources";
import { notify } from "@/lib/domain/notifications/steps";
import { requirePeopleHeld } from "@/lib/domain/policies/steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { principalKey } from "@/lib/domain/sign-in/find-principal";
import { rememberPassword } from "@/lib/domain/sign-in/password-history-steps";
import { requireUnusedPassword } from "@/lib/domain/sign-in/require-unused-password";
import { killResetLinks } from "@/lib/domain/sign-in/steps";
import { forgiveAttempt, wrongPasswordsOf } from "@/lib/domain/sign-in/throttle";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { leaveForHandOver } from "./hand-over-steps";
import { lockSubAccount } from "./lookups";
import { type PreparedProfile, prepareLoginProfile } from "./prepare-login-profile";
import type { SetPasswordInput } from "./schema";

/**
 * A new password for a sub-account, set, generated or left to its owner by a claim link, which turns console sign-in
 * on where it was off. The old one is dead and every session of the person ends. Returns it, to be shown once.
 */
export async function setPassword(ctx: Context, input: SetPasswordInput): Promise<{ password: string | undefined }> {
  const allowed = authorize(ctx, "ram:UpdateLoginProfile", subAccountResource(ctx, input.name));
  requireStepUp(allowed, "password-reset");
  const profile = await prepareLoginProfile(ctx, { ...input, displayName: "" });
  if (input.passwordChoice === "set") await requireUnusedPassword(allowed, input.name, input.password);
  await withTransaction(allowed, async (tx) => {
    const { password: _, ...said } = input;
    await claimOnce(tx, allowed, said);
    const person = await lockSubAccount(tx, allowed, input.name);
    await requirePeopleHeld(tx, allowed, [person.id]);
    const { accountId } = allowed;
    await rememberPassword(tx, allowed, person.id);
    const values = valuesOf(allowed, profile);
    const [before] = await tx
      .select({ hash: loginProfiles.passwordHash })
      .from(loginProfiles)
      .where(and(eq(loginProfiles.accountId, accountId), eq(loginProfiles.subAccountId, person.id)));
    await tx
      .insert(loginProfiles)
      .values({ accountId, subAccountId: person.id, ...values })
      .onConflictDoUpdate({ target: [loginProfiles.accountId, loginProfiles.subAccountId], set: values });
    await killResetLinks(tx, allowed, person.id);
    await endSessions(tx, allowed, { of: person.id, reason: "password-changed" });
    if (before?.hash)
      await notify(tx, allowed, { kind: "password-changed", to: person.id, params: { by: "administrator" } });
    await leaveForHandOver(tx, allowed, person, { profile, accessKey: undefined });
    await recordAudit(tx, allowed, {
      action: "ram:UpdateLoginProfile",
      resource: input.name,
      subAccountId: person.id,
      after: { password: input.passwordChoice, mustChange: profile.mustChange },
    });
  });
  // Whoever guessed before guessed at the old one.
  const door = { kind: "sub-account", alias: ctx.account.alias } as const;
  await forgiveAttempt(ctx.now, wrongPasswordsOf(principalKey(door, input.name)));
  return { password: profile.password };
}

function valuesOf({ now }: Allowed, { passwordHash, mustChange, expiresAt }: PreparedProfile) {
  return { passwordHash, passwordChangedAt: now, passwordExpiresAt: expiresAt, passwordResetRequired: mustChange };
}

/** Turns console sign-in off: the password is gone, sessions end. `mustExist`: throws `not-found` where it was off. */
export async function removeLoginProfile(
  ctx: Context,
  { name, mustExist = false }: { name: string; mustExist?: boolean },
): Promise<void> {
  const allowed = authorize(ctx, "ram:DeleteLoginProfile", subAccountResource(ctx, name));
  requireStepUp(allowed, "password-reset");
  await withTransaction(allowed, async (tx) => {
    const person = await lockSubAccount(tx, allowed, name);
    const removed = await tx
      .delete(loginProfiles)
      .where(and(eq(loginProfiles.accountId, allowed.accountId), eq(loginProfiles.subAccountId, person.id)))
      .returning({ of: loginProfiles.subAccountId });
    if (mustExist && removed.length === 0) throw new DomainError("not-found", "login-profile");
    await killResetLinks(tx, allowed, person.id);
    await endSessions(tx, allowed, { of: person.id, reason: "ended" });
    await recordAudit(tx, allowed, { action: "ram:DeleteLoginProfile", resource: name, subAccountId: person.id });
  });
}
