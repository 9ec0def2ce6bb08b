import { sql } from "drizzle-orm";
import { foreignKey, index, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, oneOf, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** `reset`: mailed to whoever asked at a door. `claim`: made by an administrator and handed over. */
export const linkKinds = ["reset", "claim"] as const;
export const linkEndings = ["used", "replaced", "revoked"] as const;

/** A single-use link that lets its holder set a new password; the token is known by its hash only. */
export const resetLinks = app.table(
  "reset_links",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    subAccountId: subAccountIdColumn(),
    tokenHash: text("token_hash").notNull(),
    kind: text("kind", { enum: linkKinds }).notNull().default("reset"),
    /** Who made a claim link. */
    madeBy: text("made_by").notNull().default(""),
    expiresAt: moment("expires_at").notNull(),
    /** When its holder first pressed the button that opens it; looking at its page is not opening. */
    openedAt: moment("opened_at"),
    /** When it stopped working, and how: `ended_as`. */
    usedAt: moment("used_at"),
    endedAs: text("ended_as", { enum: linkEndings }),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // Opening: the directory tells the account, the hash the row.
    uniqueIndex("reset_links_account_id_token_hash_idx").on(t.accountId, t.tokenHash),
    oneOf("reset_links", t.kind, linkKinds),
    oneOf("reset_links", t.endedAs, linkEndings),
    // The hand-over board, newest first: each person's last claim link.
    index("reset_links_account_id_created_at_idx")
      .on(t.accountId, t.createdAt, t.id)
      .where(sql`${t.kind} = 'claim' and ${t.endedAs} is distinct from 'replaced'`),
    // A new link and a new password both kill the older links of the same person.
    index("reset_links_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId),
  ],
);
