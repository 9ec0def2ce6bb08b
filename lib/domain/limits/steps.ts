import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { reservedNames } from "@/db/schema/reserved-names";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { post } from "@/lib/domain/ledger/steps";
import { type Notice, notify } from "@/lib/domain/notifications/steps";
import { findHolders } from "@/lib/domain/policies/steps";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import { raiseEvent } from "@/lib/domain/webhooks/steps";
import type { SubAccountId } from "@/lib/foundation/ids";
import { writeMicros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { type CountedLimit, isAsking, readLimits } from "./lookups";
import { presentLimit } from "./presenter";
import { financePolicies, levelsReached, shareToTell, type WalletFacts } from "./rules";

/**
 * Tells whoever a limit is about, and whoever pays, that more of it was reached, once per window and share, and that the
 * window's pace passes the hard amount before its end, once per window and amount.
 */
export async function tellLimits(
  tx: Tx,
  allowed: Allowed,
  { currency, timeZone }: Pick<WalletView, "currency" | "timeZone">,
): Promise<void> {
  for (const limit of await readLimits(tx, allowed, undefined)) {
    await tellForecast(tx, allowed, limit, { currency, timeZone });
    const { spent } = limit;
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
      effect: isOver ? stops : isAsking(limit) ? "ask" : "none",
    };
    await tellConcerned(tx, allowed, { kind: "spend-limit", params }, subAccountId);
  }
}

async function tellForecast(
  tx: Tx,
  allowed: Allowed,
  limit: CountedLimit,
  { currency, timeZone }: Pick<WalletView, "currency" | "timeZone">,
): Promise<void> {
  const { passesAt, spent, hard, per, stops, resetsAt } = presentLimit(limit, allowed.now);
  if (passesAt === null || hard === null || limit.foretold === hard) return;
  const [row] = await post<{ told: boolean }>(
    tx,
    sql`select billing.mark_limit_foretold(${limit.id}, ${limit.windowStart}::timestamptz, ${hard}) as told`,
  );
  if (!row?.told) return;
  const { subAccountId } = limit;
  const name = await nameOf(tx, allowed, subAccountId);
  const amount = writeMicros(hard);
  // ISO's order of a date is read in every language.
  const when = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone }).format(passesAt);
  const params = { whose: name, currency, per, spent: writeMicros(spent), amount, effect: stops, when, zone: timeZone };
  await tellConcerned(tx, allowed, { kind: "spend-forecast", params }, subAccountId);
  await raiseEvent(tx, allowed, {
    type: "spend_limit.foreseen",
    subAccountId,
    data: {
      subAccount: subAccountId === null ? null : name,
      limit: { per, amount, resetsAt: resetsAt?.toISOString() ?? null, passesAt: passesAt.toISOString() },
    },
  });
}

async function tellConcerned(
  tx: Tx,
  allowed: Allowed,
  notice: Pick<Notice, "kind" | "params">,
  subAccountId: SubAccountId | null,
): Promise<void> {
  await tellFinance(tx, allowed, { ...notice, but: subAccountId });
  if (subAccountId !== null) await notify(tx, allowed, { ...notice, to: subAccountId });
}

/** Whose a limit is, by name; the account's for its own. */
export async function nameOf(
  tx: Tx,
  { account, accountId }: Allowed,
  subAccountId: SubAccountId | null,
): Promise<string> {
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
