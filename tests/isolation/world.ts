import { randomInt, randomUUID } from "node:crypto";
import type { PgColumn } from "drizzle-orm/pg-core";
import type postgres from "postgres";
import { loadSchemaTables, type SchemaTable } from "./schema-tables";

/** Whose a row is: an account's and, in workspace tables, a sub-account's or (null) the root user's; or the platform's. */
export interface Owner {
  label: string;
  account: string | null;
  sub: string | null;
}

export interface Row {
  table: SchemaTable;
  owner: Owner;
  /** SQL literals by column. */
  values: Record<string, string>;
}

export interface World {
  tables: SchemaTable[];
  owners: Record<"aRoot" | "aOne" | "aTwo" | "aOff" | "bRoot" | "bOne" | "platform", Owner>;
  rows: Row[];
  /** A new row of the owner that nobody wrote yet. */
  freshRow(table: SchemaTable, owner: Owner): Row;
}

export const keys = {
  aliasA: "alias-of-a",
  sessionOfOne: "session-of-one",
  operator: "op@espalier.test",
  accessKeyOfOne: "access-key-of-one",
  accessKeyOfB: "access-key-of-b",
};

function ownersOf(a: string, b: string): World["owners"] {
  const of = (label: string, account: string | null, sub: string | null): Owner => ({ label, account, sub });
  return {
    aRoot: of("A/root", a, null),
    aOne: of("A/one", a, randomUUID()),
    aTwo: of("A/two", a, randomUUID()),
    aOff: of("A/off", a, randomUUID()),
    bRoot: of("B/root", b, null),
    bOne: of("B/one", b, randomUUID()),
    platform: of("platform", null, null),
  };
}

/** One row of every table for everybody who can own one: two accounts, their root users and sub-accounts, the platform. */
export async function seedWorld(superuser: postgres.Sql): Promise<World> {
  const tables = await loadSchemaTables();
  const owners = ownersOf(randomUUID(), randomUUID());
  const rows: Row[] = [];
  const freshRow = (table: SchemaTable, owner: Owner): Row => ({ table, owner, values: valuesOf(table, owner, rows) });
  for (const table of tables) {
    for (const owner of ownersWithin(table, owners)) {
      const row = freshRow(table, owner);
      if (table.name === "sub_accounts" && owner === owners.aOff) row.values.state = "'disabled'";
      rows.push(row);
      await superuser.unsafe(insertOf(row));
      if (table.name === "ledger_accounts") {
        const other = freshRow(table, owner);
        Object.assign(other.values, { kind: "'funding'", overdraft: "null" });
        rows.push(other);
        await superuser.unsafe(insertOf(other));
      }
    }
  }
  const enter = (kind: string, key: string, { account, sub }: Owner) =>
    superuser`insert into auth.directory_entries values (${kind}, ${key}, ${account}, ${sub})`;
  await enter("alias", keys.aliasA, owners.aRoot);
  await enter("session", keys.sessionOfOne, owners.aOne);
  await enter("operator-email", keys.operator, owners.platform);
  await enter("access-key", keys.accessKeyOfOne, owners.aOne);
  await enter("access-key", keys.accessKeyOfB, owners.bRoot);
  return { tables, owners, rows, freshRow };
}

function ownersWithin({ class: kind, columns }: SchemaTable, owners: World["owners"]): Owner[] {
  const { platform, aRoot, bRoot, ...subs } = owners;
  if (kind.class === "platform") return [platform];
  if (kind.class !== "workspace") return [aRoot, bRoot];
  const rootMayOwn = columns.some((column) => column.name === kind.sub && !column.notNull);
  return rootMayOwn ? [aRoot, bRoot, ...Object.values(subs)] : Object.values(subs);
}

function valuesOf(table: SchemaTable, owner: Owner, rows: readonly Row[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const column of table.columns) {
    if (!column.generated) values[column.name] = literalOf(table, column, owner);
  }
  for (const [index, { columns, parent, parentColumns }] of table.foreignKeys.entries()) {
    if (parent === table.name) continue;
    const nth = table.foreignKeys.slice(0, index).filter((key) => key.parent === parent).length;
    const found = parentOf(rows, parent, owner, nth);
    if (!found && !columns.some((column) => column === table.class.sub)) {
      throw new Error(`${table.name} of ${owner.label} finds no row of ${parent} to hang on`);
    }
    columns.forEach((column, index) => {
      if (found) values[column] = found.values[parentColumns[index] ?? ""] ?? "null";
    });
  }
  // An outcome is a payout's.
  if (table.name === "wallet_acts") values.kind = "'payout'";
  if (owner.account) values.account_id = `'${owner.account}'`;
  if (table.class.sub) values[table.class.sub] = owner.sub ? `'${owner.sub}'` : "null";
  return values;
}

/** The owner's own row, or the account's where the table has one per account; the nth where a row has two parents of one table. */
export function parentOf(rows: readonly Row[], parent: string, owner: Owner, nth = 0): Row | undefined {
  const candidates = rows.filter((row) => row.table.name === parent && row.owner.account === owner.account);
  return (
    candidates.filter((row) => row.owner.sub === owner.sub)[nth] ??
    candidates.filter((row) => row.table.class.class !== "workspace")[nth]
  );
}

function literalOf({ name: table, primaryKey }: SchemaTable, column: PgColumn, owner: Owner): string {
  const { enumValues } = column;
  if (enumValues && enumValues.length > 0) return `'${enumValues[0]}'`;
  const unique = randomUUID();
  const isKey = primaryKey.includes(column.name);
  switch (column.getSQLType()) {
    case "uuid":
      return `'${unique}'`;
    case "text":
      return `'${table}.${column.name} of ${owner.label} ${unique}'`;
    case "integer":
    case "bigint":
      return isKey ? String(randomInt(2, 2 ** 31)) : "1";
    case "smallint":
    case "numeric":
    case "numeric(38, 12)":
    case "numeric(38, 18)":
      return "1";
    case "date":
      return `'${new Date().toISOString().slice(0, 7)}-01'`;
    case "xid8":
      return "'3'";
    case "boolean":
      return "false";
    case "jsonb":
    case "text[]":
      return "'{}'";
    case "bytea":
      return "'\\x00'";
    case "timestamp with time zone":
      // What ends, ends after it starts; what has begun may not be deleted.
      return `'${new Date(Date.now() + (/^end|^valid_from$/.test(column.name) ? 3_600_000 : 0)).toISOString()}'`;
    default:
      throw new Error(`tests/isolation/world.ts makes no ${column.getSQLType()} for ${table}.${column.name} yet`);
  }
}

export function insertOf({ table, values }: Pick<Row, "table" | "values">): string {
  return `insert into app.${table.name} (${Object.keys(values).join(", ")}) values (${Object.values(values).join(", ")})`;
}

export function keyOf({ table, values }: Row): string {
  return table.primaryKey.map((column) => `${column} is not distinct from ${values[column]}`).join(" and ");
}
