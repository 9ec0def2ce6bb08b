import { foreignKey, integer, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt, idColumn, oneOf } from "./columns";
import { identityVerifications } from "./identity-verifications";

export const documentSlots = ["identity-front", "identity-back", "business-licence"] as const;

export const documentMediaTypes = ["application/pdf", "image/jpeg", "image/png"] as const;

/** A document of a submission. Its bytes lie sealed under a random name in the data directory. */
export const identityDocuments = app.table(
  "identity_documents",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    verificationId: uuid("verification_id").notNull(),
    slot: text("slot", { enum: documentSlots }).notNull(),
    fileName: text("file_name").notNull(),
    mediaType: text("media_type", { enum: documentMediaTypes }).notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    sha256: text("sha256").notNull(),
    storedAs: text("stored_as").notNull(),
    rejectedReason: text("rejected_reason").notNull().default(""),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("identity_documents", t.slot, documentSlots),
    oneOf("identity_documents", t.mediaType, documentMediaTypes),
    foreignKey({
      columns: [t.accountId, t.verificationId],
      foreignColumns: [identityVerifications.accountId, identityVerifications.id],
    }),
    // One document a slot: a new upload replaces the old one.
    uniqueIndex("identity_documents_account_id_verification_id_slot_idx").on(t.accountId, t.verificationId, t.slot),
  ],
);
