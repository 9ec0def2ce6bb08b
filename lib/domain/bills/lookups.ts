import "server-only";
import { and, eq } from "drizzle-orm";
import { invoices } from "@/db/schema/invoices";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { findPeriod, findWhose, readTerms } from "@/lib/domain/spend/lookups";
import { periodOf } from "@/lib/domain/spend/presenter";
import { env } from "@/lib/foundation/env";
import type { Tx } from "@/lib/foundation/transaction";
import type { Source } from "./export-rules";

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
  const source: Source = {
    ...{ accountId: allowed.accountId, period: periodOf(month), subAccountId },
    ...{ uid, accountName, companyName, issuer: env().legalName, timeZone, currency },
    ownName: allowed.scope.kind === "sub-account" ? actingSubAccount(allowed.actor)?.name : undefined,
  };
  return { source, period, terms };
}
