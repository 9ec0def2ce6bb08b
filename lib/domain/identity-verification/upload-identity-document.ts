import "server-only";
import { identityDocuments } from "@/db/schema/identity-documents";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import type { InspectedDocument } from "./inspect-document";
import { removeDocumentFiles } from "./keep-documents-by-file";
import { inspectFile, keepSealedDocument } from "./keep-sealed-document";
import { listDocuments, lockDraft } from "./lookups";
import { requiredSlots, stateAfter } from "./rules";
import type { DocumentSlot, UploadIdentityDocumentInput } from "./schema";
import { dropDocuments } from "./steps";

/**
 * Keeps a document of the draft, sealed, in place of the one in the same slot. Throws `invalid-input` on field `file`
 * for what is not a whole PDF, JPEG or PNG, `invalid-state` where there is no draft to add to.
 */
export async function uploadIdentityDocument(ctx: Context, input: UploadIdentityDocumentInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:UploadIdentityDocument", identityVerificationResource(ctx));
  // Judged again behind the lock: here it only spares the decoding.
  stateAfter(ctx.account.verification, "edit");
  const document = await inspectFile("identity-document", "file", input.file);
  const replaced = await keepSealedDocument(allowed, "identity-document", document, async (storedAs) => ({
    kept: true,
    result: await withTransaction(allowed, (tx) =>
      replaceDocument(tx, allowed, { slot: input.slot, fileName: input.file.name, storedAs, document }),
    ),
  }));
  await removeDocumentFiles(replaced);
}

interface KeptDocument {
  slot: DocumentSlot;
  fileName: string;
  storedAs: string;
  document: InspectedDocument;
}

async function replaceDocument(tx: Tx, allowed: Allowed, kept: KeptDocument): Promise<string[]> {
  const { accountId, now } = allowed;
  const { slot, fileName, storedAs, document } = kept;
  const draft = await lockDraft(tx, allowed, "edit");
  if (!requiredSlots[draft.kind].includes(slot)) throw new DomainError("invalid-input", "identity-document");
  const before = (await listDocuments(tx, accountId, draft.id)).filter((row) => row.slot === slot);
  if (before.some(({ sha256 }) => sha256 === document.sha256)) throw new AlreadyDone("this document is kept already");
  const orphans = await dropDocuments(tx, allowed, before);
  const { mediaType, sha256 } = document;
  const sizeBytes = document.bytes.length;
  await tx.insert(identityDocuments).values({
    accountId,
    id: newId(now.getTime()),
    verificationId: draft.id,
    slot,
    fileName,
    mediaType,
    sizeBytes,
    sha256,
    storedAs,
    createdAt: now,
  });
  await recordAudit(tx, allowed, {
    action: "espalier:UploadIdentityDocument",
    resource: allowed.account.name,
    after: { slot, mediaType, sizeBytes },
  });
  return orphans;
}
