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
