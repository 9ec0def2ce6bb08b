import "server-only";
import { asc, eq, gt, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { AccountFacts, PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { sharedRead } from "@/lib/foundation/gather-by-key";
import type { AccountId } from "@/lib/foundation/ids";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import { askByKey, withPlatformRead } from "@/lib/foundation/transaction";

export interface AccountRow extends Omit<AccountFacts, "preference" | "passwordPolicy"> {
  accountId: AccountId;
  createdAt: Date;
  subAccounts: number;
}

const accountsPerPage = 50;

/** Every account by name, for operators: 50 a page, `after` is the last name of the page before. */
export async function listAccounts(
  platform: PlatformContext,
  { after = "" }: { after?: string } = {},
): Promise<{ rows: AccountRow[]; next: string | undefined }> {
  const allowed = authorizePlatform(platform, "platform:ListAccounts");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({
        accountId: accounts.accountId,
        uid: accounts.uid,
        name: accounts.name,
        alias: accounts.alias,
        companyName: accounts.companyName,
        verification: accounts.verification,
        createdAt: accounts.createdAt,
        subAccounts: sql<number>`coalesce(${subAccountCounters.active} + ${subAccountCounters.disabled}, 0)`,
      })
      .from(accounts)
      .leftJoin(subAccountCounters, eq(subAccountCounters.accountId, accounts.accountId))
      .where(gt(sql`${accounts.name} collate "C"`, after))
      .orderBy(asc(sql`${accounts.name} collate "C"`))
      .limit(accountsPerPage + 1),
  );
  const page = rows.slice(0, accountsPerPage);
  return { rows: page, next: rows.length > accountsPerPage ? page.at(-1)?.name : undefined };
}

/** One account by its name, for work of the platform inside it. Throws `not-found`. */
export async function getAccountByName(
  platform: PlatformContext,
  name: string,
): Promise<AccountFacts & { accountId: AccountId }> {
  const allowed = authorizePlatform(platform, "platform:ListAccounts");
  const [row] = await withPlatformRead(allowed, (tx) => tx.select().from(accounts).where(eq(accounts.name, name)));
  if (!row) throw new DomainError("not-found", "account");
  return { ...accountFactsOf(row), accountId: row.accountId };
}

/** One account by id, for work of the platform inside it. Throws `not-found`. */
export async function getAccount(
  platform: PlatformContext,
  accountId: AccountId,
): Promise<AccountFacts & { accountId: AccountId }> {
  const allowed = authorizePlatform(platform, "platform:ListAccounts");
  const [row] = await withPlatformRead(allowed, (tx) =>
    tx.select().from(accounts).where(eq(accounts.accountId, accountId)),
  );
  if (!row) throw new DomainError("not-found", "account");
  return { ...accountFactsOf(row), accountId };
}

/** The account a service names by its uid; undefined for a uid that is nobody's. */
export async function findAccountByUid(
  platform: PlatformContext,
  uid: string,
): Promise<(AccountFacts & { accountId: AccountId }) | undefined> {
  authorizePlatform(platform, "platform:FindAccount");
  return readByUid(uid, () =>
    askByKey("account-uid", uid, async (tx) => {
      const [row] = await selectEntered(tx, {});
      return row && { ...accountFactsOf(row), accountId: row.accountId };
    }),
  );
}

/** The one account that the key opened. */
const selectEntered = prepareOnce((tx) =>
  tx.select().from(accounts).where(eq(accounts.accountId, sql`(select app.account_id())`)).prepare("entered"),
);

/** After each of the calls came, for all that ask about one account at once. */
const readByUid = sharedRead<(AccountFacts & { accountId: AccountId }) | undefined>();

/** Whose door an alias is, and where that account's door is now; undefined renders the same page as any door. */
export function findDoor(alias: string): Promise<{ companyName: string; alias: string } | undefined> {
  return askByKey("alias", alias, async (tx) => {
    const [row] = await tx
      .select({ companyName: accounts.companyName, alias: accounts.alias })
      .from(accounts)
      .where(eq(accounts.accountId, sql`(select app.account_id())`));
    return row;
  });
}
