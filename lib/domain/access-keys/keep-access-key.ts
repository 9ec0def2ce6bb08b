import "server-only";
import { and, eq } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accessKeysResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { findKeyOf, lockKeyOwner } from "./lookups";
import { requireRootForRootKeys, standingOf } from "./rules";
import type { NamedAccessKey } from "./schema";

/** Undoes a rotation while its grace lasts: the old key stays, and so does the new one. */
export async function keepAccessKey(ctx: Context, { id, ownerName }: NamedAccessKey): Promise<void> {
  const allowed = authorize(ctx, "ram:UpdateAccessKey", accessKeysResource(ctx, ownerName));
  requireRootForRootKeys(allowed, ownerName);
  const { accountId, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    const owner = await lockKeyOwner(tx, allowed, ownerName);
    const { key } = await findKeyOf(tx, allowed, owner, { id });
    if (standingOf(key, now) !== "retiring") {
      throw new DomainError("invalid-state", "access-key", { reason: "keyNotRetiring" });
    }
    await tx
      .update(accessKeys)
      .set({ successorId: null, retiresAt: null, updatedAt: now })
      .where(and(eq(accessKeys.accountId, accountId), eq(accessKeys.id, id)));
    await recordAudit(tx, allowed, {
      action: "ram:UpdateAccessKey",
      resource: id,
      subAccountId: owner.subAccountId,
      before: { retiresAt: key.retiresAt?.toISOString() ?? null },
      after: { owner: ownerName, retiresAt: null },
    });
  });
}
