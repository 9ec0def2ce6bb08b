import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { InvoicingMode } from "@/lib/domain/spend/presenter";
import { guarded, instant } from "@/lib/foundation/csv";
import type { SubAccountId } from "@/lib/foundation/ids";
import { decimal, local, plain } from "./cell-rules";
import focus from "./focus-columns.json";
import { csvPayment, focusPayment, paymentsQuery } from "./payment-rules";

export interface Source {
  accountId: string;
  period: string;
  subAccountId: SubAccountId | undefined;
  uid: string;
  accountName: string;
  companyName: string;
  /** Who issues, serves and hosts: one string, as FOCUS wants it; a closed month keeps the one it was issued under. */
  issuer: string;
  timeZone: string;
  currency: string;
  /** A sub-account may not read the account's names: its own is known. */
  ownName: string | undefined;
  invoicingMode: InvoicingMode;
  /** The invoice has, or would have, more than what was consumed. Of the account alone. */
  hasPayments: boolean;
}

/** The charges of one month with what both files say of them, and what is `alsoJoined`, in the order of their making. */
function chargesOf({ accountId, period, subAccountId, ownName }: Source, alsoJoined = sql``): SQL {
  const names =
    ownName === undefined
      ? sql`left join app.reserved_names n on n.account_id = c.account_id and n.sub_account_id = c.sub_account_id`
      : sql`cross join (select ${ownName}::text as name) n`;
  return sql`from app.charges c
    left join app.sku_prices r on r.id = c.sku_price_id left join app.skus k on k.code = r.sku_code
    left join app.billing_services v on v.code = k.service_code
    left join app.billed_resources b on b.account_id = c.account_id and b.id = c.resource_id
    ${names} ${alsoJoined}
    where c.account_id = ${accountId}::uuid and c.period = ${period}::date
      ${subAccountId === undefined ? sql`` : sql`and c.sub_account_id = ${subAccountId}::uuid`}
    order by c.id`;
}

/** What a charge puts on the invoice: all of it, or nothing where payments are invoiced. */
const billed = ({ invoicingMode }: Source) =>
  invoicingMode === "usage_invoiced" ? sql`c.effective_cost / 1e6` : sql`0`;

/** A file of a month that invoices what it consumed, and nothing else, has the columns that it always had. */
const csvColumns = (of: Source): [name: string, value: SQL][] => [
  ["month", sql`to_char(c.period, 'YYYY-MM')`],
  ["charge_id", sql`c.id`],
  ["sub_account", guarded(sql`n.name`)],
  ["category", sql`c.category`],
  ["correction", sql`case when c.correction then 'yes' end`],
  ["service", guarded(sql`v.name_en`)],
  ["sku", guarded(sql`k.code`)],
  ["resource", guarded(sql`b.arn`)],
  ["start", local(sql`c.start_at`, of.timeZone)],
  ["end", local(sql`c.end_at`, of.timeZone)],
  ["quantity", plain(sql`c.quantity`)],
  ["unit", guarded(sql`k.consumed_unit`)],
  ["list_unit_price", plain(sql`c.list_unit_price`)],
  ["unit_price", plain(sql`c.unit_price`)],
  ["tier", sql`c.tier`],
  ["price_version", sql`c.price_id`],
  ["cost", plain(sql`c.effective_cost / 1e6`)],
  ...(tellsBilled(of) ? [["billed_cost", plain(billed(of))] as [string, SQL]] : []),
  ["currency", sql`${of.currency}::text`],
  ["events", sql`c.events`],
  ["settlement", sql`c.settlement_no`],
  ["note", guarded(sql`c.note`)],
];

/** Of the account, where the invoice is not what was consumed. */
export const tellsBilled = ({ subAccountId, invoicingMode, hasPayments }: Source): boolean =>
  !subAccountId && (invoicingMode !== "usage_invoiced" || hasPayments);

export const csvNames = (of: Source): string[] => csvColumns(of).map(([name]) => name);
export const csvQuery = (of: Source): SQL => rowsOf(of, csvColumns(of), csvPayment(of));

/** The month's charges, then the payments that are invoiced with it. */
function rowsOf(of: Source, columns: [name: string, value: SQL][], payment: Record<string, SQL>, joined?: SQL): SQL {
  const values = columns.map(([, value]) => value);
  const query = sql`select ${sql.join(values, sql`, `)} ${chargesOf(of, joined)}`;
  const names = columns.map(([name]) => name);
  return of.hasPayments ? sql`(${query}) union all (${paymentsQuery(of, names, payment)})` : query;
}

