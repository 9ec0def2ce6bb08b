import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { reservedNames } from "@/db/schema/reserved-names";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { post } from "@/lib/domain/ledger/steps";
import { type Notice, notify } from "@/lib/domain/notifications/steps";
import { findHolders } from "@/lib/domain/policies/steps";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, writeMicros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { readLimits } from "./lookups";
import { financePolicies, levelsReached, shareToTell, type WalletFacts } from "./rules";

/** Tells whoever a limit is about, and whoever pays, that more of it was reached: once per window and share. */
export async function tellLimits(tx: Tx, allowed: Allowed, { currency }: Pick<WalletView, "currency">): Promise<void> {
  for (const limit of await readLimits(tx, allowed, undefined)) {
    const spent = asMicros(BigInt(limit.spent));
    const share = shareToTell({ ...limit, spent });
    const [row] = await post<{ told: boolean }>(
      tx,
      sql`select billing.mark_limit_told(${limit.id}, ${limit.windowStart}::timestamptz, ${share}) as told`,
    );
    if (!row?.told) continue;
    const { subAccountId, per, hard, soft, stops } = limit;
    const isOver = hard !== null && spent >= hard;
    const params = {
      ...{ whose: await nameOf(tx, allowed, subAccountId), currency, per, percent: String(share) },
      ...{ spent: writeMicros(spent), amount: writeMicros(hard ?? soft ?? spent) },
      effect: isOver ? stops : "none",
    };
    await tellFinance(tx, allowed, { kind: "spend-limit", params, but: subAccountId });
    if (subAccountId !== null) await notify(tx, allowed, { kind: "spend-limit", to: subAccountId, params });
  }
}

async function nameOf(tx: Tx, { account, accountId }: Allowed, subAccountId: SubAccountId | null): Promise<string> {
  if (subAccountId === null) return account.name;
  const [row] = await tx
    .select({ name: reservedNames.name })
    .from(reservedNames)
    .where(and(eq(reservedNames.accountId, accountId), eq(reservedNames.subAccountId, subAccountId)));
  return row?.name ?? "";
}

/** Tells whoever pays what became of the wallet, where something must be done or was mended. */
export async function tellWallet(
  tx: Tx,
  allowed: Allowed,
  wallet: WalletView,
  state: WalletView["state"],
): Promise<void> {
  const { state: was } = wallet;
  // A low wallet is told of by its level.
  if (state === "ok" && was === "low") return;
  const isMended = was === "exhausted" || was === "suspended" ? state === "ok" || state === "low" : false;
  if (state === "low" && !isMended) return;
  await tellFinance(tx, allowed, { kind: "wallet-state", params: wordsOf(allowed, wallet, isMended ? "ok" : state) });
}

/** Tells whoever pays how low or how long empty the wallet is: once while it stays so, and at most once a day. */
export async function tellLevel(tx: Tx, allowed: Allowed, wallet: WalletView, facts: WalletFacts): Promise<void> {
  const [level, ...others] = levelsReached(facts, allowed.now);
  if (!level) return;
  const levels = JSON.stringify([level, ...others]);
  const [row] = await post<{ told: boolean }>(
    tx,
    sql`select billing.mark_wallet_told(${levels}::jsonb, ${allowed.now.toISOString()}) as told`,
  );
  if (!row?.told) return;
  await tellFinance(tx, allowed, { kind: "wallet-state", params: wordsOf(allowed, wallet, level) });
}

/** What a notice of the wallet says; `state` is also a level of its warnings, or `test`. */
export function wordsOf({ account }: Allowed, { available, currency, graceHours }: WalletView, state: string) {
  return { accountName: account.name, available: writeMicros(available), currency, state, grace: String(graceHours) };
}

/** The root user and the finance users, each in the console and, unless they switched it off, by mail. */
async function tellFinance(
  tx: Tx,
  allowed: Allowed,
  { but = null, ...notice }: Pick<Notice, "kind" | "params"> & { but?: SubAccountId | null },
): Promise<void> {
  await notify(tx, allowed, { ...notice, to: null });
  const holders = await Promise.all(financePolicies.map((name) => findHolders(tx, allowed, { type: "System", name })));
  const ids = [...new Set(holders.flat())].filter((id) => id !== but);
  if (ids.length === 0) return;
  const active = await tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(
      and(eq(subAccounts.accountId, allowed.accountId), eq(subAccounts.state, "active"), inArray(subAccounts.id, ids)),
    );
  for (const { id } of active) await notify(tx, allowed, { ...notice, to: id });
}
