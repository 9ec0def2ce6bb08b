import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDirectly } from "@/tests/support/clone-database";
import { createScratchDatabase, type ScratchDatabase } from "@/tests/support/scratch-database";
import { installProbe, type MatrixReport, runMatrix, runMatrixInside } from "./matrix";
import { mutants } from "./mutants";
import { seedWorld, type World } from "./world";

let whole: ScratchDatabase;
let world: World;

beforeAll(async () => {
  whole = await createScratchDatabase("mutants");
  await asSuperuser(whole, async (sql) => {
    world = await seedWorld(sql);
    await installProbe(sql);
  });
});
afterAll(() => whole?.drop());

async function asSuperuser<T>(database: ScratchDatabase, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = connectDirectly(database.superuserUrl);
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The change lives in a transaction that is rolled back: no copy of the database is needed. */
function inTransaction(change: string, only: Parameters<typeof runMatrixInside>[2]): Promise<MatrixReport> {
  return asSuperuser(whole, async (sql) => {
    await sql`begin`;
    await sql.unsafe(change);
    return runMatrixInside(sql, world, only);
  });
}

async function inCopy(change: string, only: Parameters<typeof runMatrix>[2]): Promise<MatrixReport> {
  const copy = await createScratchDatabase("mutant", whole.name);
  try {
    await asSuperuser(copy, (sql) => sql.unsafe(change));
    return await runMatrix(copy, world, only);
  } finally {
    await copy.drop();
  }
}

const said = ({ violations, refusals }: MatrixReport) => [...violations, ...refusals].join("\n");

describe("the matrix notices", () => {
  it.each(mutants)("$name", async ({ sql, tables, as, commits, caughtAs }) => {
    const only = { tables, identities: [as] };
    expect(said(await (commits ? inCopy(sql, only) : inTransaction(sql, only)))).toMatch(caughtAs);
  });

  it("a serving role that bypasses row-level security", async () => {
    const change = "create role espalier_mutant bypassrls; grant espalier_app to espalier_mutant";
    const only = { tables: ["sessions"], identities: ["no context"], appRole: "espalier_mutant" };
    expect(said(await inTransaction(change, only))).toMatch(/no context: sessions select A\/root → 1/);
  });

  it.each([
    ["in a transaction", inTransaction],
    ["in a copy", inCopy],
  ])("nothing where nothing was changed, %s", async (_, run) => {
    const tables = ["sub_accounts", "sessions", "operators", "identity_verifications"];
    const identities = ["no context", "root user of A", "A/one itself", "platform", "owner without maintenance"];
    const report = await run("select 1", { tables, identities });
    expect(report).toMatchObject({ violations: [], refusals: [] });
    expect(report.successes).toBeGreaterThan(20);
  });
});
