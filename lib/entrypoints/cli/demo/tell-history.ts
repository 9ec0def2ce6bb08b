import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { chargeFeesOf } from "@/lib/domain/fees/charge-fees";
import { importPriceBook } from "@/lib/domain/prices/import-price-book";
import { listBillLines } from "@/lib/domain/spend/queries";
import { BillFilter } from "@/lib/domain/spend/schema";
import { listAccountsToRate } from "@/lib/domain/usage/queries";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { getWallet, listTopUps } from "@/lib/domain/wallet/queries";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { settleCharges } from "@/lib/domain/wallet/settle-charges";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { DomainError } from "@/lib/foundation/errors";
import { hostContext } from "../host-context";
import { agreeTerms, type Terms } from "./agree-terms";
import type { Incidents } from "./incidents";
import { demoPriceBook } from "./price-book";
import { tellResources } from "./tell-resources";
import { usageOfDay } from "./usage-of-day";
import type { PlannedPerson } from "./usage-plan";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const eventsPerBatch = 1_000;

interface History extends Terms {
  account: string;
  people: readonly PlannedPerson[];
  days: number;
  /** Credited whenever less than a third of it is left. */
  topUp: string;
  incidents?: Incidents;
  /** How far the offices' clocks are ahead of UTC. */
  offsetHours?: number;
}

/**
 * Months of use of one account, told day by day through the platform's own pipeline with the clock of each day: usage
 * comes in, is priced, is settled; the wallet is topped up, months are closed. Runs again from where it was stopped, and answers how many
 * usage events it told; none where the history is there, whatever length is asked for now.
 */
export async function tellHistory(history: History, now = new Date()): Promise<number> {
  const { account, people, days, incidents = {}, offsetHours = 8 } = history;
  const { accountId, uid } = await getAccountByName(hostContext(), account);
  const inside = async (at: Date) => enterAccount(hostContext(at), await getAccountByName(hostContext(at), account));
  const begun = beginningOf(account, await listTopUps(await inside(now)));
  // A history keeps the length it was begun with: another one has other days, seasons and growth.
  const length = begun?.days ?? days;
  const first = begun?.first ?? midnightOf(now.getTime() - days * dayMs);
  const last = new Date(first.getTime() + length * dayMs);
  if (begun && (await isTold(await inside(now), last))) return 0;

  await importPriceBook(hostContext(now), demoPriceBook);
  await agreeTerms(hostContext(first), account, history);
  let told = 0;
  for (let midnight = first.getTime(); midnight <= last.getTime(); midnight += dayMs) {
    const end = new Date(Math.min(midnight + dayMs, Math.floor(now.getTime() / hourMs) * hourMs));
    if (end.getTime() <= midnight && midnight !== first.getTime()) break;
    const morning = end.getTime() <= midnight ? now : new Date(midnight);
    await topUpIfLow(morning);
    const beginsMonth = midnight === first.getTime() || morning.getUTCDate() === 1;
    if (history.fee && beginsMonth) await chargeFeesOf(hostContext(morning), accountId);
    const hours = Math.round((end.getTime() - midnight) / hourMs);
    const span = { first, last, offsetHours };
    const events = usageOfDay({ name: account, uid }, people, new Date(midnight), span, hours);
    told += events.length;
    const clock = hostContext(end);
    for (let from = 0; from < events.length; from += eventsPerBatch) {
      await reportUsage(clock, events.slice(from, from + eventsPerBatch));
    }
    await rateAll(end);
    await settleCharges(clock, accountId);
    await closeMonths(clock);
    await incidents[Math.round((last.getTime() - midnight) / dayMs)]?.({ clock, accountId, events });
  }
  await tellResources({ uid, people, began: first, ended: now });
  return told;

  async function topUpIfLow(at: Date) {
    const { posted } = await getWallet(await inside(at));
    const input = TopUpWalletInput.parse({
      accountId,
      amount: history.topUp,
      reference: referenceOf(account, at, length),
      note: "Bank transfer",
    });
    if (posted * 3n < input.amount) await topUpWallet(hostContext(at), input);
  }

  async function closeMonths(clock: PlatformContext) {
    try {
      await advanceAccount(clock, accountId);
    } catch (error) {
      // Something of the month waits in quarantine: it stays closing, as it would.
      if (!(error instanceof DomainError && error.code === "conflict")) throw error;
    }
  }

  /** Beside a worker at work, which may take some of it. */
  async function rateAll(at: Date) {
    while ((await listAccountsToRate(hostContext(at))).includes(accountId)) {
      try {
        await rateAccount(hostContext(at), accountId);
      } catch (error) {
        if (!(error instanceof DomainError && error.code === "conflict")) throw error;
      }
    }
  }
}

/** The days before the last have their charges: they came in their order. */
async function isTold(ctx: Parameters<typeof listBillLines>[0], last: Date): Promise<boolean> {
  // In every zone some hours of it are over when the history ends.
  const day = new Date(last.getTime() - dayMs).toISOString().slice(0, 10);
  const lines = await listBillLines(ctx, { month: day.slice(0, 7), name: "" }, BillFilter.parse({ by: "day" }));
  return lines.rows.some(({ key, charges }) => key >= day && charges > 0n);
}

const referenceOf = (account: string, at: Date, days: number) =>
  `${account.toUpperCase()}-${at.toISOString().slice(0, 10)}-${days}`;

/** When the history began and how long it was to be, as its first top-up says; undefined where there is none. */
function beginningOf(account: string, known: readonly { reference: string; createdAt: Date }[]) {
  const [oldest] = known
    .filter(({ reference }) => reference.startsWith(`${account.toUpperCase()}-`))
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  if (!oldest) return undefined;
  return { first: midnightOf(oldest.createdAt.getTime()), days: Number(oldest.reference.split("-").at(-1)) };
}

const midnightOf = (at: number) => new Date(Math.floor(at / dayMs) * dayMs);
