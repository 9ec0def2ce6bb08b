import { foreignKey, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, bytes, createdAt } from "./columns";

/** The account's data encryption keys, each wrapped by the key-encryption key that the database never sees. */
export const dataKeys = app.table(
  "data_keys",
  {
    accountId: accountIdColumn(),
    version: integer("version").notNull(),
    kekId: text("kek_id").notNull(),
    wrapped: bytes("wrapped").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.version] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
  ],
);
