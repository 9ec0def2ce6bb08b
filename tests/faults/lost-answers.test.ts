import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { CreateSubAccountInput, SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { OutcomeUnknown } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { connectDirectly } from "@/tests/support/clone-database";
import { type DatabaseProxy, openDatabaseProxy } from "@/tests/support/database-proxy";
import { createScratchDatabase, pointPoolAt, type ScratchDatabase } from "@/tests/support/scratch-database";

let database: ScratchDatabase;
let proxy: DatabaseProxy;
let pointBack: () => Promise<void>;
let root: Context;
beforeAll(async () => {
  database = await createScratchDatabase("proxied");
  proxy = await openDatabaseProxy(database.appUrl);
  pointBack = await pointPoolAt(proxy.url);
  root = await buildAccount();
});
afterAll(async () => {
  await pointBack?.();
  await proxy?.close();
  await database?.drop();
});

const create = (name: string, idempotencyKey = newId()) =>
  createSubAccount(later(root, { idempotencyKey }), CreateSubAccountInput.parse({ name }));
const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => error,
  );
const names = async () => (await listSubAccounts(root, SubAccountFilter.parse({}))).rows.map(({ name }) => name);

describe("an answer to COMMIT that is lost", () => {
  it("is an outcome unknown, and the same key asked again has one effect", async () => {
    for (let round = 0; round < 20; round++) {
      const name = `lost-${round}`;
      const key = newId();
      proxy.behave({ loseCommits: 1 });
      expect(await outcomeOf(create(name, key))).toBeInstanceOf(OutcomeUnknown);
      expect(await outcomeOf(create(name, key))).toBeInstanceOf(AlreadyDone);
    }
    const superuser = connectDirectly(database.superuserUrl);
    const [counted] = await superuser`
      select count(*)::int as rows, count(distinct name)::int as names from app.sub_accounts where name like 'lost-%'`;
    const [audited] = await superuser`select count(*)::int as rows from app.audit_events where resource like 'lost-%'`;
    await superuser.end();
    expect(counted).toEqual({ rows: 20, names: 20 });
    expect(audited).toEqual({ rows: 20 });
  });
});

describe("a bad line to the database", () => {
  it("whose every answer takes 500 ms, or that drips, only takes longer", async () => {
    proxy.behave({ latencyMs: 250 });
    expect(await outcomeOf(create("late"))).toBe("done");
    proxy.behave({ latencyMs: 0, drip: 7 });
    expect(await outcomeOf(create("dripped"))).toBe("done");
    proxy.behave({ drip: undefined });
    expect(await names()).toEqual(expect.arrayContaining(["dripped", "late"]));
  });

  it("that is reset refuses what was under way, and the next one works at once", async () => {
    proxy.behave({ latencyMs: 100 });
    const under = Array.from({ length: 5 }, (_, index) => outcomeOf(create(`reset-${index}`)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    proxy.reset();
    for (const outcome of await Promise.all(under)) expect(outcome).toMatchObject({ code: "unavailable" });
    proxy.behave({ latencyMs: 0 });
    const started = Date.now();
    expect(await outcomeOf(create("after-reset"))).toBe("done");
    // Sooner than anything that waits for an answer gives up.
    expect(Date.now() - started).toBeLessThan(2_000);
    expect((await names()).filter((name) => name.startsWith("reset-"))).toEqual([]);
  });

  it("that falls silent is given up within 5 s, by everybody who asks, and the next one works at once", async () => {
    await names();
    proxy.behave({ silent: true });
    const started = Date.now();
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, index) => outcomeOf(create(`silent-${index}`))));
    // Three seconds for a place, two for an answer, and what a busy machine adds.
    expect(Date.now() - started).toBeLessThan(7_000);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ code: "unavailable" });
    proxy.behave({ silent: false });
    const again = Date.now();
    expect(await outcomeOf(create("after-silence"))).toBe("done");
    expect(Date.now() - again).toBeLessThan(2_000);
    expect((await names()).filter((name) => name.startsWith("silent-"))).toEqual([]);
  });
});
