import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, oneOf, subAccountIdColumn } from "./columns";
import { resourceStates } from "./resource-states";
import { subAccounts } from "./sub-accounts";

/** Things that platform services run for sub-accounts, as the services last told. */
export const resources = app.table(
  "resources",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    subAccountId: subAccountIdColumn().notNull(),
    /** `acs:<service>:<region>:<account uid>:<type>/<id>`: usage events and charges carry the same. */
    arn: text("arn").notNull(),
    service: text("service").notNull(),
    region: text("region").notNull(),
    type: text("type").notNull(),
    name: text("name").notNull(),
    /** What a search compares with: an index below row-level security is reached by the column itself alone. */
    nameKey: text("name_key").generatedAlwaysAs(sql`lower(name)`),
    ownIdKey: text("own_id_key").generatedAlwaysAs(sql`lower(split_part(arn, '/', 2))`),
    state: text("state", { enum: resourceStates }).notNull(),
    stateSince: moment("state_since").notNull(),
    labels: jsonb("labels").notNull().$type<Record<string, string>>(),
    /** Counted by the service: what comes with an older one changes nothing. */
    version: bigint("version", { mode: "number" }).notNull(),
    /** The newest order of its workspace that the service has carried out here. */
    enforcedEpoch: bigint("enforced_epoch", { mode: "number" }).notNull().default(0),
    enforcedAt: moment("enforced_at"),
    createdAt: createdAt(),
    reportedAt: moment("reported_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("resources", t.state, resourceStates),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // The service's next word about it; a charge's way back to it.
    uniqueIndex("resources_account_id_arn_idx").on(t.accountId, t.arn),
    // The account's list of what is there, newest first, and its keyset.
    index("resources_account_id_created_at_idx").on(t.accountId, t.createdAt, t.id).where(sql`state <> 'retired'`),
    // One workspace's list; what a disabling stops.
    index("resources_account_id_sub_account_id_created_at_idx").on(t.accountId, t.subAccountId, t.createdAt, t.id),
    // The list of one service's, and of one state, also of what is gone.
    index("resources_account_id_service_created_at_idx").on(t.accountId, t.service, t.createdAt, t.id),
    index("resources_account_id_state_created_at_idx").on(t.accountId, t.state, t.createdAt, t.id),
    // The search for the beginning of a name, and of the id that its service knows it by.
    index("resources_account_id_name_idx").on(t.accountId, sql`${t.nameKey} collate "C"`),
    index("resources_account_id_own_id_idx").on(t.accountId, sql`${t.ownIdKey} collate "C"`),
  ],
);

export const resourceEventKinds = [
  "registered",
  "changed",
  "retired",
  "suspended",
  "throttled",
  "resumed",
  "enforced",
] as const;

/** What became of a resource, one line for each change that somebody would ask about. */
export const resourceEvents = app.table(
  "resource_events",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    resourceId: uuid("resource_id").notNull(),
    subAccountId: subAccountIdColumn().notNull(),
    kind: text("kind", { enum: resourceEventKinds }).notNull(),
    /** The state it was in since then. */
    state: text("state", { enum: resourceStates }).notNull(),
    epoch: bigint("epoch", { mode: "number" }).notNull().default(0),
    by: text("by").notNull(),
    occurredAt: moment("occurred_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("resource_events", t.kind, resourceEventKinds),
    oneOf("resource_events", t.state, resourceStates),
    foreignKey({
      columns: [t.accountId, t.resourceId],
      foreignColumns: [resources.accountId, resources.id],
    }).onDelete("cascade"),
    // The story of one resource.
    index("resource_events_account_id_resource_id_idx").on(t.accountId, t.resourceId, t.id),
  ],
);
