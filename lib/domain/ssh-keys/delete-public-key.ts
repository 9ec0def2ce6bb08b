import "server-only";
import { and, eq } from "drizzle-orm";
import { sshKeys } from "@/db/schema/ssh-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { findPublicKey, lockPublicKeyOwner } from "./lookups";
import type { DeletePublicKeyInput } from "./schema";

/** Removes a key: the next login with it finds no line. It can be uploaded again, so nothing more is asked. */
export async function deletePublicKey(ctx: Context, { subAccountName, id }: DeletePublicKeyInput): Promise<void> {
  const allowed = authorize(ctx, "ram:DeletePublicKey", subAccountResource(ctx, subAccountName));
  await withTransaction(allowed, async (tx) => {
    const subAccountId = await lockPublicKeyOwner(tx, allowed, subAccountName);
    const { fingerprint, name } = await findPublicKey(tx, allowed, subAccountId, id);
    await tx.delete(sshKeys).where(and(eq(sshKeys.accountId, allowed.accountId), eq(sshKeys.id, id)));
    await recordAudit(tx, allowed, {
      action: "ram:DeletePublicKey",
      resource: fingerprint,
      subAccountId,
      before: { owner: subAccountName, name },
    });
  });
}
