import "server-only";
import type { walletStates } from "@/db/schema/books";
import type { limitWindows } from "@/db/schema/spend-limits";
import type { Micros } from "@/lib/foundation/money";

interface CountedLimit {
  /** Of the whole account, not of the sub-account. */
  ofAccount: boolean;
  per: (typeof limitWindows)[number];
  hard: Micros | null;
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
      reason: "spend_limit" | "account_limit" | "wallet_exhausted" | "suspended";
      limit?: Pick<CountedLimit, "per" | "spent" | "resetsAt"> & { hard: Micros };
    };

/**
 * Whether something that costs may begin: create, start, resize. Never asked for recording usage, signing in, reading,
 * stopping or deleting. The sub-account's own limits are named first, then the account's, then the wallet.
 */
export function judgeSpend({ limits, spendable, walletState }: SpendFacts): SpendVerdict {
  const [own, whole] = [false, true].map((ofAccount) => limits.filter((limit) => limit.ofAccount === ofAccount));
  for (const [list, reason] of [[own, "spend_limit"] as const, [whole, "account_limit"] as const]) {
    for (const { per, hard, spent, resetsAt } of list ?? []) {
      if (hard !== null && spent >= hard) return { allowed: false, reason, limit: { per, hard, spent, resetsAt } };
    }
  }
  if (walletState === "suspended") return { allowed: false, reason: "suspended" };
  return spendable > 0n ? { allowed: true } : { allowed: false, reason: "wallet_exhausted" };
}

interface WalletFacts {
  state: (typeof walletStates)[number];
  since: Date | null;
  spendable: Micros;
  lowWater: Micros;
  /** The larger of the mean hourly cost of the last three hours and of the last day. */
  burnPerHour: Micros;
  graceHours: number;
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
