import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDirectly } from "@/tests/support/clone-database";
import { createScratchDatabase, type ScratchDatabase } from "@/tests/support/scratch-database";
import { installProbe, type MatrixReport, runMatrix } from "./matrix";
import { seedWorld, type World } from "./world";

let database: ScratchDatabase;
let world: World;
let report: MatrixReport;

beforeAll(async () => {
  database = await createScratchDatabase("matrix");
  const superuser = connectDirectly(database.superuserUrl);
  world = await seedWorld(superuser);
  await installProbe(superuser);
  await superuser.end();
  report = await runMatrix(database, world);
});
afterAll(() => database?.drop());

describe("every table, verb and identity", () => {
  it("lets nobody see, write, move, upsert or hang on a row that no rule gives them", () => {
    expect(report.violations).toEqual([]);
  });

  it("lets everybody do what is theirs", () => {
    expect(report.refusals).toEqual([]);
    expect(report.successes).toBeGreaterThan(300);
  });

  it("leaves out no table of the database", async () => {
    const superuser = connectDirectly(database.superuserUrl);
    const present = await superuser<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'app'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') and not relispartition`;
    await superuser.end();
    expect(world.tables.map(({ name }) => name).sort()).toEqual(present.map(({ name }) => name).sort());
    const seeded = new Set(world.rows.map(({ table }) => table.name));
    expect(world.tables.filter(({ name }) => !seeded.has(name))).toEqual([]);
  });
});
