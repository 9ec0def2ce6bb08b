import "server-only";
import { and, count, desc, eq, isNull, ne, or } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { notifications } from "@/db/schema/notifications";
import { resources } from "@/db/schema/resources";
import { spendLimits } from "@/db/schema/spend-limits";
import type { AccountAction } from "@/lib/authorization/actions";
import { type Allowed, authorize, mayDo } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { anySubAccount, ownSignInResource, subAccountResource } from "@/lib/authorization/resources";
import { readKeysOf } from "@/lib/domain/access-keys/lookups";
import { type AccessKeyView, presentAccessKey } from "@/lib/domain/access-keys/presenter";
import { readLimits } from "@/lib/domain/limits/lookups";
import { presentLimit, type SpendLimitView } from "@/lib/domain/limits/presenter";
import { ownNotices } from "@/lib/domain/notifications/lookups";
import { countResourcesOf, noCost, readCosts, readOrder } from "@/lib/domain/resources/lookups";
import { presentResource, type ResourceView } from "@/lib/domain/resources/presenter";
import type { WorkspaceOrder } from "@/lib/domain/resources/rules";
import { listSignInsOf } from "@/lib/domain/sign-in/lookups";
import type { SignInView } from "@/lib/domain/sign-in/presenter";
import { findWhose, readTerms } from "@/lib/domain/spend/lookups";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import { readSums, type SpendSums } from "@/lib/domain/spend/sums-queries";
import { publicKeysOf } from "@/lib/domain/ssh-keys/lookups";
import { standingOf } from "@/lib/domain/ssh-keys/rules";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";

const resourcesShown = 5;
const signInsShown = 5;

/** What one sub-account has and does. A part that its policies do not show is undefined. */
export interface Workspace {
  terms: MoneyTerms;
  running:
    | {
        order: WorkspaceOrder;
        /** The account's wallet is empty: nothing that costs may begin. */
        isWalletEmpty: boolean;
        there: number;
        running: number;
        newest: ResourceView[];
      }
    | undefined;
  spend: { sums: SpendSums; limits: SpendLimitView[] } | undefined;
  accessKeys: AccessKeyView[] | undefined;
  sshKeys: { there: number; expiring: number; expired: number } | undefined;
  signIns: SignInView[] | undefined;
  unreadNotices: number | undefined;
}

type Self = NonNullable<ReturnType<typeof actingSubAccount>>;

/** The caller's own workspace at one moment. Throws `not-found` for who is no sub-account. */
export async function getWorkspace(ctx: Context): Promise<Workspace> {
  const itself = ownSignInResource(ctx);
  const allowed = authorize(ctx, "ram:GetUser", itself);
  const self = actingSubAccount(ctx.actor);
  if (!self) throw new DomainError("not-found", "sub-account");
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const month = mayDo(ctx, "bss:DescribeSpend", itself) ? terms.month : undefined;
    const where = <T>(action: AccountAction, read: () => Promise<T>) =>
      mayDo(ctx, action, itself) ? read() : undefined;
    const [running, spend, accessKeys, sshKeys, signIns, unreadNotices] = await Promise.all([
      where("espalier:ListResources", () => readRunning(tx, allowed, self, month)),
      where("bss:DescribeSpend", () => readSpend(tx, allowed, self, terms)),
      where("ram:ListAccessKeys", () => readAccessKeys(tx, allowed, self)),
      where("ram:ListPublicKeys", () => countPublicKeys(tx, allowed, self)),
      where("espalier:ListSessions", () => listSignInsOf(tx, allowed, self.subAccountId, signInsShown)),
      where("espalier:ListNotices", () => countUnread(tx, allowed)),
    ]);
    return { terms, running, spend, accessKeys, sshKeys, signIns, unreadNotices };
  });
}

/**
 * What one sub-account spends, and what bounds it: its own limits, for whoever sees the account's money those of the
 * account as well. Throws `not-found` for a name that never was, and one that the caller may not know of.
 */
export async function getSpendOf(ctx: Context, name: string): Promise<NonNullable<Workspace["spend"]>> {
  const allowed = authorize(ctx, "bss:DescribeSpend", subAccountResource(ctx, name));
  const seesAll = mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  return withReadTransaction(allowed, async (tx) => {
    const subAccountId = (await findWhose(tx, allowed, name)) as SubAccountId;
    return readSpend(tx, allowed, { subAccountId, name }, await readTerms(tx, allowed), seesAll);
  });
}

/** @param month whose charges are told; undefined: what it spends is not for the reader. */
async function readRunning(
  tx: Tx,
  allowed: Allowed,
  { subAccountId, name: subAccountName }: Self,
  month: string | undefined,
) {
  const [order, isWalletEmpty, { resources: there, running }, rows] = await Promise.all([
    readOrder(tx, allowed, subAccountId),
    readWalletEmpty(tx, allowed),
    countResourcesOf(tx, allowed, subAccountId),
    tx
      .select()
      .from(resources)
      .where(
        and(
          eq(resources.accountId, allowed.accountId),
          eq(resources.subAccountId, subAccountId),
          ne(resources.state, "retired"),
        ),
      )
      .orderBy(desc(resources.createdAt), desc(resources.id))
      .limit(resourcesShown),
  ]);
  const ids = rows.map(({ id }) => id);
  const costs = month === undefined ? undefined : await readCosts(tx, allowed, ids, month);
  const newest = rows.map((row) =>
    presentResource(
      { ...row, subAccountName, order, costs: costs ? (costs.get(row.id) ?? noCost) : null },
      allowed.now,
    ),
  );
  return { order, isWalletEmpty, there, running, newest };
}

async function readWalletEmpty(tx: Tx, { accountId }: Allowed): Promise<boolean> {
  const [row] = await tx.select({ state: books.walletState }).from(books).where(eq(books.accountId, accountId));
  return row?.state === "exhausted" || row?.state === "suspended";
}

async function readSpend(tx: Tx, allowed: Allowed, { subAccountId, name }: Self, terms: MoneyTerms, seesAll = false) {
  const own = eq(spendLimits.subAccountId, subAccountId);
  const [sums, rows] = await Promise.all([
    readSums(tx, allowed, subAccountId, terms),
    readLimits(tx, allowed, seesAll ? or(own, isNull(spendLimits.subAccountId)) : own),
  ]);
  // Its own first: what stops it before anything stops everybody.
  const sorted = rows.toSorted((one, other) => Number(!one.subAccountId) - Number(!other.subAccountId));
  const limits = sorted.map((row) => ({ ...presentLimit(row, allowed.now), subAccountName: row.subAccountId && name }));
  return { sums, limits };
}

async function readAccessKeys(tx: Tx, allowed: Allowed, self: Self): Promise<AccessKeyView[]> {
  const keys = await readKeysOf(tx, allowed, self);
  return keys.map((key) => presentAccessKey({ ...key, ownerName: self.name }, allowed.scope, allowed.now));
}

async function countPublicKeys(tx: Tx, allowed: Allowed, { subAccountId }: Self) {
  const keys = await publicKeysOf(tx, allowed, subAccountId);
  const standings = keys.map(({ expiresAt }) => standingOf(expiresAt, allowed.now));
  const of = (wanted: (typeof standings)[number]) => standings.filter((standing) => standing === wanted).length;
  return { there: keys.length, expiring: of("expiring"), expired: of("expired") };
}

async function countUnread(tx: Tx, allowed: Allowed): Promise<number> {
  const [row] = await tx
    .select({ unread: count() })
    .from(notifications)
    .where(and(ownNotices(allowed), isNull(notifications.readAt)));
  return row?.unread ?? 0;
}
