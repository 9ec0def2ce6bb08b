import "server-only";
import { and, asc, desc, eq, isNotNull, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { ledgerAccounts } from "@/db/schema/ledger-accounts";
import { settlementLines } from "@/db/schema/settlement-lines";
import { topUps } from "@/db/schema/top-ups";
import { transfers } from "@/db/schema/transfers";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { readLineCursor, readLines } from "@/lib/domain/ledger/lookups";
import type { Page } from "@/lib/foundation/cursor";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { readWallet, walletOfBooks } from "./lookups";
import { presentStatementLine, presentTopUp, type StatementLine, type TopUpView, type WalletView } from "./presenter";
import type { StatementFilter } from "./schema";

/** The wallet's balance and what it is made of, as of now. */
export async function getWallet(ctx: Context): Promise<WalletView> {
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  return withReadTransaction(allowed, (tx) => readWallet(tx, allowed));
}

export interface Statement extends Page<StatementLine> {
  wallet: WalletView;
}

/** Every movement of the wallet with its running balance, newest first. */
export async function getStatement(ctx: Context, filter: StatementFilter): Promise<Statement> {
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  const size = Number(filter.size);
  const cursor = readLineCursor(filter.cursor);
  return withReadTransaction(allowed, async (tx) => {
    const wallet = await readWallet(tx, allowed);
    const chosen = and(eq(transfers.accountId, allowed.accountId), isNotNull(transfers.walletSeq));
    const page = await readLines(tx, { by: "walletSeq", chosen, cursor, size });
    return { ...page, rows: page.rows.map(presentStatementLine), wallet };
  });
}

const topUpsShown = 200;

/** The newest top-ups, with what became of them. */
export async function listTopUps(ctx: Context): Promise<TopUpView[]> {
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  return withReadTransaction(allowed, async (tx) => {
    const rows = await tx
      .select()
      .from(topUps)
      .where(eq(topUps.accountId, allowed.accountId))
      .orderBy(desc(topUps.id))
      .limit(topUpsShown);
    return rows.map(presentTopUp);
  });
}

/** Accounts that owe for charges, and were not settled within their interval: a minute at most while the wallet is not in order. */
export async function listAccountsToSettle(platform: PlatformContext): Promise<AccountId[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const every = sql`case ${books.walletState} when 'ok' then ${books.settleEverySeconds} else least(${books.settleEverySeconds}, 60) end`;
  const due = sql`coalesce(${books.settledAt}, '-infinity') <= ${allowed.now.toISOString()}::timestamptz - (${every}) * interval '1 second'`;
  const owing = sql`exists (select from ${settlementLines} l where l.account_id = ${books.accountId} and l.settled_at is null)`;
  const rows = await withPlatformRead(allowed, (tx) =>
    tx.select({ accountId: books.accountId }).from(books).where(and(due, owing)),
  );
  return rows.map(({ accountId }) => accountId);
}

/** Accounts whose wallet was ever used: the others have no state to speak of. */
export async function listUsedAccounts(platform: PlatformContext): Promise<AccountId[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: books.accountId })
      .from(books)
      .innerJoin(ledgerAccounts, walletOfBooks)
      .where(sql`${ledgerAccounts.seq} > 0 or ${books.openSettlement} > 1`),
  );
  return rows.map(({ accountId }) => accountId);
}

/** Every account that has books, the ones that were checked longest ago first. */
export async function listBooks(platform: PlatformContext): Promise<AccountId[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: books.accountId })
      .from(books)
      .orderBy(sql`${books.checkedAt} nulls first`, asc(books.accountId)),
  );
  return rows.map(({ accountId }) => accountId);
}

/** Accounts whose books were not checked yet since it was last three in the morning with them: `since`. */
export async function listBooksToCheck(platform: PlatformContext): Promise<{ accountId: AccountId; since: string }[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const local = sql`${allowed.now.toISOString()}::timestamptz at time zone ${books.timeZone}`;
  const since = sql<string>`(date_trunc('day', ${local} - interval '3 hours') + interval '3 hours') at time zone ${books.timeZone}`;
  return withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: books.accountId, since: sql<string>`(${since})::text` })
      .from(books)
      .where(sql`coalesce(${books.checkedAt}, '-infinity') < ${since}`)
      .orderBy(asc(books.accountId)),
  );
}
