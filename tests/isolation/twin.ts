import type postgres from "postgres";
import { sumTables } from "../support/sum-tables";
import type { SchemaTable } from "./schema-tables";

const ownedOf = (tables: readonly SchemaTable[]) => tables.filter((table) => table.class.class !== "platform");

/**
 * Gives every account that has none a twin: the same rows under the same ids and names, only of another account. A
 * statement that forgets its `account_id` predicate, and has no policy behind it, reads or changes the twin as well.
 */
export async function makeTwins(superuser: postgres.Sql, tables: readonly SchemaTable[]): Promise<void> {
  await superuser.unsafe(`
    create table if not exists public.twins (original uuid primary key, copy uuid not null default gen_random_uuid());
    create temp table fresh as
      with made as (
        insert into public.twins (original)
        select account_id from app.accounts
        where account_id not in (select original from public.twins union all select copy from public.twins)
        returning original, copy
      ) select * from made`);
  for (const { name, columns } of ownedOf(tables)) {
    const names = columns.filter(({ generated }) => !generated).map((column) => column.name);
    const values = names.map((column) => (column === "account_id" ? "fresh.copy" : `t.${column}`));
    await superuser.unsafe(
      `insert into app.${name} (${names.join(", ")}) select ${values.join(", ")} from app.${name} t
       join fresh on fresh.original = t.account_id`,
    );
  }
  await superuser.unsafe("drop table fresh");
}

/** What all twins hold, table by table. */
export async function sumTwins(
  superuser: postgres.Sql,
  tables: readonly SchemaTable[],
): Promise<Record<string, string>> {
  const names = ownedOf(tables).map(({ name }) => `app.${name}`);
  return sumTables(superuser, names, "account_id in (select copy from public.twins)");
}
