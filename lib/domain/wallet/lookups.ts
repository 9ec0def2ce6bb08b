import "server-only";
import { and, eq, gte, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { ledgerAccounts } from "@/db/schema/ledger-accounts";
import { settlementLines } from "@/db/schema/settlement-lines";
import { spendHours } from "@/db/schema/spend";
import type { Allowed } from "@/lib/authorization/authorize";
import { boughtSince } from "@/lib/domain/ledger/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import type { Tx } from "@/lib/foundation/transaction";
import { presentWallet, type WalletView } from "./presenter";

/** Charged and not settled yet; beside the books' row, which is alone of its account. */
const unsettled = sql<string>`(
  select coalesce(sum(${settlementLines.amount}), 0) from ${settlementLines}
  where ${and(sql`${settlementLines}.account_id = ${books}.account_id`, sql`${settlementLines}.settled_at is null`)})`;
const owed = sql<string>`(
  select coalesce(sum(r.debits_posted - r.credits_posted), 0) from ${ledgerAccounts} r
  where r.account_id = ${books}.account_id and r.kind = 'receivable')`;
const payable = sql<string>`(
  select coalesce(sum(r.credits_posted - r.debits_posted), 0) from ${ledgerAccounts} r
  where r.account_id = ${books}.account_id and r.kind = 'refund-payable')`;
export const walletColumns = {
  currency: books.currency,
  minorDigits: books.minorDigits,
  timeZone: books.timeZone,
  state: books.walletState,
  stateSince: books.walletStateSince,
  settledAt: books.settledAt,
  lowWater: books.lowWater,
  graceHours: books.graceHours,
  debits: ledgerAccounts.debitsPosted,
  credits: ledgerAccounts.creditsPosted,
  overdraft: ledgerAccounts.overdraft,
  unsettled,
  owed,
  payable,
};
export const walletOfBooks = and(eq(ledgerAccounts.accountId, books.accountId), eq(ledgerAccounts.kind, "wallet"));

const selectWallet = prepareOnce((tx) =>
  tx
    .select(walletColumns)
    .from(books)
    .innerJoin(ledgerAccounts, walletOfBooks)
    .where(eq(books.accountId, sql.placeholder("accountId")))
    .prepare("wallet"),
);

/** The wallet's balance and what it is made of. Throws `not-found` where no books are open. */
export async function readWallet(tx: Tx, { accountId }: Allowed): Promise<WalletView> {
  const [row] = await selectWallet(tx, { accountId });
  if (!row) throw new DomainError("not-found", "wallet");
  return presentWallet(row);
}

const hourMs = 3_600_000;

/** What an hour costs now, fees apart: the larger mean of the running hour with the three before it, and with the day before it. */
export async function readBurn(tx: Tx, { accountId, now }: Allowed): Promise<Micros> {
  const runningMs = now.getTime() % hourMs;
  const since = (hours: number) => new Date(now.getTime() - runningMs - hours * hourMs);
  const { effectiveCost, hour } = spendHours;
  const [row] = await tx
    .select({
      day: sql<string>`coalesce(sum(${effectiveCost}), 0) - ${boughtSince(accountId, since(24))}`,
      recent: sql<string>`coalesce(sum(${effectiveCost}) filter (where ${hour} >= ${since(3).toISOString()}), 0)
        - ${boughtSince(accountId, since(3))}`,
    })
    .from(spendHours)
    .where(and(eq(spendHours.accountId, accountId), gte(hour, since(24))));
  const perHour = (sum: string | undefined, hours: number) =>
    (BigInt(sum ?? 0) * BigInt(hourMs)) / BigInt(hours * hourMs + runningMs);
  const [day, recent] = [perHour(row?.day, 24), perHour(row?.recent, 3)];
  return asMicros(day - recent > 0n ? day : recent);
}
