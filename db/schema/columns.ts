import { sql } from "drizzle-orm";
import { check, customType, type PgColumn, pgSchema, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";

export const app = pgSchema("app");

export const accountIdColumn = () => uuid("account_id").notNull().$type<AccountId>();
export const subAccountIdColumn = () => uuid("sub_account_id").$type<SubAccountId>();
export const idColumn = <T extends string = string>() => uuid("id").notNull().$type<T>();
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const createdAt = () => moment("created_at").notNull().defaultNow();

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** The CHECK of a state column, from the same list that makes its TypeScript union. */
export function oneOf(table: string, column: PgColumn, values: readonly string[]) {
  const list = values.map((value) => `'${value}'`).join(", ");
  return check(`${table}_${column.name}_check`, sql`${column} in (${sql.raw(list)})`);
}
