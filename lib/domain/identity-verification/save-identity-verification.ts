import "server-only";
import { and, eq } from "drizzle-orm";
import { identityDocuments } from "@/db/schema/identity-documents";
import { identityVerifications } from "@/db/schema/identity-verifications";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { lockAccount } from "@/lib/domain/accounts/steps";
import { sealForAccount } from "@/lib/foundation/data-keys";
import { newId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { blindIndex } from "./blind-index";
import { removeDocumentFiles } from "./keep-documents-by-file";
import { listDocuments, listSubmissions, type SubmissionRow } from "./lookups";
import { requiredSlots, stateAfter } from "./rules";
import type { SaveIdentityVerificationInput, VerificationKind } from "./schema";
import { dropDocuments } from "./steps";

/**
 * Keeps the details as the account's draft; saving the same again changes nothing. After a rejection a new draft
 * begins, with the documents that were not refused. Throws `invalid-state` while submitted and once approved.
 */
export async function saveIdentityVerification(ctx: Context, input: SaveIdentityVerificationInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:SaveIdentityVerification", identityVerificationResource(ctx));
  const orphans = await withTransaction(allowed, async (tx) => {
    const { verification, name } = await lockAccount(tx, allowed);
    stateAfter(verification, "edit");
    const [newest] = await listSubmissions(tx, allowed.accountId, 1);
    const draft = newest?.state === "draft" ? newest : undefined;
    const id = draft?.id ?? newId(allowed.now.getTime());
    await writeDraft(tx, allowed, id, draft, input);
    if (!draft && newest) await carryDocuments(tx, allowed, newest, { id, kind: input.kind });
    await recordAudit(tx, allowed, {
      action: "espalier:SaveIdentityVerification",
      resource: name,
      ...(draft && { before: { kind: draft.kind } }),
      after: { kind: input.kind },
    });
    return draft ? dropUnneededDocuments(tx, allowed, draft.id, input.kind) : [];
  });
  await removeDocumentFiles(orphans);
}

async function writeDraft(
  tx: Tx,
  allowed: Allowed,
  id: string,
  draft: SubmissionRow | undefined,
  { intent: _, kind, ...fields }: SaveIdentityVerificationInput,
): Promise<void> {
  const { accountId, now } = allowed;
  const number = "documentNumber" in fields ? fields.documentNumber : fields.registrationNumber;
  const sealedFields = await sealForAccount(
    tx,
    { accountId, purpose: "identity-fields", row: id },
    JSON.stringify(fields),
  );
  const values = { kind, sealedFields, numberIndex: number === "" ? "" : blindIndex(number), updatedAt: now };
  if (!draft) {
    await tx.insert(identityVerifications).values({ accountId, id, createdAt: now, ...values });
    return;
  }
  await tx
    .update(identityVerifications)
    .set(values)
    .where(and(eq(identityVerifications.accountId, accountId), eq(identityVerifications.id, id)));
}

async function carryDocuments(
  tx: Tx,
  { accountId, now }: Allowed,
  rejected: SubmissionRow,
  { id: verificationId, kind }: { id: string; kind: VerificationKind },
): Promise<void> {
  const carried = (await listDocuments(tx, accountId, rejected.id)).filter(
    ({ slot, rejectedReason }) => rejectedReason === "" && requiredSlots[kind].includes(slot),
  );
  if (carried.length === 0) return;
  await tx
    .insert(identityDocuments)
    .values(carried.map((row) => ({ ...row, id: newId(now.getTime()), verificationId })));
}

/** A person's draft that becomes a company's keeps nothing it no longer needs. */
async function dropUnneededDocuments(tx: Tx, allowed: Allowed, draftId: string, kind: VerificationKind) {
  const documents = await listDocuments(tx, allowed.accountId, draftId);
  return dropDocuments(
    tx,
    allowed,
    documents.filter(({ slot }) => !requiredSlots[kind].includes(slot)),
  );
}
