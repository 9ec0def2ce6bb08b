import "server-only";
import type { spendLimits } from "@/db/schema/spend-limits";
import { type Micros, writeMicros } from "@/lib/foundation/money";
import { type CountedLimit, isAsking } from "./lookups";
import { foreseeLimit, type SpendVerdict } from "./rules";

export interface SpendLimitView {
  id: string;
  /** null: of the whole account. */
  subAccountName: string | null;
  per: (typeof spendLimits.$inferSelect)["per"];
  soft: Micros | null;
  hard: Micros | null;
  onSoft: (typeof spendLimits.$inferSelect)["onSoft"];
  stops: (typeof spendLimits.$inferSelect)["stops"];
  /** What is new waits for an approval; or: somebody gave it, until the window ends. */
  approval: "waiting" | "given" | null;
  spent: Micros;
  resetsAt: Date | null;
  /** When the hard amount will be reached at the window's pace, where that is before its end. */
  passesAt: Date | null;
}

/** A limit as everybody reads it; whose it is, the caller says. */
export function presentLimit(limit: CountedLimit, now: Date): Omit<SpendLimitView, "subAccountName"> {
  const { id, per, soft, hard, onSoft, stops, spent, approved, resetsAt } = limit;
  const isGiven = onSoft === "ask" && approved !== null && approved === soft;
  const approval = isAsking(limit) ? "waiting" : isGiven ? "given" : null;
  return { id, per, soft, hard, onSoft, stops, approval, spent, resetsAt, passesAt: foreseeLimit(limit, now) };
}

/** What a reached limit does, as services are told it. */
const effects = { new: "block_new", throttle: "throttle", all: "stop" } as const;

export type SpendAnswer =
  | { verdict: "allow"; allowed: true }
  | {
      /** `ask`: somebody may approve it, in the console. */
      verdict: "ask" | "deny";
      allowed: false;
      reason: Extract<SpendVerdict, { allowed: false }>["reason"];
      /** The first limit that stands in the way; null where it is the wallet. */
      limit: {
        window: string;
        soft: string | null;
        hard: string | null;
        /** What the hard amount does, or will. */
        atHard: (typeof effects)[keyof typeof effects];
        spent: string;
        resetsAt: string | null;
      } | null;
    };

const amountOrNull = (amount: Micros | null) => (amount === null ? null : writeMicros(amount));

/** The verdict as services are told it: money as decimal text. */
export function presentVerdict(verdict: SpendVerdict): SpendAnswer {
  if (verdict.allowed) return { verdict: "allow", allowed: true };
  const { reason, limit } = verdict;
  const told = { verdict: reason === "approval_required" ? "ask" : "deny", allowed: false, reason } as const;
  if (!limit) return { ...told, limit: null };
  const { per, soft, hard, stops, spent, resetsAt } = limit;
  const amounts = { soft: amountOrNull(soft), hard: amountOrNull(hard), spent: writeMicros(spent) };
  return {
    ...told,
    limit: { window: per, ...amounts, atHard: effects[stops], resetsAt: resetsAt?.toISOString() ?? null },
  };
}
