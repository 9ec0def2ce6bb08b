import "server-only";
import { and, count, eq } from "drizzle-orm";
import { groupMembers } from "@/db/schema/group-members";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { groupResource, permissionsResource } from "@/lib/authorization/resources";
import { lockGroup, lockHolder } from "@/lib/domain/policies/lookups";
import { requireHeld, requireRoom } from "@/lib/domain/policies/rules";
import { changeAuthority, readGroupDocuments } from "@/lib/domain/policies/steps";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import type { GroupMemberInput } from "./schema";

/** Gives a sub-account all that the group holds, of which the caller must hold every permission. */
export async function addUserToGroup(ctx: Context, input: GroupMemberInput): Promise<void> {
  const { name, groupName } = input;
  const allowed = authorize(ctx, "ram:AddUserToGroup", [permissionsResource(ctx, name), groupResource(ctx, groupName)]);
  requireStepUp(allowed, "policies");
  const { accountId, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const person = await lockHolder(tx, allowed, name);
    const group = await lockGroup(tx, allowed, groupName, "share");
    requireHeld(allowed, { adds: await readGroupDocuments(tx, allowed, group.id) });
    const own = and(eq(groupMembers.accountId, accountId), eq(groupMembers.subAccountId, person.id));
    const [joined] = await tx.select({ found: count() }).from(groupMembers).where(own);
    const row = { accountId, groupId: group.id, subAccountId: person.id, joinedAt: now };
    const made = await tx.insert(groupMembers).values(row).onConflictDoNothing().returning();
    if (made.length === 0) throw new DomainError("already-exists", "user-group", { reason: "groupJoined" });
    requireRoom("GroupsPerUserQuota", "user-group", joined?.found ?? 0);
    await recordAudit(tx, allowed, {
      action: "ram:AddUserToGroup",
      resource: name,
      subAccountId: person.id,
      after: { group: groupName },
    });
    await changeAuthority(tx, allowed);
  });
}
