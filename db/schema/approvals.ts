import { sql } from "drizzle-orm";
import { bigint, check, date, foreignKey, index, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { OperatorId } from "@/lib/foundation/ids";
import { books } from "./books";
import { accountIdColumn, app, idColumn, micros, moment, oneOf, subAccountIdColumn } from "./columns";

export const approvalStates = ["open", "approved", "rejected", "withdrawn", "expired"] as const;
/** Goodwill above the operators' threshold, and debt that is given up, whatever it comes to. */
export const approvalKinds = ["goodwill", "write-off"] as const;
export const goodwillReasons = ["outage", "billing-error", "support", "commercial", "other"] as const;
export const approvalReasons = [...goodwillReasons, "uncollectible"] as const;

/** What takes two operators: one of them asked for it, and another one decides. */
export const approvals = app.table(
  "approvals",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    kind: text("kind", { enum: approvalKinds }).notNull().default("goodwill"),
    /** Goodwill is below zero, as the charge will be; a debt above. */
    amount: micros("amount").notNull(),
    subAccountId: subAccountIdColumn(),
    reference: text("reference").notNull(),
    reasonCode: text("reason_code", { enum: approvalReasons }).notNull(),
    reason: text("reason").notNull(),
    state: text("state", { enum: approvalStates }).notNull().default("open"),
    requestedById: uuid("requested_by_id").notNull().$type<OperatorId>(),
    requestedBy: text("requested_by").notNull(),
    requestedAt: moment("requested_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    decidedById: uuid("decided_by_id").$type<OperatorId>(),
    decidedBy: text("decided_by"),
    decidedAt: moment("decided_at"),
    /** Why it was rejected or withdrawn. */
    decisionReason: text("decision_reason"),
    /** The charge that goodwill became. */
    chargePeriod: date("charge_period"),
    chargeId: bigint("charge_id", { mode: "bigint" }),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [books.accountId] }),
    // A reference that was rejected, withdrawn or left to expire may be asked for again.
    uniqueIndex("approvals_account_id_reference_idx")
      .on(t.accountId, t.reference)
      .where(sql`${t.state} in ('open', 'approved')`),
    // What waits, for every operator.
    index("approvals_requested_at_id_idx").on(t.requestedAt, t.id),
    oneOf("approvals", t.state, approvalStates),
    oneOf("approvals", t.kind, approvalKinds),
    oneOf("approvals", t.reasonCode, approvalReasons),
    check("approvals_reference_check", sql`length(${t.reference}) between 1 and 200`),
    check(
      "approvals_two_people_check",
      sql`${t.state} not in ('approved', 'rejected') or coalesce(${t.decidedById} <> ${t.requestedById}, false)`,
    ),
    check(
      "approvals_charge_check",
      sql`${t.state} <> 'approved' or ${t.kind} <> 'goodwill' or ${t.chargeId} is not null`,
    ),
  ],
);
