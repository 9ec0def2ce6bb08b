import { foreignKey, index, primaryKey, uuid } from "drizzle-orm/pg-core";
import type { OperatorId } from "@/lib/foundation/ids";
import { app, oneOf } from "./columns";
import { operators } from "./operators";
import { secondFactorColumns, secondFactorKinds } from "./second-factors";

/** The same of an operator. */
export const operatorSecondFactors = app.table(
  "operator_second_factors",
  { operatorId: uuid("operator_id").notNull().$type<OperatorId>(), ...secondFactorColumns() },
  (t) => [
    primaryKey({ columns: [t.id] }),
    oneOf("operator_second_factors", t.kind, secondFactorKinds),
    foreignKey({ columns: [t.operatorId], foreignColumns: [operators.id] }),
    index("operator_second_factors_operator_id_idx").on(t.operatorId),
  ],
);
