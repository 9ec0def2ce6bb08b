import "server-only";
import { and, asc, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { reservedNames } from "@/db/schema/reserved-names";
import { topUpEvidence } from "@/db/schema/top-up-evidence";
import { topUps } from "@/db/schema/top-ups";
import { walletActs } from "@/db/schema/wallet-acts";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import type { Micros } from "@/lib/foundation/money";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { presentTopUp, type TopUpView } from "./presenter";
import type { TopUpAddress, WalletActFilter } from "./schema";

export interface DeskTopUp extends TopUpView {
  hasEvidence: boolean;
}

export interface WalletActView {
  reference: string;
  kind: (typeof walletActs.$inferSelect)["kind"];
  amount: Micros;
  subAccountName: string | null;
  reason: string;
  doneBy: string;
  createdAt: Date;
  /** Of a payout; null while it is on its way. */
  outcome: (typeof walletActs.$inferSelect)["outcome"];
  outcomeAt: Date | null;
}

const rowsPerPage = 50;

/** What operators did to a wallet, newest first: its top-ups with what they were credited for, and its adjustments and payouts. */
export async function listWalletActs(
  platform: PlatformContext,
  accountId: AccountId,
  filter: WalletActFilter = {},
): Promise<{ topUps: Page<DeskTopUp>; acts: Page<WalletActView> }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  return withReadTransaction(allowed, async (tx) => ({
    topUps: await readTopUps(tx, allowed, readCursor(filter.topUps)),
    acts: await readActs(tx, allowed, readCursor(filter.acts)),
  }));
}

/** One top-up. Throws `not-found`. */
export async function getTopUp(platform: PlatformContext, { accountId, topUpId }: TopUpAddress): Promise<DeskTopUp> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  const [row] = await withReadTransaction(allowed, (tx) => selectTopUps(tx, allowed, eq(topUps.id, topUpId)));
  if (!row) throw new DomainError("not-found", "top-up");
  return presentDeskTopUp(row);
}

function selectTopUps(tx: Tx, { accountId }: Allowed, which: SQL | undefined) {
  return tx
    .select({ topUp: topUps, evidence: isNotNull(topUpEvidence.topUpId).mapWith(Boolean) })
    .from(topUps)
    .leftJoin(topUpEvidence, and(eq(topUpEvidence.accountId, topUps.accountId), eq(topUpEvidence.topUpId, topUps.id)))
    .where(and(eq(topUps.accountId, accountId), which))
    .$dynamic();
}

type TopUpRow = Awaited<ReturnType<typeof selectTopUps>>[number];

const presentDeskTopUp = ({ topUp, evidence }: TopUpRow): DeskTopUp => ({
  ...presentTopUp(topUp),
  hasEvidence: evidence,
});

/** Ids of top-ups are in the order of time. */
async function readTopUps(tx: Tx, allowed: Allowed, cursor: KeysetCursor | undefined): Promise<Page<DeskTopUp>> {
  const here = z.uuid().safeParse(cursor?.id).data;
  const backwards = cursor?.direction === "before";
  const beyond = here && (backwards ? sql`${topUps.id} > ${here}::uuid` : sql`${topUps.id} < ${here}::uuid`);
  const found = await selectTopUps(tx, allowed, beyond || undefined)
    .orderBy((beyond && backwards ? asc : desc)(topUps.id))
    .limit(rowsPerPage + 1);
  const page = cutPage(found, rowsPerPage, beyond ? cursor : undefined, ({ topUp: { id } }) => ({ value: "", id }));
  return { ...page, rows: page.rows.map(presentDeskTopUp) };
}

async function readActs(
  tx: Tx,
  { accountId }: Allowed,
  cursor: KeysetCursor | undefined,
): Promise<Page<WalletActView>> {
  const place = sql`(${walletActs.createdAt}, ${walletActs.reference})`;
  const [at = "", reference] = /^(\S+) (.*)$/s.exec(cursor?.value ?? "")?.slice(1) ?? [];
  const known = Number.isNaN(Date.parse(at)) ? undefined : cursor;
  const backwards = cursor?.direction === "before";
  const here = sql`(${at}::timestamptz, ${reference}::text)`;
  const beyond = known && (backwards ? sql`${place} > ${here}` : sql`${place} < ${here}`);
  const order = known && backwards ? asc : desc;
  const found = await tx
    .select({
      reference: walletActs.reference,
      kind: walletActs.kind,
      amount: walletActs.amount,
      subAccountName: reservedNames.name,
      reason: walletActs.reason,
      doneBy: walletActs.doneBy,
      createdAt: walletActs.createdAt,
      outcome: walletActs.outcome,
      outcomeAt: walletActs.outcomeAt,
      // To the microsecond, as it lies there.
      at: sql<string>`to_json(${walletActs.createdAt}) #>> '{}'`,
    })
    .from(walletActs)
    .leftJoin(
      reservedNames,
      and(eq(reservedNames.accountId, walletActs.accountId), eq(reservedNames.subAccountId, walletActs.subAccountId)),
    )
    .where(and(eq(walletActs.accountId, accountId), beyond))
    .orderBy(order(walletActs.createdAt), order(walletActs.reference))
    .limit(rowsPerPage + 1);
  const page = cutPage(found, rowsPerPage, known, (row) => ({ value: `${row.at} ${row.reference}`, id: "" }));
  return { ...page, rows: page.rows.map(({ at: _, ...row }) => row) };
}
