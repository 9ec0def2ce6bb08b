import { foreignKey, index, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bulkRuns } from "./bulk-runs";
import { accountIdColumn, app, bytes, moment, oneOf } from "./columns";

/** `waiting`: to be done. `skipped`: there was nothing to do. `refused`: it could not be done, and why. */
export const bulkRowStates = ["waiting", "done", "skipped", "refused"] as const;

/** One sub-account or key of a bulk run, and what became of it. */
export const bulkRows = app.table(
  "bulk_rows",
  {
    accountId: accountIdColumn(),
    runId: uuid("run_id").notNull(),
    position: integer("position").notNull(),
    /** As it was selected or typed: it need not be a name or an id that exists. */
    name: text("name").notNull(),
    /** The line of a list to be created, gone once it was; whose a key is, and when it was last used as the run was planned. */
    input: jsonb("input").$type<Record<string, string>>(),
    /** What was made for the person, until it is handed over: the generated password, the AccessKey. */
    sealedKit: bytes("sealed_kit"),
    state: text("state", { enum: bulkRowStates }).notNull().default("waiting"),
    /** A message key: why it was skipped or refused. */
    reason: text("reason").notNull().default(""),
    /** What the message of the reason needs beside its key. */
    details: jsonb("details").$type<Record<string, string | number>>().notNull().default({}),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.runId, t.position] }),
    oneOf("bulk_rows", t.state, bulkRowStates),
    foreignKey({ columns: [t.accountId, t.runId], foreignColumns: [bulkRuns.accountId, bulkRuns.id] }),
    // What is left to do, in order; and the counts of the progress page.
    index("bulk_rows_account_id_state_idx").on(t.accountId, t.runId, t.state, t.position),
  ],
);
