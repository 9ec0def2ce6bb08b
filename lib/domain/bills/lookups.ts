import "server-only";
import { and, eq } from "drizzle-orm";
import { invoices } from "@/db/schema/invoices";
import type { Allowed } from "@/lib/authorization/authorize";
import { periodOf } from "@/lib/domain/spend/presenter";
import type { Tx } from "@/lib/foundation/transaction";

/** Undefined for a month that is not closed or cost nothing, and for who sees only itself. */
export async function findInvoice(tx: Tx, { accountId }: Allowed, month: string) {
  const [row] = await tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.accountId, accountId), eq(invoices.period, periodOf(month))));
  return row;
}
