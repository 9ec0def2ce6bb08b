import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, type PgColumn, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { SubAccountId } from "@/lib/foundation/ids";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, oneOf } from "./columns";

export const subAccountStates = ["active", "disabled"] as const;

/** Sorts whoever never signed in before everybody who did. */
export const lastSignInKey = (column: PgColumn) => sql`coalesce(${column}, '-infinity'::timestamptz)`;

/** A RAM user of the account. The name never changes and is reserved for ever in `reserved_names`. */
export const subAccounts = app.table(
  "sub_accounts",
  {
    accountId: accountIdColumn(),
    id: idColumn<SubAccountId>(),
    /** RAM's UserId, 18 digits, made of our own id: clients take it for a number of the account. */
    ramId: text("ram_id").generatedAlwaysAs(
      sql`(100000000000000000 + ('x' || substr(md5(id::text), 1, 15))::bit(60)::bigint % 900000000000000000)::text`,
    ),
    name: text("name").notNull(),
    displayName: text("display_name").notNull(),
    /** Lower-cased for the search: `lower()` is not leakproof, so row-level security would keep it off an index. */
    displayNameKey: text("display_name_key").generatedAlwaysAs(sql`lower(display_name)`),
    /** Always lower case. */
    email: text("email").notNull().default(""),
    phone: text("phone").notNull().default(""),
    note: text("note").notNull().default(""),
    state: text("state", { enum: subAccountStates }).notNull().default("active"),
    disabledAt: moment("disabled_at"),
    disabledReason: text("disabled_reason").notNull().default(""),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    lastSignInAt: moment("last_sign_in_at"),
    /** Whether a second factor is bound, and whether there is a key; written by triggers of those tables alone. */
    hasSecondFactor: boolean("has_second_factor").notNull().default(false),
    hasAccessKeys: boolean("has_access_keys").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("sub_accounts", t.state, subAccountStates),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // Sign-in by name; the list by name, its keyset, and the search for the beginning of a name.
    uniqueIndex("sub_accounts_account_id_name_idx").on(t.accountId, sql`${t.name} collate "C"`),
    // A client that knows RAM's UserId.
    uniqueIndex("sub_accounts_account_id_ram_id_idx").on(t.accountId, t.ramId),
    // The list by age and its keyset.
    index("sub_accounts_account_id_created_at_idx").on(t.accountId, t.createdAt, t.id),
    // The list by last sign-in and its keyset; who never signed in comes first.
    index("sub_accounts_account_id_last_sign_in_idx").on(t.accountId, lastSignInKey(t.lastSignInAt), t.id),
    // The list of one state, by name.
    index("sub_accounts_account_id_state_name_idx").on(t.accountId, t.state, sql`${t.name} collate "C"`),
    // The lists of who has a second factor or keys, and of who has not, by name.
    index("sub_accounts_account_id_second_factor_idx").on(t.accountId, t.hasSecondFactor, sql`${t.name} collate "C"`),
    index("sub_accounts_account_id_access_keys_idx").on(t.accountId, t.hasAccessKeys, sql`${t.name} collate "C"`),
    // The search for a telephone number, and for the beginning of a display name or an e-mail address.
    index("sub_accounts_account_id_phone_idx").on(t.accountId, t.phone),
    index("sub_accounts_account_id_display_name_idx").on(t.accountId, sql`${t.displayNameKey} collate "C"`),
    index("sub_accounts_account_id_email_idx").on(t.accountId, sql`${t.email} collate "C"`),
  ],
);
