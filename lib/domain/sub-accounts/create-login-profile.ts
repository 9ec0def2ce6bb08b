import "server-only";
import { loginProfiles } from "@/db/schema/login-profiles";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { subAccountResource } from "@/lib/authorization/resources";
import { requirePeopleHeld } from "@/lib/domain/policies/steps";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { type LoginProfileView, presentLoginProfile } from "./login-profile-queries";
import { lockSubAccount } from "./lookups";
import { prepareLoginProfile } from "./prepare-login-profile";

export interface LoginProfileInput {
  name: string;
  password: string;
  passwordResetRequired: boolean;
  mfaBindRequired: boolean;
}

/** Lets a sub-account sign in with a password somebody chose. Throws `already-exists` where it can sign in already. */
export async function createLoginProfile(ctx: Context, input: LoginProfileInput): Promise<LoginProfileView> {
  const { name, password, passwordResetRequired, mfaBindRequired } = input;
  const allowed = authorize(ctx, "ram:CreateLoginProfile", subAccountResource(ctx, name));
  requireStepUp(allowed, "password-reset");
  const wish = { name, displayName: "", passwordChoice: "set", password, mustChange: passwordResetRequired } as const;
  const { passwordHash } = await prepareLoginProfile(ctx, wish);
  return withTransaction(allowed, async (tx) => {
    const { accountId, now } = allowed;
    const person = await lockSubAccount(tx, allowed, name);
    await requirePeopleHeld(tx, allowed, [person.id]);
    const [row] = await tx
      .insert(loginProfiles)
      .values({
        accountId,
        subAccountId: person.id,
        passwordHash,
        passwordChangedAt: now,
        passwordResetRequired,
        mfaBindRequired,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new DomainError("already-exists", "login-profile");
    await recordAudit(tx, allowed, {
      action: "ram:CreateLoginProfile",
      resource: name,
      subAccountId: person.id,
      after: { mustChange: passwordResetRequired, mfaBindRequired },
    });
    return presentLoginProfile(name, row, person.lastSignInAt);
  });
}
