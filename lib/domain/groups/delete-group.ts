import "server-only";
import { and, count, eq } from "drizzle-orm";
import { groupMembers } from "@/db/schema/group-members";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { groups } from "@/db/schema/groups";
import { serverGrants } from "@/db/schema/server-grants";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { groupResource } from "@/lib/authorization/resources";
import { lockGroup } from "@/lib/domain/policies/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import type { NamedGroupInput } from "./schema";

/** Throws `conflict` while the group has members, holds policies or is let in to servers. */
export async function deleteGroup(ctx: Context, { name }: NamedGroupInput): Promise<void> {
  const allowed = authorize(ctx, "ram:DeleteGroup", groupResource(ctx, name));
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    const { id } = await lockGroup(tx, allowed, name);
    const standing = [
      [groupMembers, "groupHasUsers"],
      [groupPolicyAttachments, "groupHasPolicies"],
      [serverGrants, "groupHasServers"],
    ] as const;
    for (const [table, reason] of standing) {
      const of = and(eq(table.accountId, accountId), eq(table.groupId, id));
      const [row] = await tx.select({ found: count() }).from(table).where(of);
      if (row && row.found > 0) throw new DomainError("conflict", "group", { reason, details: { count: row.found } });
    }
    await tx.delete(groups).where(and(eq(groups.accountId, accountId), eq(groups.id, id)));
    await recordAudit(tx, allowed, { action: "ram:DeleteGroup", resource: name });
  });
}
