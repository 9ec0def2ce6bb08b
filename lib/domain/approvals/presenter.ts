import "server-only";
import type { approvals } from "@/db/schema/approvals";
import type { PlatformContext } from "@/lib/authorization/context";

type Row = typeof approvals.$inferSelect;

export interface ApprovalView
  extends Pick<Row, "kind" | "id" | "amount" | "reference" | "reasonCode" | "reason" | "state"> {
  subAccountName: string | null;
  requestedBy: string;
  requestedAt: Date;
  expiresAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  chargePeriod: string | null;
  chargeId: string | null;
  /** Whoever looks asked for it: may take it back, and not approve it. */
  isOwn: boolean;
}

/** An open row past its time is what the next question about it will call it: expired. */
export function presentApproval(
  row: Row,
  subAccountName: string | null,
  { actor, now }: Pick<PlatformContext, "actor" | "now">,
): ApprovalView {
  const { kind, id, amount, reference, reasonCode, reason, requestedBy, requestedAt, expiresAt } = row;
  const { decidedBy, decidedAt, decisionReason, chargePeriod, chargeId } = row;
  const isExpired = row.state === "open" && expiresAt <= now;
  return {
    ...{ kind, id, amount, reference, reasonCode, reason, subAccountName, requestedBy, requestedAt, expiresAt },
    ...{ decidedBy, decidedAt, decisionReason, chargePeriod, chargeId: chargeId?.toString() ?? null },
    state: isExpired ? "expired" : row.state,
    isOwn: actor.type === "operator" && actor.operatorId === row.requestedById,
  };
}
