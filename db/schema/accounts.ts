import { sql } from "drizzle-orm";
import { bigint, index, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt, oneOf } from "./columns";

export const verificationStates = ["unverified", "submitted", "approved", "rejected"] as const;

/** The tenant. Name, alias and uid are unique through the directory; verification is the state of its identity. */
export const accounts = app.table(
  "accounts",
  {
    accountId: accountIdColumn(),
    uid: text("uid").notNull(),
    name: text("name").notNull(),
    alias: text("alias").notNull(),
    companyName: text("company_name").notNull(),
    /** What was set of the security preference and of the password policy: read whole with the row, never filtered by. */
    securityPreference: jsonb("security_preference").$type<object>().notNull().default({}),
    passwordPolicy: jsonb("password_policy").$type<object>().notNull().default({}),
    /** Aliases it had: they stay its own, and their sign-in pages say the new one. */
    formerAliases: text("former_aliases").array().notNull().default([]),
    verification: text("verification", { enum: verificationStates }).notNull().default("unverified"),
    /** Grows with every change of a policy, group or attachment: a decision made under an older one is made again. */
    authorityEpoch: bigint("authority_epoch", { mode: "number" }).notNull().default(0),
    /** From where keys without a policy of their own may call, as `access_keys.network_policy`. */
    keyNetworkPolicy: jsonb("key_network_policy").$type<{ active: boolean; lists: string[][] }>(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId] }),
    oneOf("accounts", t.verification, verificationStates),
    // The operator's list of accounts, by name.
    index("accounts_name_idx").on(sql`${t.name} collate "C"`),
  ],
);
