import { index, primaryKey, text } from "drizzle-orm/pg-core";
import { app, createdAt, idColumn, moment } from "./columns";

/** The one-time link by which the first operator comes to be. */
export const setUpLinks = app.table(
  "set_up_links",
  {
    id: idColumn(),
    tokenHash: text("token_hash").notNull(),
    expiresAt: moment("expires_at").notNull(),
    usedAt: moment("used_at"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.id] }), index("set_up_links_token_hash_idx").on(t.tokenHash)],
);
