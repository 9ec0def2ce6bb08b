import "server-only";
import { and, eq } from "drizzle-orm";
import { groupMembers } from "@/db/schema/group-members";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { groupResource, permissionsResource } from "@/lib/authorization/resources";
import { lockGroup, lockHolder } from "@/lib/domain/policies/lookups";
import { requireHeld } from "@/lib/domain/policies/rules";
import { changeAuthority, readGroupDocuments } from "@/lib/domain/policies/steps";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import type { GroupMemberInput } from "./schema";

/** Takes from a sub-account what it held by the group: also denials, which the caller must be free of. */
export async function removeUserFromGroup(ctx: Context, input: GroupMemberInput): Promise<void> {
  const { name, groupName } = input;
  const allowed = authorize(ctx, "ram:RemoveUserFromGroup", [
    permissionsResource(ctx, name),
    groupResource(ctx, groupName),
  ]);
  requireStepUp(allowed, "policies");
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const person = await lockHolder(tx, allowed, name);
    const group = await lockGroup(tx, allowed, groupName, "share");
    const gone = await tx
      .delete(groupMembers)
      .where(
        and(
          eq(groupMembers.accountId, allowed.accountId),
          eq(groupMembers.groupId, group.id),
          eq(groupMembers.subAccountId, person.id),
        ),
      )
      .returning({ id: groupMembers.groupId });
    if (gone.length === 0) throw new DomainError("not-found", "user-group", { reason: "notInGroup" });
    requireHeld(allowed, { lifts: await readGroupDocuments(tx, allowed, group.id) });
    await recordAudit(tx, allowed, {
      action: "ram:RemoveUserFromGroup",
      resource: name,
      subAccountId: person.id,
      before: { group: groupName },
    });
    await changeAuthority(tx, allowed);
  });
}
