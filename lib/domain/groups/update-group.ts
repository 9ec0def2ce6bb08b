import "server-only";
import { and, eq } from "drizzle-orm";
import { groups } from "@/db/schema/groups";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { groupResource } from "@/lib/authorization/resources";
import { lockGroup } from "@/lib/domain/policies/lookups";
import { changeAuthority } from "@/lib/domain/policies/steps";
import { DomainError } from "@/lib/foundation/errors";
import { isUniqueViolation } from "@/lib/foundation/sql-errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { type GroupView, presentGroup } from "./presenter";
import type { UpdateGroupInput } from "./schema";

/** Renames a group or says something else of it. Policies that name it by its name then mean the new one. */
export async function updateGroup(ctx: Context, input: UpdateGroupInput): Promise<GroupView> {
  const allowed = authorize(ctx, "ram:UpdateGroup", [
    groupResource(ctx, input.name),
    groupResource(ctx, input.newName ?? input.name),
  ]);
  const { accountId, now } = allowed;
  const renamed = input.newName !== undefined && input.newName !== input.name;
  return withTransaction(allowed, async (tx) => {
    const { id, ...before } = await lockGroup(tx, allowed, input.name);
    const name = input.newName ?? before.name;
    const { displayName = before.displayName, comments = before.comments } = input;
    const [group] = await tx
      .update(groups)
      .set({ name, displayName, comments, updatedAt: now })
      .where(and(eq(groups.accountId, accountId), eq(groups.id, id)))
      .returning()
      .catch(nameTaken);
    if (!group) throw new DomainError("not-found", "group");
    await recordAudit(tx, allowed, {
      action: "ram:UpdateGroup",
      resource: input.name,
      before: { name: before.name, displayName: before.displayName, comments: before.comments },
      after: { name, displayName, comments },
    });
    if (renamed) await changeAuthority(tx, allowed);
    return presentGroup(group);
  });
}

function nameTaken(error: unknown): never {
  if (!isUniqueViolation(error)) throw error;
  throw new DomainError("already-exists", "group", { reason: "groupNameTaken", details: { field: "newName" } });
}
