import { foreignKey, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, bytes, createdAt, idColumn } from "./columns";

/**
 * Authenticator apps that were made by API and that nobody uses: RAM makes a virtual MFA device first and binds it
 * later. Bound, the row moves to `second_factors` under the same id, and comes back when it is unbound.
 */
export const mfaDevices = app.table(
  "mfa_devices",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    name: text("name").notNull(),
    sealedSeed: bytes("sealed_seed").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // A device by the name its serial number ends with, and the list in that order.
    uniqueIndex("mfa_devices_account_id_name_idx").on(t.accountId, t.name),
  ],
);
