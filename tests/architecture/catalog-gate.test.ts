import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findCatalogFaults } from "@/db/catalog-gate";
import { tableClasses } from "@/db/schema/classes";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { withPlatformRead } from "@/lib/foundation/transaction";
import { connectDirectly } from "@/tests/support/clone-database";
import { createScratchDatabase, type ScratchDatabase } from "@/tests/support/scratch-database";
import { breakages } from "./catalog-breakages";

let scratch: ScratchDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  scratch = await createScratchDatabase("gate");
  sql = connectDirectly(scratch.superuserUrl);
});
afterAll(async () => {
  await sql?.end();
  await scratch?.drop();
});

/** What the serving role would find after the change, which is then taken back. */
async function faultsAfter(change: string): Promise<string[]> {
  await sql`begin`;
  try {
    await sql.unsafe(change);
    await sql`set local role espalier_app`;
    return await findCatalogFaults(drizzle(sql));
  } finally {
    await sql`rollback`;
  }
}

describe("the catalog gate", () => {
  it("finds nothing to complain about after migration, as the role that serves", async () => {
    const fence = mintPlatformFence({ platform: true, actorKey: "test" } as const);
    expect(await withPlatformRead(fence, findCatalogFaults)).toEqual([]);
    expect(await faultsAfter("select 1")).toEqual([]);
  });

  it("knows every table: each has a class, and an account unless it is the platform's", async () => {
    const rows = await sql<{ name: string; owned: boolean }[]>`
      select c.relname as name, exists (select from pg_attribute a
        where a.attrelid = c.oid and a.attname = 'account_id' and a.attnotnull) as owned
      from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;
    expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(tableClasses).toSorted());
    for (const { name, owned } of rows) expect([name, owned]).toEqual([name, tableClasses[name]?.class !== "platform"]);
  });

  it.each(breakages)("notices $name", async ({ change, fault }) => {
    expect((await faultsAfter(change)).join("\n")).toMatch(fault);
  });
});
