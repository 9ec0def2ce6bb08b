import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { instant } from "@/lib/foundation/csv";
import { decimal } from "./cell-rules";
import type { Source } from "./export-rules";
import focus from "./focus-columns.json";

/** The two files of FOCUS 1.4 beside a month's charges. */
export const focusDatasets = { "focus-periods": "BillingPeriod", "focus-invoices": "InvoiceDetail" } as const;
export type FocusDataset = keyof typeof focusDatasets;

const columnsOf = (dataset: FocusDataset) =>
  focus.datasets_1_4[focusDatasets[dataset]].filter((column) => !("emit" in column && column.emit === "absent"));

export const datasetNames = (dataset: FocusDataset): string[] => columnsOf(dataset).map(({ name }) => name);

/** Every column of the dataset's list, in its order. */
export function datasetQuery(dataset: FocusDataset, of: Source): SQL {
  const { values, from } = dataset === "focus-periods" ? billingPeriod(of) : invoiceDetail(of);
  const columns = datasetNames(dataset).map((name) => values[name] ?? sql`null`);
  return sql`select ${sql.join(columns, sql`, `)} ${from}`;
}

interface Dataset {
  values: Record<string, SQL>;
  from: SQL;
}

/** A closing month is open to whoever reads it: charges may still come. It begins with its first moment, or its account's. */
function billingPeriod({ accountId, period, issuer }: Source): Dataset {
  const created = sql`greatest(p.starts_at, a.created_at)`;
  const over = sql`case when p.status <> 'open' then p.ends_at end`;
  return {
    values: {
      BillingPeriodCreated: instant(created),
      BillingPeriodEnd: instant(sql`p.ends_at`),
      BillingPeriodLastUpdated: instant(sql`greatest(${created}, ${over}, p.closed_at, c.rated_at)`),
      BillingPeriodStart: instant(sql`p.starts_at`),
      BillingPeriodStatus: sql`case p.status when 'closed' then 'Closed' else 'Open' end`,
      InvoiceIssuerName: sql`coalesce(p.issued_by, ${issuer}::text)`,
    },
    from: sql`from app.billing_periods p join app.accounts a on a.account_id = p.account_id
      left join lateral (select rated_at from app.charges c where c.account_id = p.account_id and c.period = p.period
        order by c.id desc limit 1) c on true
      where p.account_id = ${accountId}::uuid and p.period = ${period}::date`,
  };
}

/** The lines of the month's invoice; none while it has no invoice. */
function invoiceDetail({ accountId, period, uid, currency, issuer }: Source): Dataset {
  const issued = instant(sql`i.issued_at`);
  const subAccount = sql`'acs:ram::' || ${uid}::text || ':user/' || n.name`;
  return {
    values: {
      BilledCost: decimal(sql`l.net`),
      BillingAccountId: sql`${`acs:ram::${uid}:root`}::text`,
      BillingCurrency: sql`${currency}::text`,
      BillingPeriodEnd: instant(sql`p.ends_at`),
      BillingPeriodStart: instant(sql`p.starts_at`),
      ChargeCategory: sql`l.category`,
      InvoiceDetailCreated: issued,
      InvoiceDetailDescription: sql`nullif(concat_ws(' ', n.name, v.name_en), '')`,
      InvoiceDetailGrain: sql`json_strip_nulls(json_build_object('SubAccountId', ${subAccount}, 'ServiceName', coalesce(v.name_en, 'Account')))`,
      InvoiceDetailId: sql`i.number || '/' || l.line_no`,
      InvoiceDetailLastUpdated: issued,
      InvoiceId: sql`i.number`,
      InvoiceIssueDate: issued,
      InvoiceIssueStatus: sql`'Issued'::text`,
      InvoiceIssuerName: sql`coalesce(p.issued_by, ${issuer}::text)`,
      PaymentCurrency: sql`${currency}::text`,
      PaymentDueDate: issued,
      PaymentTerms: sql`'Prepaid'::text`,
      ReferenceInvoiceId: sql`i.number`,
    },
    from: sql`from app.invoices i
      join app.invoice_lines l on l.account_id = i.account_id and l.invoice_id = i.id
      join app.billing_periods p on p.account_id = i.account_id and p.period = i.period
      left join app.billing_services v on v.code = l.service_code
      left join app.reserved_names n on n.account_id = l.account_id and n.sub_account_id = l.sub_account_id
      where i.account_id = ${accountId}::uuid and i.period = ${period}::date order by l.line_no`,
  };
}
