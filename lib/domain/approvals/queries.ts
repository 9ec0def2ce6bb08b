import "server-only";
import { and, asc, count, desc, eq, gt, lte, ne, or, type SQL } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { approvals } from "@/db/schema/approvals";
import { books } from "@/db/schema/books";
import { operators } from "@/db/schema/operators";
import { reservedNames } from "@/db/schema/reserved-names";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { type Tx, withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { type ApprovalView, presentApproval } from "./presenter";
import { type ApprovalAddress, ApprovalFilter } from "./schema";

export interface ApprovalRow extends ApprovalView {
  accountId: AccountId;
  accountName: string;
  currency: string;
  minorDigits: number;
}

/** More than that wait only where nobody looks; what was decided long ago is in the audit log. */
const shown = { open: 200, over: 50 };

const waits = (now: Date) => and(eq(approvals.state, "open"), gt(approvals.expiresAt, now));
const isOver = (now: Date) => or(ne(approvals.state, "open"), lte(approvals.expiresAt, now));

/** What waits for a second operator, oldest first, and the newest of what was decided or ran out; of any account, or of one. */
export async function listApprovals(
  platform: PlatformContext,
  { account }: ApprovalFilter = ApprovalFilter.parse({}),
): Promise<{ open: ApprovalRow[]; over: ApprovalRow[] }> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const { now } = platform;
  const of = account ? eq(accounts.name, account) : undefined;
  const found = await withPlatformRead(allowed, async (tx) => ({
    open: await rowsOf(tx, and(waits(now), of), asc(approvals.requestedAt), shown.open),
    over: await rowsOf(tx, and(isOver(now), of), desc(approvals.requestedAt), shown.over),
  }));
  const present = ({ row, ...of }: (typeof found.open)[number]): ApprovalRow => ({
    ...{ accountId: row.accountId, ...of },
    ...presentApproval(row, null, platform),
  });
  return { open: found.open.map(present), over: found.over.map(present) };
}

function rowsOf(tx: Tx, where: SQL | undefined, order: SQL, limit: number) {
  const { currency, minorDigits } = books;
  return tx
    .select({ row: approvals, accountName: accounts.name, currency, minorDigits })
    .from(approvals)
    .innerJoin(accounts, eq(accounts.accountId, approvals.accountId))
    .innerJoin(books, eq(books.accountId, approvals.accountId))
    .where(where)
    .orderBy(order)
    .limit(limit);
}

/** How many wait for a second operator that whoever asks may be: not their own. */
export async function countWaitingApprovals(platform: PlatformContext): Promise<number> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const { actor, now } = allowed;
  const others =
    actor.type === "operator" && actor.operatorId ? ne(approvals.requestedById, actor.operatorId) : undefined;
  const [row] = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ waiting: count() })
      .from(approvals)
      .where(and(waits(now), others)),
  );
  return row?.waiting ?? 0;
}

/** Who could be the second one. Read before the account's transaction, which sees no operators. */
export async function listOtherOperators(platform: PlatformContext): Promise<string[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const { actor } = platform;
  const isOther = actor.type === "operator" && actor.operatorId ? ne(operators.id, actor.operatorId) : undefined;
  const rows = await withPlatformRead(allowed, (tx) =>
    tx.select({ email: operators.email }).from(operators).where(isOther).orderBy(asc(operators.email)),
  );
  return rows.map(({ email }) => email);
}

/** One of them, with whose line it would be. Another account's and a made-up one throw `not-found` alike. */
export async function getApproval(
  platform: PlatformContext,
  { accountId, id }: ApprovalAddress,
): Promise<ApprovalView> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  const [found] = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ row: approvals, subAccountName: reservedNames.name })
      .from(approvals)
      .leftJoin(
        reservedNames,
        and(eq(reservedNames.accountId, approvals.accountId), eq(reservedNames.subAccountId, approvals.subAccountId)),
      )
      .where(and(eq(approvals.accountId, allowed.accountId), eq(approvals.id, id))),
  );
  if (!found) throw new DomainError("not-found", "approval");
  return presentApproval(found.row, found.subAccountName, platform);
}
