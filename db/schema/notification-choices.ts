import { foreignKey, jsonb, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, idColumn, moment, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** What one person wants to be told by mail, and in which language; no row: everything. */
export const notificationChoices = app.table(
  "notification_choices",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    /** null: the root user. */
    subAccountId: subAccountIdColumn(),
    locale: text("locale").notNull(),
    /** The optional kinds that are not sent. */
    silenced: jsonb("silenced").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    unique("notification_choices_person_key").on(t.accountId, t.subAccountId).nullsNotDistinct(),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
  ],
);
