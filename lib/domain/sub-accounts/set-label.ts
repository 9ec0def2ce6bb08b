import "server-only";
import { and, eq } from "drizzle-orm";
import { subAccountLabels } from "@/db/schema/sub-account-labels";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { type Label, labelsMax } from "./label-rules";
import { storeLabels } from "./label-steps";
import { lockSubAccount } from "./lookups";

/** One label of a sub-account: set, changed, or with an empty value taken away. */
export async function setLabel(ctx: Context, input: { name: string } & Label): Promise<void> {
  const { name, key, value } = input;
  const allowed = authorize(ctx, "ram:UpdateUser", subAccountResource(ctx, name));
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const person = await lockSubAccount(tx, allowed, name);
    const own = and(eq(subAccountLabels.accountId, allowed.accountId), eq(subAccountLabels.subAccountId, person.id));
    const before = await tx.select().from(subAccountLabels).where(own);
    const others = before.filter((label) => label.key !== key);
    const labels = value === "" ? others : [...others, { key, value }];
    if (labels.length > labelsMax) {
      throw new DomainError("limit-reached", "sub-account", { reason: "labelsTooMany" });
    }
    if (
      !(await storeLabels(
        tx,
        allowed,
        person.id,
        labels.map(({ key, value }) => ({ key, value })),
      ))
    )
      return;
    await recordAudit(tx, allowed, {
      action: "ram:UpdateUser",
      resource: name,
      subAccountId: person.id,
      after: { changed: "labels" },
    });
  });
}
