import { sql } from "drizzle-orm";
import { foreignKey, index, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, bytes, createdAt, moment, oneOf, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

export const accessKeyStates = ["active", "disabled"] as const;

/** From where keys may call: RAM's white lists; an inactive policy and one without lists restrict nothing. */
export interface KeyNetworkPolicy {
  active: boolean;
  lists: string[][];
}

/** A pair of AccessKey id and secret. HMAC needs the secret back: it is sealed, not hashed. */
export const accessKeys = app.table(
  "access_keys",
  {
    accountId: accountIdColumn(),
    /** `LTAI…`, unique across accounts through the directory. */
    id: text("id").notNull(),
    /** Whose the key is; null: the root user's. */
    subAccountId: subAccountIdColumn(),
    name: text("name").notNull().default(""),
    note: text("note").notNull().default(""),
    state: text("state", { enum: accessKeyStates }).notNull().default("active"),
    sealedSecret: bytes("sealed_secret").notNull(),
    /** Finds the key when its secret is found somewhere; a plain hash is enough for 256 random bits. */
    secretHash: text("secret_hash").notNull(),
    networkPolicy: jsonb("network_policy").$type<KeyNetworkPolicy>(),
    expiresAt: moment("expires_at"),
    /** The key that takes this one's place, and when this one stops for it. */
    successorId: text("successor_id"),
    retiresAt: moment("retires_at"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    firstUsedAt: moment("first_used_at"),
    /** To the minute, forward only. */
    lastUsedAt: moment("last_used_at"),
    lastUsedService: text("last_used_service").notNull().default(""),
    lastUsedAddress: text("last_used_address").notNull().default(""),
    /** The last call that was refused before its caller was let in: the key's owner learns why. */
    refusedAt: moment("refused_at"),
    refusedCode: text("refused_code").notNull().default(""),
    refusedAddress: text("refused_address").notNull().default(""),
    /** Ours to sign with secrets masked, or the clock's distance; never the expected signature. */
    refusedBecause: text("refused_because").notNull().default(""),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("access_keys", t.state, accessKeyStates),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // The keys of one owner: the limit of two, and the owner's list.
    index("access_keys_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId, t.createdAt),
    // The account's inventory by age, and its keyset.
    index("access_keys_account_id_created_at_idx").on(t.accountId, t.createdAt, sql`${t.id} collate "C"`),
    // A secret that was found somewhere.
    index("access_keys_account_id_secret_hash_idx").on(t.accountId, t.secretHash),
  ],
);
