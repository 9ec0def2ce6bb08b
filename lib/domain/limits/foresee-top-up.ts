import "server-only";
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { referenceKeyOf, topUps } from "@/db/schema/top-ups";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { readBurn, readWallet } from "@/lib/domain/wallet/lookups";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import type { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import type { AccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { judgeWallet, walletFactsOf } from "./rules";

/** What of a wallet a top-up changes. */
type WalletFigures = Pick<WalletView, "posted" | "available" | "owed" | "state">;

interface AlikeTopUp {
  id: string;
  accountId: AccountId;
  accountName: string;
  amount: Micros;
  reference: string;
  creditedBy: string;
  createdAt: Date;
  reversed: boolean;
  /** `same`: this account's, with this very reference. `reference`: one that reads alike. `amount`: of this account, lately. */
  why: "same" | "reference" | "amount";
}

export interface TopUpForeseen {
  before: WalletFigures;
  after: WalletFigures;
  /** What of the amount pays what is owed. */
  collected: Micros;
  /** What this may be told twice of, the newest first. */
  alike: AlikeTopUp[];
}

const alikeShown = 10;
const latelyDays = 7;
const dayMs = 86_400_000;

/** A wallet as it would be after a top-up, and the top-ups that this one may be another telling of. Changes nothing. */
export async function foreseeTopUp(
  platform: PlatformContext,
  { accountId, amount, reference }: Pick<TopUpWalletInput, "accountId" | "amount" | "reference">,
): Promise<TopUpForeseen> {
  const across = authorizePlatform(platform, "platform:ListWallets");
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  const since = new Date(ctx.now.getTime() - latelyDays * dayMs);
  const isSame = and(eq(topUps.accountId, accountId), eq(topUps.reference, reference));
  const isLate = and(
    eq(topUps.accountId, accountId),
    eq(topUps.amount, amount),
    gt(topUps.createdAt, since),
    isNull(topUps.reversedAt),
  );
  const readsAlike = eq(topUps.referenceKey, referenceKeyOf(sql`${reference}::text`));
  const alike = await withPlatformRead(across, (tx) =>
    tx
      .select({
        id: topUps.id,
        accountId: topUps.accountId,
        accountName: accounts.name,
        amount: topUps.amount,
        reference: topUps.reference,
        creditedBy: topUps.creditedBy,
        createdAt: topUps.createdAt,
        reversed: sql<boolean>`${topUps.reversedAt} is not null`,
        why: sql<
          AlikeTopUp["why"]
        >`case when ${isSame} then 'same' when ${readsAlike} then 'reference' else 'amount' end`,
      })
      .from(topUps)
      .innerJoin(accounts, eq(accounts.accountId, topUps.accountId))
      .where(or(readsAlike, isLate))
      .orderBy(desc(topUps.createdAt), desc(topUps.id))
      .limit(alikeShown),
  );
  const [wallet, burn] = await withReadTransaction(allowed, async (tx) => [
    await readWallet(tx, allowed),
    await readBurn(tx, allowed),
  ]);
  return { ...effectOf(wallet, amount, burn, ctx.now), alike };
}

/** As the ledger does it: what is owed is paid first, as far as the wallet and its overdraft go. */
function effectOf(wallet: WalletView, amount: Micros, burnPerHour: Micros, now: Date): Omit<TopUpForeseen, "alike"> {
  const { posted, available, owed, state, overdraft } = wallet;
  const reach = posted + amount + overdraft;
  const isEnough = reach >= owed;
  const collected = asMicros(isEnough ? owed : reach > 0n ? reach : 0n);
  const after = {
    posted: asMicros(posted + amount - collected),
    available: asMicros(available + amount - collected),
    owed: asMicros(owed - collected),
  };
  const facts = walletFactsOf({ ...wallet, ...after }, burnPerHour);
  return {
    before: { posted, available, owed, state },
    after: { ...after, state: judgeWallet(facts, now) },
    collected,
  };
}
