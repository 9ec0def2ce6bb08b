import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { accounts } from "@/db/schema/accounts";
import { mintFence } from "./fence";
import { newAccountId } from "./ids";
import { closePool } from "./pools";
import {
  askAtOnce,
  askByKey,
  enterByKey,
  type Tx,
  withExport,
  withLongRead,
  withReadTransaction,
  withTransaction,
} from "./transaction";

const fenceOf = (accountId = newAccountId()) =>
  mintFence({ accountId, scope: { kind: "account" } as const, actorKey: "root-user:", authorityEpoch: null });

describe("the transaction wrapper", () => {
  it("shows an account its own rows only", async () => {
    const [a, b] = [fenceOf(), fenceOf()];
    for (const { accountId, ...rest } of [a, b]) {
      const values = { accountId, uid: "1", name: "n", alias: "n", companyName: "c" };
      await withTransaction({ accountId, ...rest }, (tx) => tx.insert(accounts).values(values));
    }
    const seen = await withReadTransaction(a, (tx) => tx.select().from(accounts));
    expect(seen.map((row) => row.accountId)).toEqual([a.accountId]);
  });

  it("writes nothing when the work throws, and rethrows its first error", async () => {
    const fence = fenceOf();
    const values = { accountId: fence.accountId, uid: "1", name: "n", alias: "n", companyName: "c" };
    const attempt = withTransaction(fence, async (tx) => {
      await tx.insert(accounts).values(values);
      throw new Error("no");
    });
    await expect(attempt).rejects.toThrow("no");
    expect(await withReadTransaction(fence, (tx) => tx.select().from(accounts))).toEqual([]);
  });

  it("bounds each statement and each wait, also in a lookup; what may take minutes says so", async () => {
    const names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"];
    const limitsIn = async (tx: Tx) =>
      (await Promise.all(names.map((name) => tx.execute(sql`select current_setting(${name}) as value`)))).map(
        ([row]) => row?.value,
      );
    const usual = ["5s", "2s", "10s"];
    expect(await withTransaction(fenceOf(), limitsIn)).toEqual(usual);
    expect(await withReadTransaction(fenceOf(), limitsIn)).toEqual(usual);
    expect(await enterByKey("alias", "nobodys", limitsIn)).toEqual(usual);
    expect(await withLongRead(fenceOf(), limitsIn)).toEqual(["10min", "2s", "1min"]);
  });

  it("ends an export whose last row meets a reader that lags", async () => {
    const query = "select repeat('x', 200000)";
    let size = 0;
    await withExport(
      fenceOf(),
      async () => ({ query, options: "format text" }),
      async (rows) => {
        await sleep(100);
        for await (const piece of rows) size += piece.length;
      },
    );
    expect(size).toBe(200_001);
  });

  it("refuses a second context, a forged one and a foreign row", async () => {
    const fence = fenceOf();
    const again = withTransaction(fence, (tx) => tx.execute(sql`select * from auth.enter_by_key('alias', 'x')`));
    await expect(again).rejects.toMatchObject({ cause: { code: "42501" } });
    const forged = withTransaction(fence, async (tx) => {
      await tx.execute(sql`select set_config('espalier.ctx', 'account|' || gen_random_uuid() || '||x|1|1|00', true)`);
      await tx.select().from(accounts);
    });
    await expect(forged).rejects.toMatchObject({ cause: { code: "42501" } });
    const foreign = withTransaction(fence, (tx) =>
      tx.insert(accounts).values({ accountId: newAccountId(), uid: "1", name: "n", alias: "n", companyName: "c" }),
    );
    await expect(foreign).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("hands out a handle that dies with its transaction", async () => {
    let stray: (() => Promise<unknown>) | undefined;
    await withTransaction(fenceOf(), async (tx) => {
      stray = () => tx.execute(sql`select 1`);
    });
    await expect(stray?.()).rejects.toMatchObject({ cause: { name: "TransactionOver" } });
  });

  it("never calls an aborted transaction committed", async () => {
    const attempt = withTransaction(fenceOf(), async (tx) => {
      await tx.execute(sql`select 1/0`).catch(() => undefined);
    });
    await expect(attempt).rejects.toThrow("already aborted");
  });

  it("says that the entry was refused, not what became of the read that went along", async () => {
    const fence = fenceOf();
    const values = { accountId: fence.accountId, uid: "1", name: "n", alias: "n", companyName: "c" };
    await withTransaction(fence, (tx) => tx.insert(accounts).values(values));
    const stale = { ...fence, authorityEpoch: 7 };
    let seen: unknown;
    const attempt = withReadTransaction(stale, async (tx) => {
      seen = await tx.select().from(accounts);
      return seen;
    });
    await expect(attempt).rejects.toMatchObject({ code: "40001" });
    expect(seen).toBeUndefined();
    expect(await withReadTransaction(fence, (tx) => tx.select().from(accounts))).toHaveLength(1);
  });

  it("answers questions that are asked at once behind their fence, and refuses one that comes later", async () => {
    const [fence, other] = [fenceOf(), fenceOf()];
    for (const { accountId, ...rest } of [fence, other]) {
      const values = { accountId, uid: "1", name: "n", alias: "n", companyName: "c" };
      await withTransaction({ accountId, ...rest }, (tx) => tx.insert(accounts).values(values));
    }
    const twice = await askAtOnce(fence, (tx) => Promise.all([tx.select().from(accounts), tx.select().from(accounts)]));
    expect(twice.map((rows) => rows.map((row) => row.accountId))).toEqual([[fence.accountId], [fence.accountId]]);
    const later = askAtOnce(fence, async (tx) => {
      await tx.select().from(accounts);
      return tx.select().from(accounts);
    });
    await expect(later).rejects.toMatchObject({ cause: { name: "TransactionOver" } });
    const stale = askAtOnce({ ...fence, authorityEpoch: 7 }, (tx) => tx.select().from(accounts));
    await expect(stale).rejects.toMatchObject({ code: "40001" });
    const broken = askAtOnce(fence, (tx) => tx.execute(sql`select 1/0`));
    await expect(broken).rejects.toMatchObject({ cause: { code: "22012" } });
    const mine = eq(accounts.accountId, fence.accountId);
    const written = askAtOnce(fence, (tx) => tx.update(accounts).set({ companyName: "d" }).where(mine));
    await expect(written).rejects.toMatchObject({ cause: { code: "25006" } });
    expect(await askAtOnce(other, (tx) => tx.select().from(accounts))).toHaveLength(1);
  });

  it("sends a question along with a key and answers it in the scope that the key opens", async () => {
    const fence = fenceOf();
    const { accountId } = fence;
    const key = `along-${accountId}`;
    await withTransaction(fence, async (tx) => {
      await tx.insert(accounts).values({ accountId, uid: "1", name: "n", alias: "n", companyName: "c" });
      await tx.execute(sql`select auth.register_key('alias', ${key}, null)`);
    });
    const ask = (alias: string) =>
      enterByKey(
        "alias",
        alias,
        async (_tx, hit, answer: { accountId: string }[] | undefined) => [
          hit?.accountId,
          answer?.map((row) => row.accountId),
        ],
        (tx) => tx.select().from(accounts),
      );
    expect(await ask(key)).toEqual([accountId, [accountId]]);
    expect(await ask("nobody")).toEqual([undefined, []]);
    const atOnce = (alias: string) => askByKey("alias", alias, (tx) => tx.select().from(accounts));
    expect((await atOnce(key)).map((row) => row.accountId)).toEqual([accountId]);
    expect(await atOnce("nobody")).toEqual([]);
  });

  it("opens no new pool when its own is closed under it", async () => {
    const attempt = withTransaction(fenceOf(), async () => closePool());
    await expect(attempt).rejects.toMatchObject({ code: "unavailable" });
    expect(globalThis).not.toHaveProperty("espalierPool");
  });

  it("opens nothing by a key that nobody owns", async () => {
    expect(await enterByKey("alias", "nobody", async (tx, hit) => [hit, await tx.select().from(accounts)])).toEqual([
      undefined,
      [],
    ]);
  });
});
