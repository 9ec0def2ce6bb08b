import "server-only";
import { sql } from "drizzle-orm";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { type BrokenInvariant, reconcileLedger } from "@/lib/domain/ledger/reconcile-ledger";
import type { AccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { type Tx, withLongRead } from "@/lib/foundation/transaction";
import { readWallet } from "./lookups";
import { type DeskAccount, listWallets } from "./operator-queries";
import type { WalletView } from "./presenter";

/** Two ways to the same number. */
interface Tie {
  name: (typeof tieNames)[number];
  left: Micros;
  right: Micros;
  difference: Micros;
}

const tieNames = ["ledger", "wallet", "settled", "charged", "months", "days", "skus", "usage"] as const;

export interface Reconciliation {
  account: DeskAccount;
  wallet: WalletView;
  ties: Tie[];
  /** Usage that no charge stands for yet: the rater's next, and what waits in quarantine. */
  unrated: number;
  quarantined: number;
  months: string[];
}

type Sums = Record<string, string>;

/** Every sum twice, from its own rows: the sealed context is the account, and so is every predicate. */
async function readTies(tx: Tx, accountId: AccountId): Promise<Tie[]> {
  const [row] = await tx.execute<Sums>(sql`
    with me as (select ${accountId}::uuid as acc),
    l as (select coalesce(sum(debits_posted), 0) d, coalesce(sum(credits_posted), 0) c,
        coalesce(sum(credits_posted - debits_posted) filter (where kind = 'wallet'), 0) w
      from app.ledger_accounts where account_id = (select acc from me)),
    w as (select id from app.ledger_accounts where account_id = (select acc from me) and kind = 'wallet'),
    t as (select coalesce(sum(case when credit_id = (select id from w) then amount when debit_id = (select id from w) then -amount else 0 end), 0) w,
        coalesce(sum(case kind when 'refund' then -amount else amount end) filter (where settlement_no is not null), 0) s
      from app.transfers where account_id = (select acc from me)),
    c as (select coalesce(sum(effective_cost), 0) e, coalesce(sum(effective_cost) filter (where events is not null), 0) m
      from app.charges where account_id = (select acc from me)),
    o as (select coalesce(sum(amount) filter (where settled_at is not null), 0) s, coalesce(sum(amount), 0) e
      from app.settlement_lines where account_id = (select acc from me))
    select l.d::text as ledger, l.c::text as ledger_right, l.w::text as wallet, t.w::text as wallet_right,
      o.s::text as settled, t.s::text as settled_right, c.e::text as charged, o.e::text as charged_right,
      c.e::text as months, c.e::text as days, c.e::text as skus,
      (select coalesce(sum(effective_cost), 0)::text from app.spend_months where account_id = (select acc from me)) as months_right,
      (select coalesce(sum(effective_cost), 0)::text from app.spend_days where account_id = (select acc from me)) as days_right,
      (select coalesce(sum(effective_cost), 0)::text from app.spend_day_skus where account_id = (select acc from me)) as skus_right,
      (select coalesce(sum(floor(exact_total * 1e6)), 0)::bigint::text from app.rating_carries where account_id = (select acc from me)) as usage,
      c.m::text as usage_right
    from l, t, c, o`);
  return tieNames.map((name) => {
    const [left, right] = [BigInt(row?.[name] ?? 0), BigInt(row?.[`${name}_right`] ?? 0)];
    return { name, left: asMicros(left), right: asMicros(right), difference: asMicros(left - right) };
  });
}

async function readWaiting(tx: Tx, accountId: AccountId): Promise<{ unrated: number; quarantined: number }> {
  const [row] = await tx.execute<{ unrated: string; quarantined: string }>(sql`
    select (select count(*) from app.usage_events u join app.books b using (account_id)
        where u.account_id = ${accountId} and u.ingest_xid > b.rated_to) as unrated,
      (select count(*) from app.quarantined_events where account_id = ${accountId} and resolved_at is null) as quarantined`);
  return { unrated: Number(row?.unrated ?? 0), quarantined: Number(row?.quarantined ?? 0) };
}

/** One account's books, added up anew in every way there is. */
export async function getReconciliation(
  platform: PlatformContext,
  accountId: AccountId,
): Promise<Reconciliation & { broken: BrokenInvariant[] }> {
  authorizePlatform(platform, "platform:ListWallets");
  const account = await getAccount(platform, accountId);
  const broken = await reconcileLedger(enterAccount(platform, account));
  return { ...(await reconcile(platform, account)), broken };
}

async function reconcile(platform: PlatformContext, account: DeskAccount): Promise<Reconciliation> {
  const ctx = enterAccount(platform, account);
  const allowed = authorize(ctx, "espalier:ReconcileLedger", walletResource(ctx));
  const { accountId } = allowed;
  return withLongRead(allowed, async (tx) => {
    const months = await tx.execute<{ period: string }>(
      sql`select period::text from app.billing_periods where account_id = ${accountId} order by period desc limit 36`,
    );
    return {
      account,
      wallet: await readWallet(tx, allowed),
      ties: await readTies(tx, accountId),
      ...(await readWaiting(tx, accountId)),
      months: months.map(({ period }) => period),
    };
  });
}

/** A page of accounts, by name, each added up in its own context. */
export async function listReconciliations(
  platform: PlatformContext,
  { after = "" }: { after?: string },
): Promise<{ rows: Reconciliation[]; next: string | undefined }> {
  authorizePlatform(platform, "platform:ListWallets");
  const { rows: wallets, next } = await listWallets(platform, { after });
  const rows: Reconciliation[] = [];
  for (const { accountId } of wallets) rows.push(await reconcile(platform, await getAccount(platform, accountId)));
  return { rows, next };
}
