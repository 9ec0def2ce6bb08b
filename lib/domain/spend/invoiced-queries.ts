import "server-only";
import { sql } from "drizzle-orm";
import { addMicros, type Micros, zero } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { type Invoiced, type InvoicedPayment, type InvoicingMode, microsOf } from "./presenter";

/** What a month's invoice has, or would have now, beside what was consumed; in the order of its rows. */
export async function readPayments(tx: Tx, period: string): Promise<InvoicedPayment[]> {
  const rows = await tx.execute<{ kind: InvoicedPayment["kind"]; at: string; amount: string; reference: string }>(
    sql`select kind, at, amount::text, reference from billing.invoiced_payments(${period}::date) order by no`,
  );
  return rows.map(({ kind, at, amount, reference }) => ({
    kind,
    at: new Date(at),
    amount: microsOf(amount),
    reference,
  }));
}

export const sumPayments = (payments: readonly InvoicedPayment[]): Micros =>
  addMicros(zero, ...payments.map(({ amount }) => amount));

/** Undefined where the invoice is of what was consumed, and of nothing else. */
export async function readInvoiced(
  tx: Tx,
  { period, invoicingMode }: { period: string; invoicingMode: InvoicingMode },
  consumed: Micros,
): Promise<Invoiced | undefined> {
  const payments = await readPayments(tx, period);
  const isConsumed = invoicingMode === "usage_invoiced";
  if (isConsumed && payments.length === 0) return undefined;
  const paid = sumPayments(payments);
  return { total: isConsumed ? addMicros(consumed, paid) : paid, consumed: isConsumed ? consumed : zero, payments };
}
