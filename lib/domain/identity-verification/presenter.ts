import "server-only";
import type { DocumentRow, SubmissionRow } from "./lookups";
import { requiredSlots, textToReason } from "./rules";
import {
  areDetailsComplete,
  type DocumentRejectionCode,
  type DocumentSlot,
  documentRejectionCodes,
  type IdentityFields,
  type Reason,
  type RejectionCode,
  rejectionCodes,
  type VerificationKind,
} from "./schema";

export interface DocumentView {
  id: string;
  slot: DocumentSlot;
  fileName: string;
  mediaType: "application/pdf" | "image/jpeg" | "image/png";
  sizeBytes: number;
  createdAt: Date;
  rejection: Reason<DocumentRejectionCode> | undefined;
}

export interface SubmissionView {
  id: string;
  kind: VerificationKind;
  state: "draft" | "submitted" | "approved" | "rejected";
  reason: Reason<RejectionCode> | undefined;
  submittedAt: Date | null;
  decidedAt: Date | null;
  updatedAt: Date;
  /** One entry for each slot of its kind, in the order of the page. */
  documents: { slot: DocumentSlot; document: DocumentView | undefined }[];
}

export interface OpenedSubmission extends SubmissionView {
  fields: IdentityFields;
  detailsComplete: boolean;
}

export function presentSubmission(row: SubmissionRow, documents: readonly DocumentRow[]): SubmissionView {
  const { id, kind, state, submittedAt, decidedAt, updatedAt } = row;
  const own = documents.filter(({ verificationId }) => verificationId === id);
  return {
    id,
    kind,
    state,
    reason: textToReason(row.reason, rejectionCodes),
    submittedAt,
    decidedAt,
    updatedAt,
    documents: requiredSlots[kind].map((slot) => {
      const document = own.find((one) => one.slot === slot);
      return { slot, document: document && presentDocument(document) };
    }),
  };
}

export function presentOpened(
  row: SubmissionRow,
  documents: readonly DocumentRow[],
  fields: IdentityFields,
): OpenedSubmission {
  return { ...presentSubmission(row, documents), fields, detailsComplete: areDetailsComplete(row.kind, fields) };
}

function presentDocument(row: DocumentRow): DocumentView {
  const { id, slot, fileName, mediaType, sizeBytes, createdAt } = row;
  return {
    id,
    slot,
    fileName,
    mediaType,
    sizeBytes,
    createdAt,
    rejection: textToReason(row.rejectedReason, documentRejectionCodes),
  };
}
