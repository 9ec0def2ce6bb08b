import "server-only";
import { and, eq } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { identityVerifications } from "@/db/schema/identity-verifications";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { listDocuments, lockDraft, openFields, type SubmissionRow } from "./lookups";
import { requiredSlots } from "./rules";
import { areDetailsComplete } from "./schema";

/** Hands the draft to the operators; nothing can be changed until they decide. Throws `invalid-state` for an unfinished one. */
export async function submitIdentityVerification(ctx: Context): Promise<{ id: string }> {
  const allowed = authorize(ctx, "espalier:SubmitIdentityVerification", identityVerificationResource(ctx));
  const { accountId, now } = allowed;
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, {});
    const draft = await lockDraft(tx, allowed, "submit");
    await requireComplete(tx, draft);
    await tx
      .update(identityVerifications)
      .set({ state: "submitted", submittedAt: now, updatedAt: now })
      .where(and(eq(identityVerifications.accountId, accountId), eq(identityVerifications.id, draft.id)));
    await tx.update(accounts).set({ verification: "submitted" }).where(eq(accounts.accountId, accountId));
    await recordAudit(tx, allowed, {
      action: "espalier:SubmitIdentityVerification",
      resource: allowed.account.name,
      after: { verification: "submitted", kind: draft.kind, verificationId: draft.id },
    });
    return { id: draft.id };
  });
}

async function requireComplete(tx: Tx, draft: SubmissionRow): Promise<void> {
  if (!areDetailsComplete(draft.kind, await openFields(tx, draft))) {
    throw new DomainError("invalid-state", "identity-verification", { reason: "identityDetailsIncomplete" });
  }
  const documents = await listDocuments(tx, draft.accountId, draft.id);
  if (!requiredSlots[draft.kind].every((slot) => documents.some((document) => document.slot === slot))) {
    throw new DomainError("invalid-state", "identity-verification", { reason: "identityDocumentsMissing" });
  }
}
