import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { invoices } from "@/db/schema/invoices";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { readPayments, sumPayments } from "@/lib/domain/spend/invoiced-queries";
import { findPeriod, findWhose, readTerms } from "@/lib/domain/spend/lookups";
import { type InvoicingMode, periodOf } from "@/lib/domain/spend/presenter";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { addMicros, type Micros, writeMicros, zero } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { type Source, tellsBilled } from "./export-rules";

/** Undefined for a month that is not closed or cost nothing, and for who sees only itself. */
export async function findInvoice(tx: Tx, { accountId }: Allowed, month: string) {
  const [row] = await tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.accountId, accountId), eq(invoices.period, periodOf(month))));
  return row;
}

/** Whose charges a month's file has, and how they are told. Throws `not-found` for a month without books and a name that never was. */
export async function findSource(tx: Tx, allowed: Allowed, { month, name }: { month: string; name: string }) {
  const { uid, name: accountName, companyName } = allowed.account;
  const subAccountId = await findWhose(tx, allowed, name);
  const period = await findPeriod(tx, allowed, month);
  const terms = await readTerms(tx, allowed);
  const { timeZone, currency } = terms;
  const payments = subAccountId ? [] : await readPayments(tx, periodOf(month));
  const source: Source = {
    ...{ accountId: allowed.accountId, period: periodOf(month), subAccountId },
    ...{ uid, accountName, companyName, issuer: env().legalName, timeZone, currency },
    ownName: allowed.scope.kind === "sub-account" ? actingSubAccount(allowed.actor)?.name : undefined,
    invoicingMode: period.invoicingMode,
    hasPayments: payments.length > 0,
  };
  /** Of what the month's charges come to: what the head of its file says. */
  const billedOf = (total: Micros): Micros =>
    addMicros(source.invoicingMode === "usage_invoiced" ? total : zero, sumPayments(payments));
  const billedFacts = (total: Micros): { invoicing_mode?: string; billed_total?: string } =>
    tellsBilled(source) ? { invoicing_mode: source.invoicingMode, billed_total: writeMicros(billedOf(total)) } : {};
  return { source, period, terms, payments: payments.length, billedOf, billedFacts };
}

export interface Invoicing {
  /** `YYYY-MM`: the running month, and the first that has not begun. */
  month: string;
  mode: InvoicingMode;
  nextMonth: string;
  nextMode: InvoicingMode;
}

/** Throws `not-found` where no books are open. */
export async function readInvoicing(tx: Tx, { accountId, now }: Allowed): Promise<Invoicing> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [row] = await tx.execute<{
    month: string;
    mode: InvoicingMode;
    next_month: string;
    next_mode: InvoicingMode;
  }>(sql`
    select to_char(m.this, 'YYYY-MM') as month, billing.invoicing_mode_of(b, m.this) as mode,
      to_char(m.next, 'YYYY-MM') as next_month, billing.invoicing_mode_of(b, m.next) as next_mode
    from app.books b
    cross join lateral (select billing.month_of(${at}, b.time_zone) as this, billing.next_invoicing_month(b, ${at}) as next) m
    where b.account_id = ${accountId}`);
  if (!row) throw new DomainError("not-found", "wallet");
  return { month: row.month, mode: row.mode, nextMonth: row.next_month, nextMode: row.next_mode };
}
