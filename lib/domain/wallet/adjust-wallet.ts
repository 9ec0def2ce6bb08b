import "server-only";
import { and, eq, gt, lt, ne, notExists, sql } from "drizzle-orm";
import { approvals } from "@/db/schema/approvals";
import { walletActs } from "@/db/schema/wallet-acts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { requestGoodwill } from "@/lib/domain/approvals/request-goodwill";
import { goodwillAlone } from "@/lib/domain/approvals/rules";
import { postAdjustment, postSettlement } from "@/lib/domain/ledger/steps";
import { findBilledSubAccount } from "@/lib/domain/spend/lookups";
import { claimOnce } from "@/lib/foundation/idempotency";
import { asMicros, type Micros, writeMicros, zero } from "@/lib/foundation/money";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import type { AdjustWalletInput } from "./schema";

/** Rolls the posting back: this much takes two. */
class TakesTwo extends Error {}

const dayMs = 86_400_000;

/**
 * Goodwill (negative) or a fee (positive), with its reason, settled at once. It is a charge like any other: on the
 * bill, in every sum, and in the wallet's statement. Goodwill beyond what operators may give an account alone within 24
 * hours is not posted but asked for: `approvalId` names what waits for a second operator. A reference told again with
 * the same content changes nothing and says `repeated`; with other content it throws `already-exists`. Throws
 * `not-found` for a sub-account that never was.
 */
export async function adjustWallet(
  platform: PlatformContext,
  input: AdjustWalletInput,
): Promise<{ repeated: boolean; approvalId?: string }> {
  const { accountId, amount, subAccountName, reasonCode, reason, reference } = input;
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:AdjustWallet", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  const said = { amount: writeMicros(amount), subAccountName, reasonCode, reason, reference };
  try {
    return await withTransaction(allowed, async (tx) => {
      await claimOnce(tx, allowed, said);
      const subAccountId = subAccountName ? await findBilledSubAccount(tx, allowed, subAccountName) : null;
      const by = ctx.actor.name;
      const isFresh = await postAdjustment(tx, { subAccountId, amount, reference, reason, by, now: ctx.now });
      if (!isFresh) return { repeated: true };
      if (amount < 0n && (await givenAlone(tx, allowed, reference)) - amount > goodwillAlone()) throw new TakesTwo();
      await postSettlement(tx, ctx.now);
      await recordAudit(tx, allowed, {
        action: "espalier:AdjustWallet",
        resource: "wallet",
        subAccountId,
        after: said,
      });
      return { repeated: false };
    });
  } catch (error) {
    if (!(error instanceof TakesTwo)) throw error;
    const { id, repeated } = await requestGoodwill(platform, input);
    return { repeated, approvalId: id };
  }
}

/** What else operators gave the account without a second one, lately. The posting before holds the books: nobody adds to it. */
async function givenAlone(tx: Tx, { accountId, now }: Allowed, reference: string): Promise<Micros> {
  const approved = tx
    .select({ id: approvals.id })
    .from(approvals)
    .where(
      and(
        eq(approvals.accountId, accountId),
        eq(approvals.reference, walletActs.reference),
        eq(approvals.state, "approved"),
      ),
    );
  const [row] = await tx
    .select({ given: sql<string>`coalesce(-sum(${walletActs.amount}), 0)` })
    .from(walletActs)
    .where(
      and(
        eq(walletActs.accountId, accountId),
        eq(walletActs.kind, "adjustment"),
        lt(walletActs.amount, zero),
        ne(walletActs.reference, reference),
        gt(walletActs.createdAt, new Date(now.getTime() - dayMs)),
        notExists(approved),
      ),
    );
  return asMicros(BigInt(row?.given ?? 0));
}
