import { index, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { app, moment } from "./columns";

/** How often something was tried. Keys are HMACs: the table names nobody. */
export const throttleBuckets = app.table(
  "throttle_buckets",
  {
    key: text("key").notNull(),
    failures: integer("failures").notNull(),
    windowStartedAt: moment("window_started_at").notNull(),
    blockedUntil: moment("blocked_until"),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.key] }),
    // What nobody tried for a day is purged.
    index("throttle_buckets_updated_at_idx").on(t.updatedAt),
  ],
);
