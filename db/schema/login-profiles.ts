import { boolean, foreignKey, primaryKey, text } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt, moment, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** Whether and how a sub-account signs in to the console; no row means it does not. */
export const loginProfiles = app.table(
  "login_profiles",
  {
    accountId: accountIdColumn(),
    subAccountId: subAccountIdColumn().notNull(),
    /** null: its owner has yet to set one, by a claim link. */
    passwordHash: text("password_hash"),
    passwordChangedAt: moment("password_changed_at").notNull().defaultNow(),
    /** A generated password dies here when nobody used it. */
    passwordExpiresAt: moment("password_expires_at"),
    passwordResetRequired: boolean("password_reset_required").notNull().default(false),
    /** "Must use MFA", RAM's MFABindRequired. */
    mfaBindRequired: boolean("mfa_bind_required").notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.subAccountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
  ],
);
