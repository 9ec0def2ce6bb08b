import "server-only";
import { and, eq } from "drizzle-orm";
import { accessKeys, type KeyNetworkPolicy } from "@/db/schema/access-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accessKeysResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { findKeyOf, lockKeyOwner } from "./lookups";
import {
  describeNetworkPolicy,
  editedNetworkPolicy,
  expiryIn,
  maySign,
  requireRoomForActive,
  requireRootForRootKeys,
  standingOf,
} from "./rules";
import type { EditAccessKeyInput } from "./schema";

/** Changes a key's name, note, expiry and the addresses it may call from. Its id and secret never change. */
export async function editAccessKey(ctx: Context, input: EditAccessKeyInput): Promise<void> {
  const { id, ownerName, name, note, expiresInDays } = input;
  const allowed = authorize(ctx, "ram:UpdateAccessKey", accessKeysResource(ctx, ownerName));
  requireRootForRootKeys(allowed, ownerName);
  await withTransaction(allowed, async (tx) => {
    const { now } = allowed;
    const owner = await lockKeyOwner(tx, allowed, ownerName);
    const { key, others } = await findKeyOf(tx, allowed, owner, { id });
    const networkPolicy = editedNetworkPolicy(key.networkPolicy, input.addresses);
    const expiresAt = expiresInDays === "keep" ? key.expiresAt : expiryIn(expiresInDays, now);
    // An expired key that is given time comes to life again: that takes one of the two places.
    const revives = maySign(standingOf({ ...key, expiresAt }, now)) && !maySign(standingOf(key, now));
    if (revives) requireRoomForActive(others, now);
    await tx
      .update(accessKeys)
      .set({ name, note, expiresAt, networkPolicy, updatedAt: now })
      .where(and(eq(accessKeys.accountId, allowed.accountId), eq(accessKeys.id, id)));
    await recordAudit(tx, allowed, {
      action: "ram:UpdateAccessKey",
      resource: id,
      subAccountId: owner.subAccountId,
      before: factsOf(key.name, key.expiresAt, key.networkPolicy),
      after: { owner: ownerName, ...factsOf(name, expiresAt, networkPolicy) },
    });
  });
}

function factsOf(name: string, expiresAt: Date | null, networkPolicy: KeyNetworkPolicy | null) {
  return { name, expiresAt: expiresAt?.toISOString() ?? null, addresses: describeNetworkPolicy(networkPolicy) };
}
