import "server-only";
import { count, eq } from "drizzle-orm";
import { groups } from "@/db/schema/groups";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anyGroup } from "@/lib/authorization/resources";
import { requireRoom } from "@/lib/domain/policies/rules";
import { holdQuotas } from "@/lib/domain/policies/steps";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { type GroupView, presentGroup } from "./presenter";
import type { CreateGroupInput } from "./schema";

export async function createGroup(ctx: Context, input: CreateGroupInput): Promise<GroupView> {
  const allowed = authorize(ctx, "ram:CreateGroup", anyGroup(ctx));
  const { accountId, now } = allowed;
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    await holdQuotas(tx, allowed);
    const [existing] = await tx.select({ found: count() }).from(groups).where(eq(groups.accountId, accountId));
    requireRoom("GroupsQuota", "group", existing?.found ?? 0);
    const made = { accountId, id: newId(now.getTime()), ...input, createdAt: now, updatedAt: now };
    const [group] = await tx.insert(groups).values(made).onConflictDoNothing().returning();
    if (!group) {
      throw new DomainError("already-exists", "group", { reason: "groupNameTaken", details: { field: "name" } });
    }
    await recordAudit(tx, allowed, { action: "ram:CreateGroup", resource: input.name });
    return presentGroup(group);
  });
}
