import { foreignKey, index, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, moment, oneOf } from "./columns";
import { documentMediaTypes } from "./identity-documents";
import { topUps } from "./top-ups";

/** What a top-up was credited for: the bank's slip, or its like. Its bytes lie sealed under a random name in the data directory. */
export const topUpEvidence = app.table(
  "top_up_evidence",
  {
    accountId: accountIdColumn(),
    topUpId: uuid("top_up_id").notNull(),
    fileName: text("file_name").notNull(),
    mediaType: text("media_type", { enum: documentMediaTypes }).notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    sha256: text("sha256").notNull(),
    storedAs: text("stored_as").notNull(),
    keptBy: text("kept_by").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.topUpId] }),
    // Whether a slip is another top-up's already, of whichever account.
    index("top_up_evidence_sha256_idx").on(t.sha256),
    oneOf("top_up_evidence", t.mediaType, documentMediaTypes),
    foreignKey({ columns: [t.accountId, t.topUpId], foreignColumns: [topUps.accountId, topUps.id] }),
  ],
);