/** What is the same in every row of a month. */
function focusMonth({ uid, companyName, issuer, currency }: Source): Record<string, SQL> {
  const issued = sql`coalesce(p.issued_by, ${issuer}::text)`;
  return {
    BillingAccountId: sql`${`acs:ram::${uid}:root`}::text`,
    BillingAccountName: sql`coalesce(p.billed_to, ${companyName}::text)`,
    BillingAccountType: sql`'Primary account'::text`,
    BillingCurrency: sql`${currency}::text`,
    BillingPeriodEnd: instant(sql`p.ends_at`),
    BillingPeriodStart: instant(sql`p.starts_at`),
    InvoiceId: sql`i.number`,
    InvoiceIssuerName: issued,
    PricingCurrency: sql`${currency}::text`,
    ProviderName: issued,
    PublisherName: issued,
    HostProviderName: issued,
    ServiceProviderName: issued,
    InvoiceDetailId: sql`i.number || '/' || l.line_no`,
  };
}

function focusValues(of: Source): Record<string, SQL> {
  const { uid, accountName } = of;
  const cost = decimal(sql`c.effective_cost / 1e6`);
  const priced = (value: SQL) => decimal(sql`coalesce(c.quantity * ${value}, c.effective_cost / 1e6)`);
  const region = sql`nullif(split_part(b.arn, ':', 3), '')`;
  return {
    ...focusMonth(of),
    BilledCost: decimal(billed(of)),
    ChargeCategory: sql`c.category`,
    ChargeClass: sql`case when c.correction then 'Correction' end`,
    ChargeDescription: sql`coalesce(nullif(c.note, ''), k.name_en || ' ' || r.code, c.category)`,
    ChargeFrequency: sql`case c.category when 'Usage' then 'Usage-Based' when 'Purchase' then 'Recurring' else 'One-Time' end`,
    ChargePeriodEnd: instant(sql`c.end_at`),
    ChargePeriodStart: instant(sql`c.start_at`),
    ConsumedQuantity: sql`case when c.category = 'Usage' then ${decimal(sql`c.quantity`)} end`,
    ConsumedUnit: sql`case when c.category = 'Usage' then k.consumed_unit end`,
    ContractedCost: priced(sql`c.unit_price`),
    ContractedUnitPrice: decimal(sql`c.unit_price`),
    EffectiveCost: cost,
    ListCost: priced(sql`c.list_unit_price`),
    ListUnitPrice: decimal(sql`c.list_unit_price`),
    PricingCategory: sql`case when c.category in ('Usage', 'Purchase') then 'Standard' end`,
    PricingCurrencyContractedUnitPrice: decimal(sql`c.unit_price`),
    PricingCurrencyEffectiveCost: cost,
    PricingCurrencyListUnitPrice: decimal(sql`c.list_unit_price`),
    PricingQuantity: decimal(sql`c.quantity`),
    // A price is kept per consumed unit (decision 0051): so every product is exact.
    PricingUnit: sql`case when c.quantity is not null then k.consumed_unit end`,
    RegionId: region,
    RegionName: region,
    ResourceId: sql`b.arn`,
    ResourceType: sql`split_part(split_part(b.arn, ':', 5), '/', 1)`,
    ServiceCategory: sql`coalesce(v.category, 'Other')`,
    ServiceName: sql`coalesce(v.name_en, 'Account')`,
    ServiceSubcategory: sql`coalesce(v.subcategory, 'Other (Other)')`,
    SkuId: sql`k.code`,
    SkuMeter: sql`k.meter`,
    SkuPriceId: sql`r.code || '.t' || c.tier`,
    SubAccountId: sql`'acs:ram::' || ${uid}::text || ':user/' || n.name`,
    SubAccountName: sql`${accountName}::text || '#' || n.name`,
    SubAccountType: sql`case when c.sub_account_id is not null then 'Sub-account' end`,
    x_ChargeId: sql`to_char(c.period, 'YYYY-MM') || '/' || c.id`,
    x_Events: sql`c.events`,
    x_PriceVersion: sql`c.price_id`,
    x_RatedAt: instant(sql`c.rated_at`),
    x_ReversesChargeId: sql`to_char(w.period, 'YYYY-MM') || '/' || w.charge_id`,
    x_SettlementNo: sql`c.settlement_no`,
  };
}

const focusColumns = [...focus.columns, ...focus.superset, ...focus.custom].filter(
  (column) => !("emit" in column && column.emit === "absent"),
);

export const focusNames = focusColumns.map(({ name }) => name);

/** Lines are matched by equality alone: what is `not distinct` is compared with every line of the invoice, for each charge. */
const invoiced = sql`join app.billing_periods p on p.account_id = c.account_id and p.period = c.period
  left join app.charge_reversals w on w.account_id = c.account_id and w.reversal_id = c.id
  left join app.invoices i on i.account_id = c.account_id and i.period = c.period
  left join app.invoice_lines l on l.account_id = c.account_id and l.invoice_id = i.id and l.category = c.category
    and coalesce(l.sub_account_id::text, '') = coalesce(c.sub_account_id::text, '')
    and coalesce(l.service_code, '') = coalesce(k.service_code, '')`;

/** Every column of the list, in its order; those without a value of ours are there and empty. */
export function focusQuery(of: Source): SQL {
  const values = focusValues(of);
  const columns = focusNames.map((name): [string, SQL] => [name, values[name] ?? sql`null`]);
  return rowsOf(of, columns, focusPayment(focusMonth(of)), invoiced);
}
