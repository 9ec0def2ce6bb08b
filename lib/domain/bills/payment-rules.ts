import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { instant } from "@/lib/foundation/csv";
import { decimal, local, plain } from "./cell-rules";

interface Month {
  period: string;
  timeZone: string;
  currency: string;
}

/** What is said of a payment in the files, which are in English; it begins like no formula. */
const said = sql`concat_ws(' ', case v.kind
  when 'top-up' then 'Top-up' when 'top-up-reversal' then 'Reversal of top-up' when 'payout' then 'Payout'
  when 'payout-returned' then 'Payout that came back' when 'carried-over' then 'Balance carried over' else 'Rounding' end,
  nullif(v.reference, ''))`;
const category = sql`case v.kind when 'rounding' then 'Adjustment' else 'Purchase' end`;
const endAt = sql`(v.at + interval '1 second')`;
const bought = (value: SQL) => sql`case when v.kind <> 'rounding' then ${value} end`;

/** Of an invoice's lines the one that its payments come to. */
export const isOfPayments = sql`l.category = 'Purchase' and l.sub_account_id is null and l.service_code is null`;

/**
 * The rows that a month's invoice has beside what was consumed: each is bought and consumes nothing. Named as the
 * columns of the file are; what is not named is empty.
 */
export const paymentsQuery = ({ period }: Month, names: readonly string[], values: Record<string, SQL>): SQL =>
  sql`select ${sql.join(
    names.map((name) => values[name] ?? sql`null`),
    sql`, `,
  )}
    from billing.invoiced_payments(${period}::date) v
    join app.billing_periods p on p.account_id = (select app.account_id()) and p.period = ${period}::date
    left join app.invoices i on i.account_id = p.account_id and i.period = p.period
    left join app.invoice_lines l on l.account_id = p.account_id and l.invoice_id = i.id and v.kind <> 'rounding'
      and ${isOfPayments}
    order by v.no`;

export const csvPayment = ({ timeZone, currency, period }: Month): Record<string, SQL> => ({
  month: sql`to_char(${period}::date, 'YYYY-MM')`,
  category,
  correction: sql`case when v.correction then 'yes' end`,
  start: local(sql`v.at`, timeZone),
  end: local(endAt, timeZone),
  cost: sql`'0'`,
  billed_cost: plain(sql`v.amount / 1e6`),
  currency: sql`${currency}::text`,
  note: said,
});

/** What differs from a charge; one unit is bought for what was paid, and given back for the same. */
export function focusPayment(ofMonth: Record<string, SQL>): Record<string, SQL> {
  const amount = decimal(sql`v.amount / 1e6`);
  const price = bought(decimal(sql`abs(v.amount) / 1e6`));
  const nothing = sql`'0.0'`;
  return {
    ...ofMonth,
    BilledCost: amount,
    ChargeCategory: category,
    ChargeClass: sql`case when v.correction then 'Correction' end`,
    ChargeDescription: said,
    ChargeFrequency: sql`'One-Time'`,
    ChargePeriodEnd: instant(endAt),
    ChargePeriodStart: instant(sql`v.at`),
    ContractedCost: amount,
    ContractedUnitPrice: price,
    EffectiveCost: nothing,
    ListCost: amount,
    ListUnitPrice: price,
    PricingCategory: bought(sql`'Standard'`),
    PricingCurrencyContractedUnitPrice: price,
    PricingCurrencyEffectiveCost: nothing,
    PricingCurrencyListUnitPrice: price,
    PricingQuantity: bought(sql`case when v.amount < 0 then '-1.0' else '1.0' end`),
    PricingUnit: bought(sql`'Payments'`),
    ServiceCategory: sql`'Other'`,
    ServiceName: sql`'Account'`,
    ServiceSubcategory: sql`'Other (Other)'`,
    // A SKU of the price book has no colon.
    SkuId: bought(sql`'account:balance'`),
    SkuPriceId: bought(sql`'account:balance.t1'`),
    x_ChargeId: sql`concat_ws('/', to_char(p.period, 'YYYY-MM'), v.kind, nullif(v.reference, ''))`,
    x_RatedAt: instant(sql`v.at`),
  };
}
