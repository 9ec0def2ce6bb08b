import "server-only";
import { and, eq } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { dialable } from "@/lib/domain/accounts/normalize-phone";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { storeLabels } from "./label-steps";
import { lockSubAccount } from "./lookups";
import type { EditSubAccountInput } from "./schema";

/** Changes everything of a sub-account but its name. The audit event names the changed fields, not what people typed. */
export async function editSubAccount(ctx: Context, input: EditSubAccountInput): Promise<void> {
  const { name, labels, ...person } = input;
  const allowed = authorize(ctx, "ram:UpdateUser", subAccountResource(ctx, name));
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const before = await lockSubAccount(tx, allowed, name);
    const values = { ...person, displayName: person.displayName || name, phone: dialable("sub-account", person.phone) };
    const fields = Object.keys(values) as (keyof typeof values)[];
    const changed: string[] = fields.filter((field) => before[field] !== values[field]);
    if (await storeLabels(tx, allowed, before.id, labels)) changed.push("labels");
    if (changed.length === 0) return;
    await tx
      .update(subAccounts)
      .set(values)
      .where(and(eq(subAccounts.accountId, allowed.accountId), eq(subAccounts.id, before.id)));
    await recordAudit(tx, allowed, {
      action: "ram:UpdateUser",
      resource: name,
      subAccountId: before.id,
      after: { changed: changed.join(", ") },
    });
  });
}
