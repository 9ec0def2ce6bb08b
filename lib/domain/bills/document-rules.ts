import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { chargeCategories } from "@/db/schema/charges";
import type { InvoicedPayment, InvoicingMode, MoneyTerms, StatementSums } from "@/lib/domain/spend/presenter";
import type { Locale } from "@/lib/foundation/messages";
import type { Micros } from "@/lib/foundation/money";
import { isOfPayments } from "./payment-rules";

/** What a document says beside its lines. */
export interface DocumentFacts {
  kind: "bill" | "statement";
  locale: Locale;
  issuer: string;
  /** Undefined where nothing was issued. */
  number: string | undefined;
  accountName: string;
  uid: string;
  billedTo: string;
  /** Empty on the account's bill. */
  subAccountName: string;
  /** Of a statement. */
  statement?: StatementSums | undefined;
  invoicingMode: InvoicingMode;
  /** Of a bill that says something else than what was consumed: what that came to. */
  consumed?: Micros | undefined;
  /** `YYYY-MM`. */
  month: string;
  startsAt: Date;
  endsAt: Date;
  status: "open" | "closing" | "closed";
  issuedAt: Date | undefined;
  drawnAt: Date;
  terms: Pick<MoneyTerms, "currency" | "minorDigits" | "timeZone">;
}

export interface DocumentOf {
  accountId: string;
  period: string;
  /** Of a statement; undefined for the account's bill. */
  subAccountId: string | undefined;
  /** Of a closed month: its lines are those of the invoice. */
  invoiceId: string | undefined;
  invoicingMode: InvoicingMode;
  hasPayments: boolean;
}

interface ServiceSum {
  en: string | null;
  zh: string | null;
  /** Micros, in digits: so are all amounts here. */
  cost: string;
}

/** What is said before the lines, out of the same snapshot as they. */
export interface DocumentHead {
  lines: number;
  charges: number;
  total: string;
  /** Before an invoice's lines were rounded. */
  exact: string;
  /** How many digits the amounts need after the point. */
  digits: number;
  services: ServiceSum[];
}

export interface DocumentLine {
  /** A sub-account's name (empty: the account itself), or on a statement a day. */
  key: string;
  en: string | null;
  zh: string | null;
  category: (typeof chargeCategories)[number];
  quantity: string | null;
  unit: string | null;
  /** Of what was paid in, instead of a name of the price book. */
  payment: InvoicedPayment["kind"] | null;
  reference: string | null;
  exact: string;
  cost: string;
}

/** The head, then each line: one JSON value a row. */
export function documentQuery(of: DocumentOf): SQL {
  const lines = of.subAccountId ? daysOf(of) : billLinesOf(of);
  return sql`
    with line as materialized (${lines}), service as (
      select min(coalesce(service_en, en)) as en, min(coalesce(service_zh, zh)) as zh, sum(cost)::text as cost, sum(cost) as by
      from line group by service_code
    )
    select body from (
      select 0 as no, json_build_object('lines', count(*), 'charges', coalesce(sum(charges), 0),
        'total', coalesce(sum(cost), 0)::text, 'exact', coalesce(sum(exact), 0)::text,
        'digits', coalesce(max(greatest(scale(trim_scale(cost / 1e6)), scale(trim_scale(exact / 1e6)))), 0),
        'services', (select coalesce(json_agg(json_build_object('en', en, 'zh', zh, 'cost', cost) order by by desc, en), '[]') from service)) as body
      from line
      union all
      select no, json_build_object('key', key, 'en', en, 'zh', zh, 'category', category, 'quantity', quantity, 'unit', unit, 'payment', payment, 'reference', reference,
        'exact', exact::text, 'cost', cost::text)
      from line
    ) t order by no`;
}

/** What was consumed where that is invoiced, then what was paid in where that is. */
function billLinesOf(of: DocumentOf): SQL {
  const consumed = of.invoiceId ? invoiceLinesOf(of) : sumsOf(of);
  if (of.invoicingMode !== "usage_invoiced") return paymentsOf(of);
  return of.hasPayments ? sql`(${consumed}) union all (${paymentsOf(of)})` : consumed;
}

const words = sql`v.code as service_code, v.name_en as service_en, v.name_zh as service_zh, null as payment, null as reference`;

const priceBook = sql`
  left join app.sku_prices r on r.id = s.sku_price_id left join app.skus k on k.code = r.sku_code
  left join app.billing_services v on v.code = k.service_code`;

/** A closed month: each line rounded to the currency's coins, as it was issued. */
const invoiceLinesOf = ({ accountId, invoiceId }: DocumentOf) => sql`
  select l.line_no as no, coalesce(n.name, '') as key, v.name_en as en, v.name_zh as zh, ${words}, l.category,
    null::text as quantity, null::text as unit, null::bigint as charges, l.exact::numeric as exact, (l.net * 1000000)::bigint::numeric as cost
  from app.invoice_lines l left join app.billing_services v on v.code = l.service_code
  left join app.reserved_names n on n.account_id = l.account_id and n.sub_account_id = l.sub_account_id
  where l.account_id = ${accountId}::uuid and l.invoice_id = ${invoiceId}::uuid
    and not (${isOfPayments})`;

/** One by one what makes the invoice's line of payments; behind all lines of what was consumed. */
const paymentsOf = ({ period }: DocumentOf) => sql`
  select 1000000000 + v.no as no, '' as key, null as en, null as zh, null as service_code, null as service_en, null as service_zh,
    v.kind as payment, v.reference, case v.kind when 'rounding' then 'Adjustment' else 'Purchase' end as category,
    null::text as quantity, null::text as unit, null::bigint as charges,
    case when v.kind = 'rounding' then 0 else v.amount end::numeric as exact, v.amount::numeric as cost
  from billing.invoiced_payments(${period}::date) v`;

/** A month that is not closed: the lines its invoice would have now, exact. */
const sumsOf = ({ accountId, period }: DocumentOf) => sql`
  select row_number() over (order by n.name nulls last, v.code nulls last, s.category) as no, coalesce(n.name, '') as key,
    v.name_en as en, v.name_zh as zh, ${words}, s.category, null::text as quantity, null::text as unit,
    sum(s.charges) as charges, sum(s.effective_cost) as exact, sum(s.effective_cost) as cost
  from app.spend_day_skus s ${priceBook}
  left join app.reserved_names n on n.account_id = s.account_id and n.sub_account_id = s.sub_account_id
  where s.account_id = ${accountId}::uuid and s.period = ${period}::date
  group by s.sub_account_id, n.name, v.code, v.name_en, v.name_zh, s.category having sum(s.effective_cost) <> 0`;

/** A sub-account's month by day and SKU. */
const daysOf = ({ accountId, period, subAccountId }: DocumentOf) => sql`
  select row_number() over (order by s.day, k.code nulls last, s.category) as no, s.day::text as key,
    k.name_en as en, k.name_zh as zh, ${words}, s.category, trim_scale(sum(s.quantity))::text as quantity,
    min(k.consumed_unit) as unit, sum(s.charges) as charges, sum(s.effective_cost) as exact, sum(s.effective_cost) as cost
  from app.spend_day_skus s ${priceBook}
  where s.account_id = ${accountId}::uuid and s.period = ${period}::date and s.sub_account_id = ${subAccountId}::uuid
  group by s.day, k.code, v.code, v.name_en, v.name_zh, s.category`;
