import { expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { writeMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { listOverages } from "./overage-queries";
import { listSpendLimits } from "./queries";
import { SetSpendLimitInput } from "./schema";
import { setSpendLimit } from "./set-spend-limit";

it("a limit that was passed says by how much, since when and by what, to whoever may see it; and how late usage is told", async () => {
  const root: Context = { ...(await buildAccount()), authorityEpoch: null };
  const [ada, bo] = [await buildSubAccount(root, { name: "ada" }), await buildSubAccount(root, { name: "bo" })];
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  // Seconds of one hour, so that day and month are the same for each.
  const hour = Math.floor((Date.now() - 600_000) / 3_600_000) * 3_600_000;
  const at = (second: number) => new Date(hour + second * 1_000);
  const used = [
    ["ada", 0, "3000000"],
    ["ada", 10, "4000000"],
    ["ada", 20, "2000000"],
    ["bo", 15, "1000000"],
  ] as const;
  await reportUsage(
    operator,
    used.map(([subAccount, second, value]) => buildEvent(root, { meter, subAccount, value, at: at(second) })),
  );
  await rateAll(root, operator, used.length);
  const limit = (input: object) => setSpendLimit(root, SetSpendLimitInput.parse(input));
  expect((await listOverages(root)).byLimit.size).toBe(0);
  await limit({ subAccountName: "ada", per: "lifetime", hard: "5" });
  await limit({ subAccountName: "bo", per: "lifetime", hard: "1" });
  await limit({ per: "lifetime", hard: "9.5" });

  const { byLimit, lagSeconds } = await listOverages(root);
  const idOf = new Map((await listSpendLimits(root)).map(({ id, subAccountName }) => [subAccountName, id]));
  const [own, whole] = ["ada", null].map((name) => byLimit.get(idOf.get(name) ?? ""));
  expect(byLimit.size).toBe(2);
  expect([own?.amount, whole?.amount].map((amount) => writeMicros(amount ?? (0n as never)))).toEqual(["4.00", "0.50"]);
  // What was rated in one go for one hour is one charge: reached when it ends.
  expect(own?.reachedAt).toEqual(new Date(at(20).getTime() + 1_000));
  expect(own?.causes.map(({ subAccountName, sku, cost }) => [subAccountName, sku, cost])).toEqual([
    ["ada", meter, 9_000_000n],
  ]);
  expect(whole?.causes.map(({ subAccountName }) => subAccountName)).toEqual(["ada", "bo"]);
  expect(lagSeconds).toBeGreaterThan(0);

  const seen = await listOverages(ada);
  expect([...seen.byLimit.keys()]).toEqual([idOf.get("ada")]);
  expect(seen.lagSeconds).toBeNull();
  expect((await listOverages(bo)).byLimit.size).toBe(0);
});

it("of many that were passed, those passed by most come with their causes, and how many more there are", async () => {
  const root: Context = { ...(await buildAccount()), authorityEpoch: null };
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  const names = Array.from({ length: 12 }, (_, index) => `p${index + 1}`);
  for (const name of names) await buildSubAccount(root, { name });
  const at = new Date(Math.floor((Date.now() - 600_000) / 3_600_000) * 3_600_000);
  await reportUsage(
    operator,
    names.map((subAccount, index) => buildEvent(root, { meter, subAccount, value: `${index + 2}000000`, at })),
  );
  await rateAll(root, operator, names.length);
  for (const subAccountName of names) {
    await setSpendLimit(root, SetSpendLimitInput.parse({ subAccountName, per: "lifetime", hard: "1" }));
  }
  const { byLimit, more } = await listOverages(root);
  expect([...byLimit.values()].map(({ amount }) => writeMicros(amount))).toEqual(
    Array.from({ length: 10 }, (_, index) => `${12 - index}.00`),
  );
  expect(more).toBe(2);
});
