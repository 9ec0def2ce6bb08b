import { index, primaryKey, text } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt } from "./columns";

/** A form or call that took effect, written in the effect's own transaction: sent again, it changes nothing. */
export const idempotencyKeys = app.table(
  "idempotency_keys",
  {
    accountId: accountIdColumn(),
    principal: text("principal").notNull(),
    key: text("key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.principal, t.key] }),
    // What is old enough to be forgotten.
    index("idempotency_keys_account_id_created_at_idx").on(t.accountId, t.createdAt),
  ],
);
