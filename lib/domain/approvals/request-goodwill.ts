import "server-only";
import { asc, eq, ne } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { operators } from "@/db/schema/operators";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { askApproval } from "@/lib/domain/ledger/steps";
import { enqueueMessage } from "@/lib/domain/notifications/steps";
import { findBilledSubAccount } from "@/lib/domain/spend/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { type AccountId, newId } from "@/lib/foundation/ids";
import { asMicros, type Micros, writeMicros } from "@/lib/foundation/money";
import { type Tx, withPlatformRead, withTransaction } from "@/lib/foundation/transaction";
import { expiryOf } from "./rules";
import type { GoodwillReason } from "./schema";

interface Goodwill {
  accountId: AccountId;
  /** Below zero. */
  amount: Micros;
  subAccountName: string;
  reference: string;
  reasonCode: GoodwillReason;
  reason: string;
}

/**
 * Asks for goodwill that one operator may not give alone: nothing is posted until another approves. The same reference
 * and content again answer the first request; other content throws `already-exists`. Throws `forbidden` for the
 * command line, which has no name to ask under.
 */
export async function requestGoodwill(
  platform: PlatformContext,
  { accountId, amount, subAccountName, reference, reasonCode, reason }: Goodwill,
): Promise<{ id: string; repeated: boolean }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:RequestGoodwill", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  if (!reference) {
    throw new DomainError("invalid-input", "approval", { reason: "required", details: { field: "reference" } });
  }
  const others = await listOthers(platform);
  const said = { amount: writeMicros(amount), subAccountName, reasonCode, reason, reference };
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, said);
    const subAccountId = subAccountName ? await findBilledSubAccount(tx, allowed, subAccountName) : null;
    const [by, now] = [ctx.actor.name, ctx.now];
    const expiresAt = expiryOf(now);
    const asked = { id: newId(now.getTime()), subAccountId, amount, reference, reasonCode, reason, by, now };
    const { id, fresh } = await askApproval(tx, { ...asked, expiresAt });
    if (fresh) {
      await tellOthers(tx, allowed, { others, amount, reference, expiresAt });
      await recordAudit(tx, allowed, { action: "espalier:RequestGoodwill", resource: id, subAccountId, after: said });
    }
    return { id, repeated: !fresh };
  });
}

/** Who could be the second one. Read before the account's transaction, which sees no operators. */
async function listOthers(platform: PlatformContext): Promise<string[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const { actor } = platform;
  const isOther = actor.type === "operator" && actor.operatorId ? ne(operators.id, actor.operatorId) : undefined;
  const rows = await withPlatformRead(allowed, (tx) =>
    tx.select({ email: operators.email }).from(operators).where(isOther).orderBy(asc(operators.email)),
  );
  return rows.map(({ email }) => email);
}

interface Waiting extends Pick<Goodwill, "amount" | "reference"> {
  others: readonly string[];
  expiresAt: Date;
}

/** A letter to each of them, in the transaction of the request. */
async function tellOthers(tx: Tx, { accountId, account, actor }: Allowed, waiting: Waiting): Promise<void> {
  const { others, amount, reference, expiresAt } = waiting;
  const [kept] = await tx
    .select({ currency: books.currency, minorDigits: books.minorDigits })
    .from(books)
    .where(eq(books.accountId, accountId));
  const params = {
    accountName: account.name,
    requestedBy: actor.name,
    amount: writeMicros(asMicros(-amount), kept?.minorDigits),
    currency: kept?.currency ?? "",
    reference,
    until: expiresAt.toISOString().slice(0, 16).replace("T", " "),
  };
  for (const to of others) {
    await enqueueMessage(tx, { channel: "mail", kind: "approval-waiting", to, locale: "en", params });
  }
}
