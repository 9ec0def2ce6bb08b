import { foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, bytes, createdAt, idColumn, moment, oneOf } from "./columns";

export const verificationKinds = ["personal", "enterprise"] as const;

export const submissionStates = ["draft", "submitted", "approved", "rejected"] as const;

/** One submission of who the account is: a draft, then submitted, then decided. A rejected one is followed by a new draft. */
export const identityVerifications = app.table(
  "identity_verifications",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    kind: text("kind", { enum: verificationKinds }).notNull(),
    state: text("state", { enum: submissionStates }).notNull().default("draft"),
    /** The form's fields as one sealed JSON document: names, numbers, address. */
    sealedFields: bytes("sealed_fields").notNull(),
    /** Blind index of the identity or licence number: finds the same one in another account without opening it. */
    numberIndex: text("number_index").notNull().default(""),
    reason: text("reason").notNull().default(""),
    submittedAt: moment("submitted_at"),
    decidedAt: moment("decided_at"),
    decidedBy: text("decided_by"),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("identity_verifications", t.kind, verificationKinds),
    oneOf("identity_verifications", t.state, submissionStates),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // The account's newest submission.
    index("identity_verifications_account_id_created_at_idx").on(t.accountId, t.createdAt),
    // The operator's queue across accounts, oldest first.
    index("identity_verifications_state_submitted_at_idx").on(t.state, t.submittedAt, t.id),
    // Operators are warned when another account carries the same number.
    index("identity_verifications_number_index_idx").on(t.numberIndex),
  ],
);
