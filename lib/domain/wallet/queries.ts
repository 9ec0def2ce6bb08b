import "server-only";
import { and, asc, desc, eq, gte, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { ledgerAccounts } from "@/db/schema/ledger-accounts";
import { reservedNames } from "@/db/schema/reserved-names";
import { settlementLines } from "@/db/schema/settlement-lines";
import { topUps } from "@/db/schema/top-ups";
import { transfers } from "@/db/schema/transfers";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
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
  const { accountId } = allowed;
  const cursor = readCursor(filter.cursor);
  const backwards = cursor?.direction === "before";
  const beyond = cursor && isLine(cursor) ? beyondLine(cursor) : undefined;
  const direction = backwards && beyond ? asc : desc;
  const size = Number(filter.size);
  return withReadTransaction(allowed, async (tx) => {
    const wallet = await readWallet(tx, allowed);
    const found = await tx
      .select({
        period: transfers.period,
        id: transfers.id,
        seq: sql<string>`${transfers.walletSeq}`,
        postedAt: transfers.postedAt,
        kind: transfers.kind,
        amount: transfers.amount,
        balance: transfers.walletBalance,
        subAccountName: reservedNames.name,
        chargePeriod: transfers.chargePeriod,
        settlementNo: transfers.settlementNo,
        topUpId: transfers.topUpId,
        reference: topUps.reference,
      })
      .from(transfers)
      .leftJoin(
        reservedNames,
        and(eq(reservedNames.accountId, transfers.accountId), eq(reservedNames.subAccountId, transfers.subAccountId)),
      )
      .leftJoin(topUps, and(eq(topUps.accountId, transfers.accountId), eq(topUps.id, transfers.topUpId)))
      .where(and(eq(transfers.accountId, accountId), isNotNull(transfers.walletSeq), beyond))
      .orderBy(direction(transfers.period), direction(transfers.walletSeq))
      .limit(size + 1);
    const page = cutPage(found, size, beyond && cursor, ({ period: value, seq: id }) => ({ value, id }));
    return { ...page, rows: page.rows.map(({ period: _, ...row }) => presentStatementLine(row)), wallet };
  });
}

const isLine = ({ value, id }: KeysetCursor) => /^\d{4}-\d\d-01$/.test(value) && /^\d{1,18}$/.test(id);

/** Months first: they are the partitions' bounds, and each month's lines lie in the order of their numbers. */
function beyondLine({ direction, value, id }: KeysetCursor): SQL | undefined {
  const line = sql`(${transfers.period}, ${transfers.walletSeq})`;
  const here = sql`(${value}::date, ${id}::bigint)`;
  return direction === "before"
    ? and(sql`${line} > ${here}`, gte(transfers.period, value))
    : and(sql`${line} < ${here}`, lte(transfers.period, value));
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

/** Accounts that owe for charges, and were not settled within their interval. */
export async function listAccountsToSettle(platform: PlatformContext): Promise<AccountId[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const due = sql`coalesce(${books.settledAt}, '-infinity') <= ${allowed.now.toISOString()}::timestamptz - ${books.settleEverySeconds} * interval '1 second'`;
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
