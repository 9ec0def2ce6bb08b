import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockSubAccount } from "./lookups";

/** The next sign-in of a sub-account asks for a new password. Throws `invalid-state` where it has none. */
export async function requirePasswordChange(ctx: Context, input: { name: string }): Promise<void> {
  const { name } = input;
  const allowed = authorize(ctx, "ram:UpdateLoginProfile", subAccountResource(ctx, name));
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const person = await lockSubAccount(tx, allowed, name);
    const changed = await tx
      .update(loginProfiles)
      .set({ passwordResetRequired: true })
      .where(
        and(
          eq(loginProfiles.accountId, accountId),
          eq(loginProfiles.subAccountId, person.id),
          isNotNull(loginProfiles.passwordHash),
        ),
      )
      .returning({ id: loginProfiles.subAccountId });
    if (changed.length === 0) throw new DomainError("invalid-state", "sub-account", { reason: "noPassword" });
    await recordAudit(tx, allowed, {
      action: "ram:UpdateLoginProfile",
      resource: name,
      subAccountId: person.id,
      after: { mustChange: true },
    });
  });
}
