import { primaryKey, text } from "drizzle-orm/pg-core";
import type { OperatorId } from "@/lib/foundation/ids";
import { app, createdAt, idColumn, moment } from "./columns";

/** People who run the platform. */
export const operators = app.table(
  "operators",
  {
    id: idColumn<OperatorId>(),
    email: text("email").notNull(),
    displayName: text("display_name").notNull(),
    passwordHash: text("password_hash").notNull(),
    passwordChangedAt: moment("password_changed_at").notNull().defaultNow(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.id] })],
);
