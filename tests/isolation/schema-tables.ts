import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { is } from "drizzle-orm";
import { getTableConfig, type PgColumn, PgTable } from "drizzle-orm/pg-core";
import { type TableClass, tableClasses } from "@/db/schema/classes";

interface ForeignKey {
  columns: string[];
  parent: string;
  parentColumns: string[];
}

export interface SchemaTable {
  name: string;
  class: TableClass;
  columns: PgColumn[];
  primaryKey: string[];
  foreignKeys: ForeignKey[];
}

const folder = resolve("db/schema");

/** Every table that db/schema declares, parents before their children; throws for one without a class or a key. */
export async function loadSchemaTables(): Promise<SchemaTable[]> {
  const found = new Map<string, SchemaTable>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
    const module: Record<string, unknown> = await import(resolve(folder, file));
    for (const value of Object.values(module)) if (is(value, PgTable)) add(found, value);
  }
  const missing = Object.keys(tableClasses).filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`classes without a table: ${missing.join(", ")}`);
  return parentsFirst([...found.values()]);
}

function add(found: Map<string, SchemaTable>, table: PgTable): void {
  const { name, columns, primaryKeys, uniqueConstraints, foreignKeys } = getTableConfig(table);
  const tableClass = tableClasses[name];
  if (!tableClass) throw new Error(`table ${name} has no class`);
  // A sum of the account as a whole has no sub-account: its key is unique with nulls that do not differ.
  const key = primaryKeys[0] ?? uniqueConstraints.find(({ nullsNotDistinct }) => nullsNotDistinct);
  const primaryKey = key?.columns.map((column) => column.name) ?? [];
  if (primaryKey.length === 0) throw new Error(`table ${name} has no composite key`);
  found.set(name, {
    name,
    class: tableClass,
    columns,
    primaryKey,
    foreignKeys: foreignKeys.map((key) => {
      const { columns: own, foreignColumns, foreignTable } = key.reference();
      return {
        columns: own.map((column) => column.name),
        parent: getTableConfig(foreignTable).name,
        parentColumns: foreignColumns.map((column) => column.name),
      };
    }),
  });
}

function parentsFirst(tables: SchemaTable[]): SchemaTable[] {
  const sorted: SchemaTable[] = [];
  const waiting = new Set(tables);
  while (waiting.size > 0) {
    const ready = [...waiting].filter((table) =>
      table.foreignKeys.every(({ parent }) => parent === table.name || sorted.some(({ name }) => name === parent)),
    );
    if (ready.length === 0) throw new Error(`tables reference each other: ${[...waiting].map((t) => t.name).join()}`);
    for (const table of ready) {
      sorted.push(table);
      waiting.delete(table);
    }
  }
  return sorted;
}
