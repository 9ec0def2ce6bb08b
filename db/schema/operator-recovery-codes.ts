import { foreignKey, index, primaryKey, uuid } from "drizzle-orm/pg-core";
import type { OperatorId } from "@/lib/foundation/ids";
import { app } from "./columns";
import { operators } from "./operators";
import { recoveryCodeColumns } from "./recovery-codes";

/** The same of an operator. */
export const operatorRecoveryCodes = app.table(
  "operator_recovery_codes",
  { operatorId: uuid("operator_id").notNull().$type<OperatorId>(), ...recoveryCodeColumns() },
  (t) => [
    primaryKey({ columns: [t.id] }),
    foreignKey({ columns: [t.operatorId], foreignColumns: [operators.id] }),
    index("operator_recovery_codes_operator_id_idx").on(t.operatorId),
  ],
);
