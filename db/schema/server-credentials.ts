import { foreignKey, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt, idColumn, moment } from "./columns";
import { servers } from "./servers";

/** What a server proves itself with. Only a hash is kept; two live while one takes the other's place. */
export const serverCredentials = app.table(
  "server_credentials",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    serverId: uuid("server_id").notNull(),
    tokenHash: text("token_hash").notNull(),
    lastFour: text("last_four").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    /** When it stops; null: while nobody replaces or revokes it. */
    endsAt: moment("ends_at"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId, t.serverId], foreignColumns: [servers.accountId, servers.id] }),
    // The bearer's credential, found by its hash.
    index("server_credentials_account_id_token_hash_idx").on(t.accountId, t.tokenHash),
    // The credentials of one server.
    index("server_credentials_account_id_server_id_idx").on(t.accountId, t.serverId),
  ],
);
