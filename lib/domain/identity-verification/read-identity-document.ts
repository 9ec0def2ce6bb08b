import "server-only";
import { and, eq } from "drizzle-orm";
import { identityDocuments } from "@/db/schema/identity-documents";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { openForAccount } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { withReadTransaction, withTransaction } from "@/lib/foundation/transaction";
import { readDocumentFile } from "./keep-documents-by-file";
import type { DocumentSlot } from "./schema";

interface OpenedDocument {
  slot: DocumentSlot;
  mediaType: "application/pdf" | "image/jpeg" | "image/png";
  bytes: Buffer;
}

/**
 * The content of one document. Every reading is in the account's audit log before a byte leaves. Throws the same
 * `not-found` for another account's and for a made-up id.
 */
export async function readIdentityDocument(ctx: Context, { id }: { id: string }): Promise<OpenedDocument> {
  const allowed = authorize(ctx, "espalier:ReadIdentityDocument", identityVerificationResource(ctx));
  const { accountId } = allowed;
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx
      .select()
      .from(identityDocuments)
      .where(and(eq(identityDocuments.accountId, accountId), eq(identityDocuments.id, id))),
  );
  if (!row) throw new DomainError("not-found", "identity-document");
  const { slot, mediaType, storedAs } = row;
  const sealed = await readDocumentFile(storedAs);
  const bytes = await withTransaction(allowed, async (tx) => {
    await recordAudit(tx, allowed, {
      action: "espalier:ReadIdentityDocument",
      resource: allowed.account.name,
      after: { slot, documentId: id },
    });
    return openForAccount(tx, { accountId, purpose: "identity-document", row: storedAs }, sealed);
  });
  return { slot, mediaType, bytes };
}
