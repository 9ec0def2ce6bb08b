import "server-only";
import type { Allowed } from "@/lib/authorization/authorize";
import { type SealedFor, sealForAccount } from "@/lib/foundation/data-keys";
import { invalidField } from "@/lib/foundation/errors";
import { OutcomeUnknown, withReadTransaction } from "@/lib/foundation/transaction";
import { type InspectedDocument, inspectDocument } from "./inspect-document";
import { newFileName, removeDocumentFiles, writeDocumentFile } from "./keep-documents-by-file";

/** Throws `invalid-input` on `field` for what is not a whole PDF, JPEG or PNG. */
export async function inspectFile(noun: string, field: string, file: File): Promise<InspectedDocument> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const inspection = await inspectDocument({ fileName: file.name, declaredType: file.type, bytes });
  if (!inspection.ok) throw invalidField(noun, field, inspection.problem);
  return inspection.document;
}

/**
 * Writes a document's bytes, sealed, and has `work` write the row that names the file; where it does not (`kept` is
 * false, or it throws), the file goes again.
 */
export async function keepSealedDocument<R>(
  allowed: Allowed,
  purpose: SealedFor["purpose"],
  { bytes }: InspectedDocument,
  work: (storedAs: string) => Promise<{ kept: boolean; result: R }>,
): Promise<R> {
  const storedAs = newFileName();
  const sealed = await withReadTransaction(allowed, (tx) =>
    sealForAccount(tx, { accountId: allowed.accountId, purpose, row: storedAs }, bytes),
  );
  await writeDocumentFile(storedAs, sealed);
  try {
    const { kept, result } = await work(storedAs);
    if (!kept) await removeDocumentFiles([storedAs]);
    return result;
  } catch (error) {
    // Where the row may stand after all, its file stays.
    if (!(error instanceof OutcomeUnknown)) await removeDocumentFiles([storedAs]);
    throw error;
  }
}
