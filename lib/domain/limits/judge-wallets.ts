import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { anySubAccount, walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { readBurn, readWallet } from "@/lib/domain/wallet/lookups";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import { listUsedAccounts } from "@/lib/domain/wallet/queries";
import { raiseEvent } from "@/lib/domain/webhooks/steps";
import type { AccountId } from "@/lib/foundation/ids";
import { logger } from "@/lib/foundation/logger";
import type { Micros } from "@/lib/foundation/money";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { judgeWorkspaces } from "./judge-workspaces";
import { judgeWallet, walletFactsOf } from "./rules";
import { tellLevel, tellLimits, tellWallet } from "./steps";

/**
 * Brings the state of every wallet that is used up to date, or of those named, and with it what is decided about each
 * workspace; each account in its own transaction.
 */
export async function judgeWallets(platform: PlatformContext, only?: readonly AccountId[]): Promise<void> {
  authorizePlatform(platform, "platform:ListWallets");
  for (const accountId of only ?? (await listUsedAccounts(platform))) {
    try {
      await judgeOne(platform, accountId);
    } catch (error) {
      logger.error({ err: error, job: "judge" }, "a wallet could not be judged");
    }
  }
}

/** A large account is stopped whole in one round, unless it would hold up the others. */
const roundMs = 5_000;

async function judgeOne(platform: PlatformContext, accountId: AccountId): Promise<void> {
  const end = Date.now() + roundMs;
  while ((await judgeOnce(platform, accountId)) && Date.now() < end);
}

/** One transaction of it. Answers whether there is more to change. */
async function judgeOnce(platform: PlatformContext, accountId: AccountId): Promise<boolean> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  authorize(ctx, "espalier:OrderWorkspaces", anySubAccount(ctx));
  const allowed = authorize(ctx, "espalier:JudgeWallet", walletResource(ctx));
  return withTransaction(allowed, async (tx) => {
    const wallet = await readWallet(tx, allowed);
    const burnPerHour = await readBurn(tx, allowed);
    const state = await judgeState(tx, allowed, wallet, burnPerHour);
    const isMore = await judgeWorkspaces(tx, allowed, state);
    const since = state === wallet.state ? wallet.stateSince : allowed.now;
    await tellLevel(tx, allowed, wallet, { ...walletFactsOf(wallet, burnPerHour), state, since });
    // After the books, as everywhere: charges hold them before they count into a limit.
    await tellLimits(tx, allowed, wallet);
    return isMore;
  });
}

async function judgeState(
  tx: Tx,
  allowed: Allowed,
  wallet: WalletView,
  burnPerHour: Micros,
): Promise<WalletView["state"]> {
  const { state } = wallet;
  const next = judgeWallet(walletFactsOf(wallet, burnPerHour), allowed.now);
  if (next === state) return state;
  await post(tx, sql`select billing.set_wallet_state(${next}, ${allowed.now.toISOString()})`);
  await tellWallet(tx, allowed, wallet, next);
  await raiseEvent(tx, allowed, { type: `wallet.${next}`, data: { wallet: { state: next } } });
  const change = { before: { state }, after: { state: next } };
  await recordAudit(tx, allowed, { action: "espalier:JudgeWallet", resource: next, ...change });
  return next;
}
