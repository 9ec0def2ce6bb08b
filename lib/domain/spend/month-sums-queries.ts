import "server-only";
import { sql } from "drizzle-orm";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { addMicros, asMicros, type Micros, zero } from "@/lib/foundation/money";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { readTerms } from "./lookups";
import { type MoneyTerms, microsOf } from "./presenter";

/** What was consumed in one month and stands on the bill of another. */
export interface Carried {
  /** When it was consumed. */
  month: string;
  /** Whose bill it stands on. */
  bill: string;
  cost: Micros;
}

export interface MonthSums {
  month: string;
  /** As its bill says; null: it has none. */
  issued: Micros | null;
  /** On its bill, of other months. */
  ofOthers: Carried[];
  /** Of it, on other bills. */
  onOthers: Carried[];
  /** What was consumed in it comes to, whichever bills it stands on. */
  restated: Micros;
}

export interface RestatedMonths {
  terms: MoneyTerms;
  /** Newest first, all there are. */
  rows: MonthSums[];
  /** Of all of them: what the bills sum to, and what the months of consumption do. */
  issued: Micros;
  restated: Micros;
}

/** The account's months as they were issued and by when things were consumed: two ways to add up the same charges. */
export async function listRestated(ctx: Context): Promise<RestatedMonths> {
  const allowed = authorize(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const bills = await tx.execute<{ month: string; cost: string }>(sql`
      select to_char(s.period, 'YYYY-MM') as month, sum(s.effective_cost)::text as cost from app.spend_months s
      where s.account_id = ${allowed.accountId} group by 1`);
    // Most days lie in the month of their bill: they need no sum of their own.
    const found = await tx.execute<{ month: string; bill: string; cost: string }>(sql`
      select to_char(s.day, 'YYYY-MM') as month, to_char(s.period, 'YYYY-MM') as bill, sum(s.effective_cost)::text as cost
      from app.spend_days s
      where s.account_id = ${allowed.accountId} and (s.day < s.period or s.day >= (s.period + interval '1 month'))
      group by 1, 2 order by 1, 2`);
    const carried = found.map(({ month, bill, cost }) => ({ month, bill, cost: microsOf(cost) }));
    const issuedOf = new Map(bills.map(({ month, cost }) => [month, microsOf(cost)]));
    const months = new Set([...issuedOf.keys(), ...carried.map(({ month }) => month)]);
    const rows = [...months]
      .toSorted()
      .toReversed()
      .map((month) => {
        const issued = issuedOf.get(month) ?? null;
        const ofOthers = carried.filter(({ bill }) => bill === month);
        const onOthers = carried.filter((one) => one.month === month);
        const restated = asMicros((issued ?? zero) - sum(ofOthers) + sum(onOthers));
        return { month, issued, ofOthers, onOthers, restated };
      });
    return {
      ...{ terms, rows },
      issued: addMicros(...rows.map(({ issued }) => issued ?? zero)),
      restated: addMicros(...rows.map(({ restated }) => restated)),
    };
  });
}

const sum = (list: readonly Carried[]) => list.reduce((total, { cost }) => total + cost, 0n);
