import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accessKeysResource } from "@/lib/authorization/resources";
import { spendStepUp } from "@/lib/domain/sessions/step-up-steps";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { findKeyOf, lockKeyOwner } from "./lookups";
import { requireRootForRootKeys } from "./rules";
import type { DeleteAccessKeyInput } from "./schema";
import { removeAccessKey } from "./steps";

/**
 * Removes a key for good. People disable it first and type its id; RAM's DeleteAccessKey asks for neither, and signed
 * calls send the id a second time by themselves. Throws `invalid-state` for a key that is not disabled.
 */
export async function deleteAccessKey(ctx: Context, { id, ownerName, typedId }: DeleteAccessKeyInput): Promise<void> {
  const allowed = authorize(ctx, "ram:DeleteAccessKey", accessKeysResource(ctx, ownerName));
  requireRootForRootKeys(allowed, ownerName);
  if (typedId !== id) throw invalidField("access-key", "typedId", "idMismatch");
  requireStepUp(allowed, "access-keys");
  await withTransaction(allowed, async (tx) => {
    const owner = await lockKeyOwner(tx, allowed, ownerName);
    const { key } = await findKeyOf(tx, allowed, owner, { id });
    if (key.state === "active" && allowed.actor.type !== "access-key") {
      throw new DomainError("invalid-state", "access-key", { reason: "keyDisableFirst" });
    }
    await spendStepUp(tx, allowed, "access-keys");
    await removeAccessKey(tx, allowed, id);
    await recordAudit(tx, allowed, {
      action: "ram:DeleteAccessKey",
      resource: id,
      subAccountId: owner.subAccountId,
      before: { owner: ownerName, name: key.name, state: key.state },
    });
  });
}
