import "server-only";
import { and, eq } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
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
import { withTransaction } from "@/lib/foundation/transaction";
import type { LoginProfileInput } from "./create-login-profile";
import { type LoginProfileView, presentLoginProfile } from "./login-profile-queries";
import { lockSubAccount } from "./lookups";
import { prepareLoginProfile } from "./prepare-login-profile";

/** What is left out stays as it is. A new password ends every session of the person. */
export async function updateLoginProfile(
  ctx: Context,
  { name, ...input }: Pick<LoginProfileInput, "name"> & Partial<LoginProfileInput>,
): Promise<LoginProfileView> {
  const allowed = authorize(ctx, "ram:UpdateLoginProfile", subAccountResource(ctx, name));
  const { password, passwordResetRequired, mfaBindRequired } = input;
  const wish = { name, displayName: "", passwordChoice: "set", mustChange: false } as const;
  requireStepUp(allowed, "password-reset");
  const prepared = password === undefined ? undefined : await prepareLoginProfile(ctx, { ...wish, password });
  if (password !== undefined) await requireUnusedPassword(allowed, name, password);
  const view = await withTransaction(allowed, async (tx) => {
    const person = await lockSubAccount(tx, allowed, name);
    if (prepared) await requirePeopleHeld(tx, allowed, [person.id]);
    const of = and(eq(loginProfiles.accountId, allowed.accountId), eq(loginProfiles.subAccountId, person.id));
    const [before] = await tx.select().from(loginProfiles).where(of).for("update");
    if (!before) throw new DomainError("not-found", "login-profile");
    const values = {
      ...(prepared && {
        passwordHash: prepared.passwordHash,
        passwordChangedAt: allowed.now,
        passwordExpiresAt: null,
      }),
      ...(passwordResetRequired !== undefined && { passwordResetRequired }),
      ...(mfaBindRequired !== undefined && { mfaBindRequired }),
    };
    if (prepared) await rememberPassword(tx, allowed, person.id);
    if (Object.keys(values).length === 0) return presentLoginProfile(name, before, person.lastSignInAt);
    const [after = before] = await tx.update(loginProfiles).set(values).where(of).returning();
    if (prepared) {
      await killResetLinks(tx, allowed, person.id);
      await endSessions(tx, allowed, { of: person.id, reason: "password-changed" });
      if (before.passwordHash)
        await notify(tx, allowed, { kind: "password-changed", to: person.id, params: { by: "administrator" } });
    }
    await recordAudit(tx, allowed, {
      action: "ram:UpdateLoginProfile",
      resource: name,
      subAccountId: person.id,
      after: {
        newPassword: prepared !== undefined,
        mustChange: after.passwordResetRequired,
        mfaBindRequired: after.mfaBindRequired,
      },
    });
    return presentLoginProfile(name, after, person.lastSignInAt);
  });
  // Whoever guessed before guessed at the old one.
  const door = { kind: "sub-account", alias: ctx.account.alias } as const;
  if (prepared) await forgiveAttempt(ctx.now, wrongPasswordsOf(principalKey(door, name)));
  return view;
}
