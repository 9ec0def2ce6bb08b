import { foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** What a recovery code holds, whoever it is for: 120 random bits, so a plain hash keeps them. */
export const recoveryCodeColumns = () => ({
  id: idColumn(),
  codeHash: text("code_hash").notNull(),
  usedAt: moment("used_at"),
  createdAt: createdAt(),
});

/** One of the ten codes that stand in for a lost second factor, each once. */
export const recoveryCodes = app.table(
  "recovery_codes",
  { accountId: accountIdColumn(), subAccountId: subAccountIdColumn(), ...recoveryCodeColumns() },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // The ten of one person.
    index("recovery_codes_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId),
  ],
);
