import { bigint, foreignKey, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import { accountIdColumn, app, moment, oneOf, subAccountIdColumn } from "./columns";
import { type SuspensionReason, workspaceDecisions } from "./resource-states";
import { subAccounts } from "./sub-accounts";

/** What was decided about everything a sub-account runs. No row: it may run, and nobody ever said otherwise. */
export const workspaceOrders = app.table(
  "workspace_orders",
  {
    accountId: accountIdColumn(),
    subAccountId: subAccountIdColumn().notNull(),
    /** Counts the decisions: services heed none that is older than one they know. */
    epoch: bigint("epoch", { mode: "number" }).notNull(),
    decided: text("decided", { enum: workspaceDecisions }).notNull(),
    /** Suspended while one is left. */
    reasons: jsonb("reasons").notNull().$type<SuspensionReason[]>(),
    decidedAt: moment("decided_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.subAccountId] }),
    oneOf("workspace_orders", t.decided, workspaceDecisions),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
  ],
);
