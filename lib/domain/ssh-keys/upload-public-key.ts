import "server-only";
import { sshKeys } from "@/db/schema/ssh-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { subAccountResource } from "@/lib/authorization/resources";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockPublicKeyOwner, publicKeysOf } from "./lookups";
import { parsePublicKey } from "./parse-public-key";
import { expiryAfter, requireRoomForPublicKey } from "./rules";
import type { UploadPublicKeyInput } from "./schema";
import { orderReminders } from "./steps";

/**
 * Lets a sub-account log in with one more key, for itself or by an administrator. Throws `invalid-input` on field
 * `publicKey` with the parser's reason, `already-exists` for a key it has, `limit-reached` for an eleventh. What was
 * pasted is neither stored nor logged: only what the parser read.
 */
export async function uploadPublicKey(ctx: Context, input: UploadPublicKeyInput): Promise<{ id: string }> {
  const { subAccountName, name, publicKey, expiresInDays } = input;
  const allowed = authorize(ctx, "ram:UploadPublicKey", subAccountResource(ctx, subAccountName));
  const { key, refusal } = parsePublicKey(publicKey);
  if (refusal) throw invalidField("ssh-key", "publicKey", refusal);
  requireStepUp(allowed, "ssh-keys");
  const { type, blob, bits, fingerprint, comment } = key;
  const id = newId(allowed.now.getTime());
  const { accountId, now } = allowed;
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const subAccountId = await lockPublicKeyOwner(tx, allowed, subAccountName);
    const present = await publicKeysOf(tx, allowed, subAccountId);
    if (present.some((one) => one.fingerprint === fingerprint)) {
      throw new DomainError("already-exists", "ssh-key", {
        reason: "publicKeyPresent",
        details: { field: "publicKey" },
      });
    }
    requireRoomForPublicKey(present.length);
    const expiresAt = expiryAfter(expiresInDays, now);
    const shown = name || comment || fingerprint.slice(0, 20);
    await tx.insert(sshKeys).values({
      ...{ accountId, id, subAccountId, name: shown, type, blob, fingerprint, bits, comment },
      ...{ addedBy: allowed.actor.name, expiresAt, createdAt: now },
    });
    await orderReminders(tx, allowed, { id, expiresAt });
    await recordAudit(tx, allowed, {
      action: "ram:UploadPublicKey",
      resource: fingerprint,
      subAccountId,
      after: { owner: subAccountName, name: shown, type, bits, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { id };
  });
}
