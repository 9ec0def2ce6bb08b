import "server-only";
import type { walletStates } from "@/db/schema/books";
import type { hardEffects, limitWindows } from "@/db/schema/spend-limits";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import { asMicros, type Micros } from "@/lib/foundation/money";

/** Whoever holds one of these is a finance user. */
export const financePolicies = ["AliyunBSSReadOnlyAccess", "AliyunBSSFullAccess"] as const;

interface CountedLimit {
  /** Of the whole account, not of the sub-account. */
  ofAccount: boolean;
  per: (typeof limitWindows)[number];
  soft: Micros | null;
  hard: Micros | null;
  stops: (typeof hardEffects)[number];
  /** New things wait for an approval. */
  asks: boolean;
  spent: Micros;
  /** When the window ends; null for one that never does. */
  resetsAt: Date | null;
}

interface SpendFacts {
  limits: readonly CountedLimit[];
  /** What the wallet can still give: posted less unsettled, with the overdraft. */
  spendable: Micros;
  walletState: (typeof walletStates)[number];
}

export type SpendVerdict =
  | { allowed: true }
  | {
      allowed: false;
      reason: "spend_limit" | "account_limit" | "wallet_exhausted" | "suspended" | "approval_required";
      limit?: Pick<CountedLimit, "per" | "soft" | "hard" | "stops" | "spent" | "resetsAt">;
    };

/**
 * Whether something that costs may begin: create, start, resize. Never asked for recording usage, signing in, reading,
 * stopping or deleting. The sub-account's own limits are named first, then the account's, then the wallet, and only
 * then what an approval would let begin.
 */
export function judgeSpend({ limits, spendable, walletState }: SpendFacts): SpendVerdict {
  const [own, whole] = [false, true].map((ofAccount) => limits.filter((limit) => limit.ofAccount === ofAccount));
  for (const [list, reason] of [[own, "spend_limit"] as const, [whole, "account_limit"] as const]) {
    for (const limit of list ?? []) {
      if (limit.hard !== null && limit.spent >= limit.hard) return { allowed: false, reason, limit };
    }
  }
  if (walletState === "suspended") return { allowed: false, reason: "suspended" };
  if (spendable <= 0n) return { allowed: false, reason: "wallet_exhausted" };
  const asking = limits.toSorted((a, b) => Number(a.ofAccount) - Number(b.ofAccount)).find(({ asks }) => asks);
  return asking ? { allowed: false, reason: "approval_required", limit: asking } : { allowed: true };
}

export interface WalletFacts {
  state: (typeof walletStates)[number];
  since: Date | null;
  spendable: Micros;
  lowWater: Micros;
  /** The larger of the mean hourly cost of the last three hours and of the last day. */
  burnPerHour: Micros;
  graceHours: number;
}

export function walletFactsOf(wallet: WalletView, burnPerHour: Micros): WalletFacts {
  const { state, stateSince: since, available, overdraft, lowWater, graceHours } = wallet;
  return { state, since, spendable: asMicros(available + overdraft), lowWater, burnPerHour, graceHours };
}

const hourMs = 3_600_000;
const lowRunwayHours = 72n;

/** ok → low → exhausted → suspended when the grace is over; money brings it back at once. */
export function judgeWallet(wallet: WalletFacts, now: Date): (typeof walletStates)[number] {
  const { state, since, spendable, lowWater, burnPerHour, graceHours } = wallet;
  if (spendable <= 0n) {
    if (state === "suspended") return "suspended";
    const isOver = state === "exhausted" && since !== null && now.getTime() - since.getTime() >= graceHours * hourMs;
    return isOver ? "suspended" : "exhausted";
  }
  // Left only when a fifth more than the threshold is there: no alert that comes and goes.
  const [numerator, denominator] = state === "low" ? [6n, 5n] : [1n, 1n];
  const threshold = burnPerHour * lowRunwayHours - lowWater > 0n ? burnPerHour * lowRunwayHours : lowWater;
  return spendable * denominator < threshold * numerator ? "low" : "ok";
}

