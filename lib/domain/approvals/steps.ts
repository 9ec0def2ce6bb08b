import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "@/lib/audit/record-audit";
import type { Allowed } from "@/lib/authorization/authorize";
import { post } from "@/lib/domain/ledger/steps";
import { claimOnce } from "@/lib/foundation/idempotency";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros, writeMicros } from "@/lib/foundation/money";
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

/** Ends a request without a charge, once for a form; what the log says of it, whichever way it ended. */
export async function declineApproval(
  tx: Tx,
  allowed: Allowed,
  { id, as, reason }: { id: string; as: "rejected" | "withdrawn"; reason: string },
): Promise<Pick<AuditEntry, "resource" | "subAccountId" | "after">> {
  const { actor, now } = allowed;
  await claimOnce(tx, allowed, { [as]: id, reason });
  const { amount, subAccountId, reference, reasonCode, requestedBy } = await decide(
    tx,
    sql`select * from billing.decline_approval(${id}, ${as}, ${reason}, ${actor.name}, ${now.toISOString()})`,
  );
  const after = { amount: writeMicros(amount), reference, reasonCode, requestedBy, reason };
  return { resource: id, subAccountId, after };
}
