import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Allowed } from "@/lib/authorization/authorize";
import { post } from "@/lib/domain/ledger/steps";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { GoodwillReason } from "./schema";

interface Decided {
  amount: Micros;
  subAccountId: SubAccountId | null;
  reference: string;
  reasonCode: GoodwillReason;
  requestedBy: string;
  chargePeriod: string | null;
}

async function decide(tx: Tx, call: SQL): Promise<Decided> {
  const [row] = await post<Record<string, string | null>>(tx, call);
  if (!row) throw new Error("a decision answers what it decided");
  return {
    amount: asMicros(BigInt(row.amount ?? 0)),
    subAccountId: row.sub_account_id as SubAccountId | null,
    reference: String(row.reference),
    reasonCode: GoodwillReason.parse(row.reason_code),
    requestedBy: String(row.requested_by),
    chargePeriod: row.charge_period ?? null,
  };
}

/** Writes the charge that was asked for; the caller settles it in the same transaction. */
export async function postApproval(tx: Tx, { actor, now }: Allowed, id: string): Promise<Decided> {
  return decide(
    tx,
    sql`select *, charge_period::text from billing.approve(${id}, ${actor.name}, ${now.toISOString()})`,
  );
}

/** Ends a request without a charge. */
export async function declineApproval(
  tx: Tx,
  { actor, now }: Allowed,
  { id, as, reason }: { id: string; as: "rejected" | "withdrawn"; reason: string },
): Promise<Decided> {
  return decide(
    tx,
    sql`select * from billing.decline_approval(${id}, ${as}, ${reason}, ${actor.name}, ${now.toISOString()})`,
  );
}
