import * as z from "zod";
import { Phone } from "@/lib/domain/accounts/contact-schema";
import type { AccountId } from "@/lib/foundation/ids";
import { boundedText } from "@/lib/foundation/text-schema";
import { isCreditCode, isResidentId, normalizeNumber } from "./check-identity-number";

export const verificationKinds = ["personal", "enterprise"] as const;
export type VerificationKind = (typeof verificationKinds)[number];

export const documentTypes = ["resident-id", "passport", "travel-permit", "other"] as const;
export const registrationTypes = ["credit-code", "other"] as const;

const number = z
  .string()
  .max(200, "tooLong")
  .transform(normalizeNumber)
  .refine((value) => value.length <= 40, { error: "tooLong", params: { max: 40 } })
  .refine((value) => /^[0-9A-Z()/.]*$/.test(value), "identityNumber");
const givenNumber = number.refine((value) => value !== "", "required");
const address = (min: number) => boundedText(300, { min, multiline: true });

/** A draft may be as unfinished as it likes; `continue` asks for everything. */
const PersonalDraft = z.strictObject({
  kind: z.literal("personal"),
  intent: z.literal("save"),
  legalName: boundedText(100, { min: 0 }).default(""),
  documentType: z.enum(["", ...documentTypes]).default(""),
  documentNumber: number.default(""),
  address: address(0).default(""),
});
const Personal = z
  .strictObject({
    kind: z.literal("personal"),
    intent: z.literal("continue"),
    legalName: boundedText(100),
    documentType: z.enum(documentTypes, "chooseOne"),
    documentNumber: givenNumber,
    address: address(1),
  })
  .refine(({ documentType, documentNumber }) => documentType !== "resident-id" || isResidentId(documentNumber), {
    path: ["documentNumber"],
    error: "residentIdNumber",
  });

const EnterpriseDraft = z.strictObject({
  kind: z.literal("enterprise"),
  intent: z.literal("save"),
  companyName: boundedText(200, { min: 0 }).default(""),
  registrationType: z.enum(["", ...registrationTypes]).default(""),
  registrationNumber: number.default(""),
  legalRepresentative: boundedText(100, { min: 0 }).default(""),
  address: address(0).default(""),
  contactName: boundedText(100, { min: 0 }).default(""),
  contactPhone: boundedText(40, { min: 0 }).default(""),
});
const Enterprise = z
  .strictObject({
    kind: z.literal("enterprise"),
    intent: z.literal("continue"),
    companyName: boundedText(200),
    registrationType: z.enum(registrationTypes, "chooseOne"),
    registrationNumber: givenNumber,
    legalRepresentative: boundedText(100),
    address: address(1),
    contactName: boundedText(100),
    contactPhone: Phone,
  })
  .refine(
    ({ registrationType, registrationNumber: code }) => registrationType !== "credit-code" || isCreditCode(code),
    {
      path: ["registrationNumber"],
      error: "creditCode",
    },
  );

const CompleteDetails = z.union([Personal, Enterprise]);

/** The details form, in the strings a form sends; without a pressed button it is judged as a draft. */
export const SaveIdentityVerificationInput = z.preprocess(
  (form) => (typeof form === "object" && form !== null ? { intent: "save", ...form } : form),
  z.discriminatedUnion("kind", [
    z.discriminatedUnion("intent", [PersonalDraft, Personal]),
    z.discriminatedUnion("intent", [EnterpriseDraft, Enterprise]),
  ]),
);
export type SaveIdentityVerificationInput = z.output<typeof SaveIdentityVerificationInput>;

/** What was typed of one kind, field by field in the order of the form. */
export type IdentityFields = Record<string, string>;

export const fieldNames = {
  personal: ["legalName", "documentType", "documentNumber", "address"],
  enterprise: [
    "companyName",
    "registrationType",
    "registrationNumber",
    "legalRepresentative",
    "address",
    "contactName",
    "contactPhone",
  ],
} as const satisfies Record<VerificationKind, readonly string[]>;

export function areDetailsComplete(kind: VerificationKind, fields: IdentityFields): boolean {
  return CompleteDetails.safeParse({ kind, intent: "continue", ...fields }).success;
}

export const documentSlots = ["identity-front", "identity-back", "business-licence"] as const;
export type DocumentSlot = (typeof documentSlots)[number];

/** security.md §1.13; the browser tells before it sends. */
export const documentBytesMax = 5 * 2 ** 20;

