import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { removeDocumentFiles } from "./keep-documents-by-file";
import { listDocuments, lockDraft } from "./lookups";
import { dropDocuments } from "./steps";

/** Takes a document out of the draft and its file from the disk. Throws `not-found` for any other document. */
export async function deleteIdentityDocument(ctx: Context, { id }: { id: string }): Promise<void> {
  const allowed = authorize(ctx, "espalier:DeleteIdentityDocument", identityVerificationResource(ctx));
  const orphans = await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { id });
    const draft = await lockDraft(tx, allowed, "edit");
    const document = (await listDocuments(tx, allowed.accountId, draft.id)).find((row) => row.id === id);
    if (!document) throw new DomainError("not-found", "identity-document");
    await recordAudit(tx, allowed, {
      action: "espalier:DeleteIdentityDocument",
      resource: allowed.account.name,
      before: { slot: document.slot },
    });
    return dropDocuments(tx, allowed, [document]);
  });
  await removeDocumentFiles(orphans);
}
