import "server-only";
import { and, eq } from "drizzle-orm";
import { groups } from "@/db/schema/groups";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { groupResource } from "@/lib/authorization/resources";
import { lockGroup } from "@/lib/domain/policies/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { countGroupUse } from "./lookups";
import type { NamedGroupInput } from "./schema";

/** Throws `conflict` while the group has members, holds policies or is let in to servers. */
export async function deleteGroup(ctx: Context, { name }: NamedGroupInput): Promise<void> {
  const allowed = authorize(ctx, "ram:DeleteGroup", groupResource(ctx, name));
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    const { id } = await lockGroup(tx, allowed, name);
    const use = await countGroupUse(tx, allowed, id);
    const standing = [
      [use.members, "groupHasUsers"],
      [use.policies, "groupHasPolicies"],
      [use.servers, "groupHasServers"],
    ] as const;
    for (const [found, reason] of standing) {
      if (found > 0) throw new DomainError("conflict", "group", { reason, details: { count: found } });
    }
    await tx.delete(groups).where(and(eq(groups.accountId, accountId), eq(groups.id, id)));
    await recordAudit(tx, allowed, { action: "ram:DeleteGroup", resource: name });
  });
}
