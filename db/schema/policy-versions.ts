import { foreignKey, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt } from "./columns";
import { policies } from "./policies";

export const policyVersions = app.table(
  "policy_versions",
  {
    accountId: accountIdColumn(),
    policyId: uuid("policy_id").notNull(),
    version: integer("version").notNull(),
    /** Byte for byte as it was sent: clients compare texts. */
    document: text("document").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.policyId, t.version] }),
    foreignKey({ columns: [t.accountId, t.policyId], foreignColumns: [policies.accountId, policies.id] }),
  ],
);
