import fc from "fast-check";
import { expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { settleCharges } from "@/lib/domain/wallet/settle-charges";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";

interface Told {
  id: string;
  meter: "flat" | "tiered";
  subAccount: "ada" | "bob";
  value: bigint;
  /** Hours and seconds before now. */
  hoursAgo: number;
  second: number;
  resource: "r1" | "r2";
}

const told = fc.record({
  meter: fc.constantFrom("flat" as const, "tiered" as const),
  subAccount: fc.constantFrom("ada" as const, "bob" as const),
  value: fc.bigInt(0n, 900_000n),
  hoursAgo: fc.integer({ min: 2, max: 60 }),
  second: fc.integer({ min: 0, max: 3_598 }),
  resource: fc.constantFrom("r1" as const, "r2" as const),
});

const tiers = [
  { upTo: "0.7", price: "0.037" },
  { upTo: null, price: "0.011" },
];
/** Micros for so many tokens of one sub-account and resource in a month, as fractions of a millionth of a micro. */
const flatExact = (value: bigint) => value * 37_000n;
const tieredExact = (value: bigint) => {
  const first = value - 700_000n > 0n ? 700_000n : value;
  return first * 37_000n + (value - first) * 11_000n;
};

/** Sums as a bill shows them: by month, day and SKU; of tiered SKUs by month, where the split by day is the arrival's. */
async function billOf({ accountId }: Context, tieredMeter: string): Promise<string> {
  return lookDirectly(async (sql) => {
    const days = await sql`
      select n.name, s.day::text, p.code, s.quantity::text as quantity, s.effective_cost::text as cost from app.spend_day_skus s
      join app.sku_prices p on p.id = s.sku_price_id join app.reserved_names n using (account_id, sub_account_id)
      where s.account_id = ${accountId} and p.code <> ${tieredMeter} order by 1, 2, 3`;
    const months = await sql`
      select n.name, s.period::text, p.code, sum(s.quantity)::text as quantity, sum(s.effective_cost)::text as cost from app.spend_day_skus s
      join app.sku_prices p on p.id = s.sku_price_id join app.reserved_names n using (account_id, sub_account_id)
      where s.account_id = ${accountId} group by 1, 2, 3 order by 1, 2, 3`;
    return JSON.stringify([days, months]);
  });
}

async function exactMonth(events: readonly Told[], zone: string, now: Date): Promise<Map<string, bigint>> {
  const dayOf = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  const keys = new Map<string, bigint>();
  for (const { meter, subAccount, resource, value, hoursAgo, second } of events) {
    const day = dayOf.format(new Date(now.getTime() - hoursAgo * 3_600_000 + second * 1_000));
    const key = [subAccount, meter, resource, meter === "flat" ? day : day.slice(0, 7), day.slice(0, 7)].join("|");
    keys.set(key, (keys.get(key) ?? 0n) + value);
  }
  const bill = new Map<string, bigint>();
  for (const [key, value] of keys) {
    const [subAccount, meter, , , month] = key.split("|");
    const posted = (meter === "flat" ? flatExact(value) : tieredExact(value)) / 1_000_000n;
    const line = `${subAccount} ${meter} ${month}`;
    bill.set(line, (bill.get(line) ?? 0n) + posted);
  }
  return bill;
}

it("is the same bill, bit for bit, in whatever order, batches and repeats its usage comes in", async () => {
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
  const flat = await buildPrice({ tiers: [{ upTo: null, price: "0.037" }] });
  const tiered = await buildPrice({ tiers, tierScope: "resource" });
  const meterOf = { flat, tiered };
  await fc.assert(
    fc.asyncProperty(
      fc.array(told, { minLength: 1, maxLength: 60 }),
      fc.array(fc.infiniteStream(fc.nat()), { minLength: 3, maxLength: 3 }),
      async (drawn, streams) => {
        const events: Told[] = drawn.map((one, index) => ({ ...one, id: `event-${index}` }));
        const bills: string[] = [];
        for (const stream of streams) {
          const next = (below: number) => Number(stream.next().value ?? 0) % below;
          const root = { ...(await buildAccount()), authorityEpoch: null };
          for (const name of ["ada", "bob"]) await buildSubAccount(root, { name });
          const sent = events.flatMap((event) => (next(4) === 0 ? [event, event] : [event]));
          for (let i = sent.length - 1; i > 0; i--) {
            const j = next(i + 1);
            [sent[i], sent[j]] = [sent[j] as Told, sent[i] as Told];
          }
          const wire = sent.map(({ meter, hoursAgo, second, value, ...rest }) => {
            const at = new Date(hour.getTime() - hoursAgo * 3_600_000 + second * 1_000);
            return buildEvent(root, { ...rest, meter: meterOf[meter], value: String(value), at });
          });
          let rated = 0;
          while (wire.length > 0) {
            await reportUsage(operator, wire.splice(0, 1 + next(25)));
            if (next(2) === 0) rated += await rateAccount(operator, root.accountId);
            if (next(3) === 0) await settleCharges(operator, root.accountId);
          }
          await rateAll(root, operator, events.length - rated);
          await settleCharges(operator, root.accountId);
          expect(await brokenInvariants(root)).toEqual([]);
          bills.push(await billOf(root, tiered));
        }
        expect(new Set(bills).size).toBe(1);
        const exact = await exactMonth(events, "Asia/Shanghai", hour);
        const [, months] = JSON.parse(bills[0] ?? "[[],[]]") as [unknown, Record<string, string>[]];
        const shown = months.map((row) => {
          const [name, period, code, , cost] = Object.values(row);
          return [`${name} ${code === flat ? "flat" : "tiered"} ${period?.slice(0, 7)}`, BigInt(cost ?? 0)] as const;
        });
        expect(new Map(shown)).toEqual(exact);
      },
    ),
    { numRuns: 5, endOnFailure: true },
  );
});
