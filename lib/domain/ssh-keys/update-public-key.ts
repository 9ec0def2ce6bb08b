import "server-only";
import { and, eq } from "drizzle-orm";
import { sshKeys } from "@/db/schema/ssh-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { subAccountResource } from "@/lib/authorization/resources";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { findPublicKey, lockPublicKeyOwner } from "./lookups";
import { expiryAfter } from "./rules";
import type { UpdatePublicKeyInput } from "./schema";
import { orderReminders } from "./steps";

/** Names a key anew, or moves its end: from now, never from when it was made. The key itself is never changed. */
export async function updatePublicKey(ctx: Context, input: UpdatePublicKeyInput): Promise<void> {
  const { subAccountName, id, name, expiresInDays } = input;
  const allowed = authorize(ctx, "ram:UpdatePublicKey", subAccountResource(ctx, subAccountName));
  requireStepUp(allowed, "ssh-keys");
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const subAccountId = await lockPublicKeyOwner(tx, allowed, subAccountName);
    const before = await findPublicKey(tx, allowed, subAccountId, id);
    const expiresAt = expiresInDays === "keep" ? before.expiresAt : expiryAfter(expiresInDays, allowed.now);
    const of = and(eq(sshKeys.accountId, allowed.accountId), eq(sshKeys.id, id));
    const isMoved = expiresAt?.getTime() !== before.expiresAt?.getTime();
    await tx
      .update(sshKeys)
      .set({ name, expiresAt, ...(isMoved && { remindedDays: null }) })
      .where(of);
    if (isMoved) await orderReminders(tx, allowed, { id, expiresAt });
    await recordAudit(tx, allowed, {
      action: "ram:UpdatePublicKey",
      resource: before.fingerprint,
      subAccountId,
      before: { name: before.name, expiresAt: before.expiresAt?.toISOString() ?? null },
      after: { name, expiresAt: expiresAt?.toISOString() ?? null },
    });
  });
}
