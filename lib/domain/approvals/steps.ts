import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import type { AuditEntry } from "@/lib/audit/record-audit";
import type { Allowed } from "@/lib/authorization/authorize";
import { askApproval, post } from "@/lib/domain/ledger/steps";
import { enqueueMessage } from "@/lib/domain/notifications/steps";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros, writeMicros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { expiryOf } from "./rules";
import { ApprovalReason } from "./schema";

interface Decided {
  amount: Micros;
  subAccountId: SubAccountId | null;
  reference: string;
  reasonCode: ApprovalReason;
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
    reasonCode: ApprovalReason.parse(row.reason_code),
    requestedBy: String(row.requested_by),
    chargePeriod: row.charge_period ?? null,
  };
}

interface Wanted extends Omit<Decided, "requestedBy" | "chargePeriod"> {
  kind: "goodwill" | "write-off";
  reason: string;
}

/** Writes the request, and a letter to each of the others. `fresh` is false where it was told before. */
export async function askOthers(
  tx: Tx,
  allowed: Allowed,
  wanted: Wanted,
  others: readonly string[],
): Promise<{ id: string; fresh: boolean }> {
  const { accountId, account, actor, now } = allowed;
  const expiresAt = expiryOf(now);
  const asked = await askApproval(tx, { ...wanted, id: newId(now.getTime()), by: actor.name, now, expiresAt });
  if (!asked.fresh) return asked;
  const { currency, minorDigits } = books;
  const [kept] = await tx.select({ currency, minorDigits }).from(books).where(eq(books.accountId, accountId));
  const { amount, reference, kind } = wanted;
  const params = {
    accountName: account.name,
    requestedBy: actor.name,
    amount: writeMicros(asMicros(amount < 0n ? -amount : amount), kept?.minorDigits),
    currency: kept?.currency ?? "",
    reference,
    until: expiresAt.toISOString().slice(0, 16).replace("T", " "),
  };
  const letter = kind === "goodwill" ? "approval-waiting" : "write-off-waiting";
  for (const to of others) {
    await enqueueMessage(tx, { channel: "mail", kind: letter, to, locale: "en", params });
  }
  return asked;
}

/** Posts what was asked for: goodwill as a charge, which the caller settles in the same transaction; a debt as a transfer. */
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
