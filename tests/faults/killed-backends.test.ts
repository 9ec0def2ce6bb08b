import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScratchDatabase, pointPoolAt, type ScratchDatabase } from "@/tests/support/scratch-database";
import { soak } from "@/tests/support/soak";
import { openBrokenWrapper } from "./broken-wrapper";

let database: ScratchDatabase;
let pointBack: () => Promise<void>;
beforeAll(async () => {
  database = await createScratchDatabase("soak");
  pointBack = await pointPoolAt(database.appUrl);
});
afterAll(async () => {
  await pointBack?.();
  await database?.drop();
});

describe("backends that are killed in the middle of their transactions", () => {
  it("leak nothing, hang nothing, lose nothing acknowledged and leave no ghosts", async () => {
    const { superuserUrl } = database;
    const report = await soak({ superuserUrl, seconds: 20, moreThan: 400, killEveryMs: 15 });
    expect(report).toMatchObject({ leaks: [], hangs: 0, lost: [], ghosts: [] });
    expect(report.kills).toBeGreaterThan(100);
    expect(report.transactions).toBeGreaterThan(400);
    expect(report.recoveredMs).toBeGreaterThanOrEqual(0);
    expect(report.recoveredMs).toBeLessThan(2_000);
    expect(report.slowestMs).toBeLessThan(15_000);
  });

  it("are a fault the soak can see: a handle that outlives its transaction is noticed", async () => {
    const { wrapper, close } = openBrokenWrapper(database.appUrl);
    const { superuserUrl } = database;
    const report = await soak({ superuserUrl, seconds: 2, killEveryMs: 15, hangMs: 2_000, wrapper });
    close();
    expect(report.leaks.length + report.lost.length + report.ghosts.length).toBeGreaterThan(0);
  });
});