/** What people are told of while a wallet is low or empty, in the order in which it gets worse. */
const levelsOf = { low: ["low", "low72", "low24", "low4"], exhausted: ["half", "lastHour"] } as const;
export type WalletLevel = (typeof levelsOf)["low" | "exhausted"][number];

/** The levels that a wallet has reached in its state, the worst first; telling of it tells of the others as well. */
export function levelsReached(wallet: WalletFacts, now: Date): WalletLevel[] {
  const { state, since, spendable, lowWater, burnPerHour, graceHours } = wallet;
  const lasts = (hours: bigint) => spendable < burnPerHour * hours;
  const passed = since === null ? 0 : now.getTime() - since.getTime();
  const isReached: Record<WalletLevel, boolean> = {
    low: spendable < lowWater || lasts(lowRunwayHours),
    low72: lasts(lowRunwayHours),
    low24: lasts(24n),
    low4: lasts(4n),
    half: passed > 0 && passed * 2 >= graceHours * hourMs,
    lastHour: passed > 0 && passed >= (graceHours - 1) * hourMs,
  };
  const levels = state === "low" || state === "exhausted" ? levelsOf[state] : [];
  return levels.filter((level) => isReached[level]).toReversed();
}

/** What the spend verdict never stands in the way of, by how an action's name begins: looking, stopping, giving back. */
const freeVerbs =
  /^(?:Get|List|Describe|Query|Head|Read|View|Check|Download|Export|Stop|Suspend|Pause|Delete|Remove|Detach|Release|Terminate|Cancel|Disable|Revoke|Tag|Untag)/;

/** Whether an action of a service's begins something that costs. The service may say so itself; a name we do not know costs. */
export function mayCost(action: string, told: boolean | undefined): boolean {
  return told ?? !freeVerbs.test(action.split(":")[1] ?? "");
}

const toldShares = [50n, 80n, 100n];

/**
 * How much of a limit people are told of: the highest of 50, 80 and 100 per cent of the hard amount, and of the soft
 * amount, that was reached; 0 below the first. A limit that only warns has its soft amount as the whole.
 */
export function shareToTell({
  soft,
  hard,
  spent,
}: {
  soft: Micros | null;
  hard: Micros | null;
  spent: Micros;
}): number {
  const whole = hard ?? soft;
  if (whole === null) return 0;
  if (whole === 0n) return 100;
  const shares = hard === null ? [100n] : [...toldShares, ...(soft === null ? [] : [(soft * 100n) / whole])];
  const reached = shares.filter((share) => spent * 100n >= share * whole && share > 0n);
  return reached.reduce((most, share) => Math.max(most, Number.parseInt(share.toString(), 10)), 0);
}

interface WindowFacts {
  hard: Micros | null;
  spent: Micros;
  /** Null for a window that never ends. */
  startsAt: Date | null;
  resetsAt: Date | null;
}

/** A pace that is told from less than this part of a window says more about one job than about the window. */
const paceAfter = 8;

/**
 * When a hard amount that is not reached yet will be, if what is left of the window costs as much an hour as what is over
 * of it; null where the window ends before that, or is too young to have a pace.
 */
export function foreseeLimit({ hard, spent, startsAt, resetsAt }: WindowFacts, now: Date): Date | null {
  if (hard === null || startsAt === null || resetsAt === null || spent <= 0n || spent >= hard) return null;
  const [over, whole] = [now.getTime() - startsAt.getTime(), resetsAt.getTime() - startsAt.getTime()];
  if (over * paceAfter < whole || over >= whole) return null;
  const until = (BigInt(over) * hard + spent - 1n) / spent;
  return until < BigInt(whole) ? new Date(startsAt.getTime() + Number.parseInt(until.toString(), 10)) : null;
}
