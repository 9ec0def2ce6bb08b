import { sql } from "drizzle-orm";
import { bigint, check, customType, type PgColumn, pgSchema, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";
import type { Micros } from "@/lib/foundation/money";

export const app = pgSchema("app");

export const accountIdColumn = () => uuid("account_id").notNull().$type<AccountId>();
export const subAccountIdColumn = () => uuid("sub_account_id").$type<SubAccountId>();
export const idColumn = <T extends string = string>() => uuid("id").notNull().$type<T>();
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const createdAt = () => moment("created_at").notNull().defaultNow();

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** Money: millionths of the currency's unit. */
export const micros = (name: string) => bigint(name, { mode: "bigint" }).$type<Micros>();
/** A number of the database's own, in the order of writing. */
export const serialId = () => bigint("id", { mode: "bigint" }).notNull().generatedByDefaultAsIdentity();
/** A transaction of the cluster, which never wraps; compared by the database alone. */
export const transactionId = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });

/** The CHECK of a state column, from the same list that makes its TypeScript union. */
export function oneOf(table: string, column: PgColumn, values: readonly string[]) {
  const list = values.map((value) => `'${value}'`).join(", ");
  return check(`${table}_${column.name}_check`, sql`${column} in (${sql.raw(list)})`);
}
