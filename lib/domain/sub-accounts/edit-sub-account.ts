import "server-only";
import { and, eq } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { subAccountResource } from "@/lib/authorization/resources";
import { dialable } from "@/lib/domain/accounts/normalize-phone";
import { requirePeopleHeld } from "@/lib/domain/policies/steps";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { storeLabels } from "./label-steps";
import { lockSubAccount } from "./lookups";
import { presentSubAccount, type SubAccountView } from "./presenter";
import type { EditSubAccountInput } from "./schema";

/** What is known of a sub-account without its login profile, which an edit does not read. */
export type EditedSubAccount = Omit<SubAccountView, "consoleSignIn" | "passwordResetRequired" | "labels">;

/**
 * Changes what is given of a sub-account, and never its name. The audit event names the changed fields, not what
 * people typed.
 */
export async function editSubAccount(ctx: Context, input: EditSubAccountInput): Promise<EditedSubAccount> {
  const { name, labels, ...person } = input;
  const allowed = authorize(ctx, "ram:UpdateUser", subAccountResource(ctx, name));
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const before = await lockSubAccount(tx, allowed, name);
    const values = valuesOf(name, person);
    const fields = Object.keys(values) as (keyof typeof values)[];
    const changed: string[] = fields.filter((field) => before[field] !== values[field]);
    if (labels && (await storeLabels(tx, allowed, before.id, labels))) changed.push("labels");
    const view = (row: typeof before): EditedSubAccount =>
      presentSubAccount({ ...row, labels: [], consoleSignIn: false, passwordResetRequired: false }, allowed.scope);
    if (changed.includes("email") || changed.includes("phone")) {
      requireStepUp(allowed, "contact");
      // Links and codes go there.
      await requirePeopleHeld(tx, allowed, [before.id]);
    }
    if (changed.length === 0) return view(before);
    const [after = before] = await tx
      .update(subAccounts)
      .set({ ...values, updatedAt: allowed.now })
      .where(and(eq(subAccounts.accountId, allowed.accountId), eq(subAccounts.id, before.id)))
      .returning();
    await recordAudit(tx, allowed, {
      action: "ram:UpdateUser",
      resource: name,
      subAccountId: before.id,
      after: { changed: changed.join(", ") },
    });
    return view(after);
  });
}

function valuesOf(name: string, { displayName, email, phone, note }: Omit<EditSubAccountInput, "name">) {
  return {
    ...(displayName !== undefined && { displayName: displayName || name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone: dialable("sub-account", phone) }),
    ...(note !== undefined && { note }),
  };
}
