import "server-only";
import { and, eq } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accessKeysResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { enqueue } from "@/lib/foundation/queue";
import { withTransaction } from "@/lib/foundation/transaction";
import { retireAccessKeyJob } from "./jobs";
import { findKeyOf, lockActiveKeyOwner } from "./lookups";
import { requireRoomForNew, requireRootForRootKeys, standingOf } from "./rules";
import type { RotateAccessKeyInput } from "./schema";
import { type IssuedAccessKey, issueAccessKey, setKeyState, tellOwner } from "./steps";

const hourMs = 3_600_000;

/**
 * Makes the key that takes another one's place: both work until the grace is over, then the old one stops by itself;
 * without a grace it stops now. Where two keys are active already, `retires` names the other one, which stops now.
 */
export async function rotateAccessKey(ctx: Context, input: RotateAccessKeyInput): Promise<IssuedAccessKey> {
  const { id, ownerName, graceHours, retires } = input;
  const resource = accessKeysResource(ctx, ownerName);
  authorize(ctx, "ram:UpdateAccessKey", resource);
  const allowed = authorize(ctx, "ram:CreateAccessKey", resource);
  requireRootForRootKeys(allowed, ownerName);
  requireStepUp(allowed, "access-keys");
  const { accountId, now } = allowed;
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const owner = await lockActiveKeyOwner(tx, allowed, ownerName);
    const { key, others } = await findKeyOf(tx, allowed, owner, { id });
    if (standingOf(key, now) !== "active") {
      throw new DomainError("invalid-state", "access-key", { reason: "keyNotActive" });
    }
    const stays = others.filter((one) => one.id !== retires);
    if (retires && stays.length < others.length) await setKeyState(tx, allowed, retires, "disabled");
    const retiresAt = graceHours > 0 ? new Date(now.getTime() + graceHours * hourMs) : null;
    const old = retiresAt ? key : { ...key, state: "disabled" as const };
    const stopped = others.filter((one) => one.id === retires).map((one) => ({ ...one, state: "disabled" as const }));
    requireRoomForNew([...stays, ...stopped, old], now);
    const issued = await issueAccessKey(tx, allowed, owner, {
      ...{ name: key.name, note: key.note, networkPolicy: key.networkPolicy },
      expiresAt: key.expiresAt && new Date(now.getTime() + (key.expiresAt.getTime() - key.createdAt.getTime())),
    });
    await tx
      .update(accessKeys)
      .set({ state: old.state, successorId: issued.accessKey.id, retiresAt, updatedAt: now })
      .where(and(eq(accessKeys.accountId, accountId), eq(accessKeys.id, id)));
    if (retiresAt) await enqueue(tx, retireAccessKeyJob, { accountId, accessKeyId: id }, { startAfter: retiresAt });
    await tellOwner(tx, allowed, owner, issued.accessKey.id);
    await recordAudit(tx, allowed, {
      action: "ram:CreateAccessKey",
      resource: issued.accessKey.id,
      subAccountId: owner.subAccountId,
      after: { owner: ownerName, replaces: id, retiresAt: (retiresAt ?? now).toISOString(), disabled: retires || null },
    });
    return issued;
  });
}
