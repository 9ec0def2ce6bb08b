import "server-only";
import type { spendLimits } from "@/db/schema/spend-limits";
import { asMicros, type Micros, writeMicros } from "@/lib/foundation/money";
import type { readLimits } from "./lookups";
import { foreseeLimit, type SpendVerdict } from "./rules";

export interface SpendLimitView {
  id: string;
  /** null: of the whole account. */
  subAccountName: string | null;
  per: (typeof spendLimits.$inferSelect)["per"];
  soft: Micros | null;
  hard: Micros | null;
  stops: (typeof spendLimits.$inferSelect)["stops"];
  spent: Micros;
  resetsAt: Date | null;
  /** When the hard amount will be reached at the window's pace, where that is before its end. */
  passesAt: Date | null;
}

/** A limit as everybody reads it; whose it is, the caller says. */
export function presentLimit(
  { id, per, soft, hard, stops, spent: counted, startsAt, resetsAt }: Awaited<ReturnType<typeof readLimits>>[number],
  now: Date,
): Omit<SpendLimitView, "subAccountName"> {
  const spent = asMicros(BigInt(counted));
  return {
    id,
    per,
    soft,
    hard,
    stops,
    spent,
    resetsAt,
    passesAt: foreseeLimit({ hard, spent, startsAt, resetsAt }, now),
  };
}

export type SpendAnswer =
  | { allowed: true }
  | {
      allowed: false;
      reason: Extract<SpendVerdict, { allowed: false }>["reason"];
      /** The first limit that stands in the way; null where it is the wallet. */
      limit: { window: string; hard: string; spent: string; resetsAt: string | null } | null;
    };

/** The verdict as services are told it: money as decimal text. */
export function presentVerdict(verdict: SpendVerdict): SpendAnswer {
  if (verdict.allowed) return verdict;
  const { reason, limit } = verdict;
  if (!limit) return { allowed: false, reason, limit: null };
  const { per, hard, spent, resetsAt } = limit;
  const told = { window: per, hard: writeMicros(hard), spent: writeMicros(spent), resetsAt: resetsAt?.toISOString() };
  return { allowed: false, reason, limit: { ...told, resetsAt: told.resetsAt ?? null } };
}
