import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accessKeysResource } from "@/lib/authorization/resources";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockActiveKeyOwner, readKeysOf } from "./lookups";
import { describeNetworkPolicy, expiryIn, networkPolicyOf, requireRoomForNew, requireRootForRootKeys } from "./rules";
import type { CreateAccessKeyInput } from "./schema";
import { type IssuedAccessKey, issueAccessKey, tellOwner } from "./steps";

/**
 * A new key of a sub-account or, without an owner's name, of the root user. The secret is in the answer and nowhere
 * else in clear. Throws `limit-reached` for a third active key.
 */
export async function createAccessKey(ctx: Context, input: CreateAccessKeyInput): Promise<IssuedAccessKey> {
  const { ownerName, name, note } = input;
  const allowed = authorize(ctx, "ram:CreateAccessKey", accessKeysResource(ctx, ownerName));
  requireRootForRootKeys(allowed, ownerName);
  requireStepUp(allowed, "access-keys");
  const networkPolicy = networkPolicyOf(input.addresses);
  const expiresAt = expiryIn(input.expiresInDays, allowed.now);
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const owner = await lockActiveKeyOwner(tx, allowed, ownerName);
    requireRoomForNew(await readKeysOf(tx, allowed, owner), allowed.now);
    const issued = await issueAccessKey(tx, allowed, owner, { name, note, expiresAt, networkPolicy });
    await tellOwner(tx, allowed, owner, issued.accessKey.id);
    await recordAudit(tx, allowed, {
      action: "ram:CreateAccessKey",
      resource: issued.accessKey.id,
      subAccountId: owner.subAccountId,
      after: {
        owner: ownerName,
        name,
        expiresAt: expiresAt?.toISOString() ?? null,
        addresses: describeNetworkPolicy(networkPolicy),
      },
    });
    return issued;
  });
}
