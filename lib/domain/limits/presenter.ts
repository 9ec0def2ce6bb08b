import "server-only";
import { writeMicros } from "@/lib/foundation/money";
import type { SpendVerdict } from "./rules";

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
