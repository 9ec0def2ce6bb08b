import "server-only";
import { and, asc, eq, gt, ilike, or, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { books } from "@/db/schema/books";
import { ledgerAccounts } from "@/db/schema/ledger-accounts";
import { reservedNames } from "@/db/schema/reserved-names";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { AccountFacts, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import type { AccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { walletColumns, walletOfBooks } from "./lookups";
import { presentWallet, type WalletView } from "./presenter";
import { getStatement, getWallet, type Statement } from "./queries";
import type { StatementFilter, WalletFilter } from "./schema";

export interface WalletRow extends WalletView {
  accountId: AccountId;
  accountName: string;
  companyName: string;
  uid: string;
  verification: (typeof accounts.$inferSelect)["verification"];
  subAccounts: number;
}

const walletsPerPage = 50;
/** What a pattern would read as anything. */
const literal = (text: string) => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

/** Every account with its wallet by name, for operators; `after` is the last name of the page before. */
export async function listWallets(
  platform: PlatformContext,
  { after = "", q = "", state = "" }: Partial<WalletFilter> = {},
): Promise<{ rows: WalletRow[]; next: string | undefined }> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const byName = sql`${accounts.name} collate "C"`;
  const found = await withPlatformRead(allowed, (tx) =>
    tx
      .select({
        accountId: accounts.accountId,
        accountName: accounts.name,
        companyName: accounts.companyName,
        uid: accounts.uid,
        verification: accounts.verification,
        subAccounts: sql<number>`coalesce(${subAccountCounters.active} + ${subAccountCounters.disabled}, 0)`,
        ...walletColumns,
      })
      .from(accounts)
      .innerJoin(books, eq(books.accountId, accounts.accountId))
      .innerJoin(ledgerAccounts, walletOfBooks)
      .leftJoin(subAccountCounters, eq(subAccountCounters.accountId, accounts.accountId))
      .where(
        and(
          gt(byName, after),
          state ? eq(books.walletState, state) : undefined,
          q
            ? or(
                ilike(accounts.name, `%${literal(q)}%`),
                ilike(accounts.companyName, `%${literal(q)}%`),
                eq(accounts.uid, q),
                eq(accounts.alias, q),
              )
            : undefined,
        ),
      )
      .orderBy(asc(byName))
      .limit(walletsPerPage + 1),
  );
  const page = found.slice(0, walletsPerPage);
  const rows = page.map(({ accountId, accountName, companyName, uid, verification, subAccounts, ...row }) => ({
    ...{ accountId, accountName, companyName, uid, verification, subAccounts },
    ...presentWallet(row),
  }));
  return { rows, next: found.length > walletsPerPage ? page.at(-1)?.accountName : undefined };
}

export type DeskAccount = AccountFacts & { accountId: AccountId };

/** An account at the operator's desk: its facts and its wallet. Throws `not-found`. */
export async function getAccountWallet(
  platform: PlatformContext,
  accountId: AccountId,
): Promise<{ account: DeskAccount; wallet: WalletView }> {
  authorizePlatform(platform, "platform:ListWallets");
  const account = await getAccount(platform, accountId);
  return { account, wallet: await getWallet(enterAccount(platform, account)) };
}

/** The same with every movement of the wallet. */
export async function getAccountStatement(
  platform: PlatformContext,
  accountId: AccountId,
  filter: StatementFilter,
): Promise<{ account: DeskAccount; statement: Statement }> {
  authorizePlatform(platform, "platform:ListWallets");
  const account = await getAccount(platform, accountId);
  return { account, statement: await getStatement(enterAccount(platform, account), filter) };
}

export interface Debt {
  /** Null: the account itself, for a credit that was taken back. */
  subAccountName: string | null;
  owed: Micros;
}

/** What is owed, by whose usage it was. */
export async function listDebts(platform: PlatformContext, accountId: AccountId): Promise<Debt[]> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  const { debitsPosted, creditsPosted, subAccountId, kind } = ledgerAccounts;
  const rows = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ subAccountName: reservedNames.name, debitsPosted, creditsPosted })
      .from(ledgerAccounts)
      .leftJoin(
        reservedNames,
        and(eq(reservedNames.accountId, ledgerAccounts.accountId), eq(reservedNames.subAccountId, subAccountId)),
      )
      .where(
        and(eq(ledgerAccounts.accountId, allowed.accountId), eq(kind, "receivable"), gt(debitsPosted, creditsPosted)),
      )
      .orderBy(asc(reservedNames.name)),
  );
  return rows.map((row) => ({
    subAccountName: row.subAccountName,
    owed: asMicros(row.debitsPosted - row.creditsPosted),
  }));
}