/** What a browser sends for a field without a file: nothing, of no type and no name, or, by a script, of the name "undefined". */
const isNoFile = (value: unknown) =>
  value instanceof File && value.size === 0 && (value.name === "" || value.type === "application/octet-stream");

const chosenFile = z
  .custom<File>((value) => value instanceof File && !isNoFile(value), "fileMissing")
  .refine((file) => file.size <= documentBytesMax, { error: "fileTooLarge", params: { max: "5 MB" } })
  .refine((file) => boundedText(200).safeParse(file.name).success, "fileName");

/** A document, or none. */
export const chosenFileOrNone = z
  .preprocess((value) => (isNoFile(value) ? undefined : value), chosenFile.optional())
  .optional();

export const UploadIdentityDocumentInput = z.strictObject({ slot: z.enum(documentSlots), file: chosenFile });
export type UploadIdentityDocumentInput = z.output<typeof UploadIdentityDocumentInput>;

export const DeleteIdentityDocumentInput = z.strictObject({ id: z.uuid() });
export const SubmitIdentityVerificationInput = z.strictObject({});

const accountId = z.uuid().transform((value) => value as AccountId);
export const AccountAddress = z.object({ accountId });
export const DocumentAddress = z.object({ id: z.uuid() });

export const ApproveIdentityVerificationInput = z.strictObject({ accountId, verificationId: z.uuid() });
export type ApproveIdentityVerificationInput = z.output<typeof ApproveIdentityVerificationInput>;

export const rejectionCodes = ["documents", "details", "more", "other"] as const;
export type RejectionCode = (typeof rejectionCodes)[number];
export const documentRejectionCodes = [
  "unreadable",
  "incomplete",
  "expired",
  "wrongDocument",
  "nameDiffers",
  "numberDiffers",
  "other",
] as const;
export type DocumentRejectionCode = (typeof documentRejectionCodes)[number];

const note = boundedText(500, { min: 0, multiline: true }).default("");
const documentCode = z.enum(["", ...documentRejectionCodes]).default("");

/** The rejection form: a general reason, and one for each document that is refused. */
export const RejectIdentityVerificationForm = z
  .strictObject({
    accountId,
    verificationId: z.uuid(),
    reason: z.enum(rejectionCodes, "chooseOne"),
    note,
    "identity-front": documentCode,
    "identity-front-note": note,
    "identity-back": documentCode,
    "identity-back-note": note,
    "business-licence": documentCode,
    "business-licence-note": note,
  })
  .superRefine((form, issues) => {
    const demand = (path: string) => issues.addIssue({ code: "custom", path: [path], message: "reasonNote" });
    if (form.reason === "other" && form.note === "") demand("note");
    for (const slot of documentSlots) {
      if (form[slot] === "other" && form[`${slot}-note`] === "") demand(`${slot}-note`);
      if (form[slot] === "" && form[`${slot}-note`] !== "") {
        issues.addIssue({ code: "custom", path: [slot], message: "chooseOne" });
      }
    }
    if (form.reason === "documents" && documentSlots.every((slot) => form[slot] === "")) {
      issues.addIssue({ code: "custom", path: ["reason"], message: "reasonDocuments" });
    }
  })
  .transform(({ accountId: account, verificationId, reason, note: words, ...rest }) => ({
    accountId: account,
    verificationId,
    reason: { code: reason, note: words },
    documents: Object.fromEntries(
      documentSlots.flatMap((slot) =>
        rest[slot] === "" ? [] : [[slot, { code: rest[slot], note: rest[`${slot}-note`] }]],
      ),
    ) as RejectedDocuments,
  }));

export interface Reason<Code extends string = string> {
  code: Code;
  note: string;
}
export type RejectedDocuments = Partial<Record<DocumentSlot, Reason<DocumentRejectionCode>>>;
export interface RejectIdentityVerificationInput {
  accountId: AccountId;
  verificationId: string;
  reason: Reason<RejectionCode>;
  documents: RejectedDocuments;
}

const queueStates = ["submitted", "approved", "rejected", "all"] as const;

/** The queue's address: every field falls back, so that a bad URL is a default and not an error. */
export const IdentityVerificationFilter = z.object({
  state: z.enum(queueStates).catch("submitted"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type IdentityVerificationFilter = z.output<typeof IdentityVerificationFilter>;
