import "server-only";
import type { ResourceState, SuspensionReason, workspaceDecisions } from "@/db/schema/resource-states";
import { type LastHour, lastFullHour } from "@/lib/domain/spend/rules";
import type { Micros } from "@/lib/foundation/money";

export type WorkspaceDecision = (typeof workspaceDecisions)[number];

/** What is decided about all that a sub-account runs. */
export interface WorkspaceOrder {
  decided: WorkspaceDecision;
  /** 0: nothing was ever decided. */
  epoch: number;
  reasons: readonly SuspensionReason[];
  decidedAt: Date | null;
}

export const nothingOrdered: WorkspaceOrder = { decided: "running", epoch: 0, reasons: [], decidedAt: null };

export function partsOf(arn: string): { service: string; region: string; uid: string; type: string } {
  const [, service = "", region = "", uid = "", rest = ""] = arn.split(":");
  return { service, region, uid, type: rest.split("/")[0] ?? "" };
}

interface Told {
  state: ResourceState;
  enforcedEpoch: number;
  createdAt: Date;
}

/** Whether a resource is as it was decided: `waiting` while its service has not said so. */
export function enforcementOf(
  { state, enforcedEpoch, createdAt }: Told,
  order: WorkspaceOrder,
): "enforced" | "waiting" {
  if (state === "retired" || order.epoch === 0) return "enforced";
  const isStopped = state === "stopped" || state === "failed";
  if (order.decided === "suspended") return isStopped && enforcedEpoch >= order.epoch ? "enforced" : "waiting";
  if (order.decided === "throttled") return isStopped || enforcedEpoch >= order.epoch ? "enforced" : "waiting";
  const isLater = order.decidedAt !== null && createdAt >= order.decidedAt;
  return isLater || enforcedEpoch >= order.epoch || state === "running" ? "enforced" : "waiting";
}

/** What people are told of it: its state, or what is on its way to become of it. */
export type Standing = ResourceState | "stopping" | "suspended" | "throttled" | "resuming";

export function standingOf(told: Told, order: WorkspaceOrder): Standing {
  if (told.state === "retired") return "retired";
  const isDone = enforcementOf(told, order) === "enforced";
  if (order.decided === "suspended") return isDone ? "suspended" : "stopping";
  if (order.decided === "throttled") return isDone && told.state === "running" ? "throttled" : told.state;
  return isDone ? told.state : "resuming";
}

const slowing: readonly SuspensionReason[] = ["spend_throttle", "account_throttle"];

/** Stopped while one reason to stop is left; else slowed while there is one at all. */
export function decisionFor(reasons: readonly SuspensionReason[]): WorkspaceDecision {
  if (reasons.length === 0) return "running";
  return reasons.every((reason) => slowing.includes(reason)) ? "throttled" : "suspended";
}

/** The reasons after a change, in the order in which they are told. */
export function changeReasons(
  before: readonly SuspensionReason[],
  { add = [], drop = [] }: { add?: readonly SuspensionReason[]; drop?: readonly SuspensionReason[] },
): SuspensionReason[] {
  const kept = before.filter((reason) => !drop.includes(reason));
  return [...new Set([...kept, ...add])].toSorted();
}

/** Usage comes in every few minutes where a service reports it; three hours without any are a gap. */
const silentMs = 3 * 3_600_000;

/**
 * Since when a thing that runs has been used by nobody's account: it was metered before, and its service has reported
 * nothing for hours. What was never metered may cost nothing at all, and is not said to be silent.
 */
export function silentSinceOf(
  { state, stateSince }: { state: ResourceState; stateSince: Date },
  usedUntil: Date | null,
  now: Date,
): Date | null {
  if (state !== "running" || !usedUntil) return null;
  const since = usedUntil > stateSince ? usedUntil : stateSince;
  return now.getTime() - since.getTime() >= silentMs ? since : null;
}

/**
 * What its last full hour came to; null where there is nothing to say. Of what runs and is new, or was heard of lately,
 * usage is still to come. Later than that it is a gap, or a thing that costs nothing.
 */
export function lastHourOf(
  { state, stateSince }: Pick<Told, "state"> & { stateSince: Date },
  { lastHour: cost, usedUntil }: { lastHour: Micros | null; usedUntil: Date | null },
  now: Date,
): LastHour | null {
  const heardOf = Math.max(stateSince.getTime(), usedUntil?.getTime() ?? 0);
  const isToCome = (state === "running" || state === "pending") && now.getTime() - heardOf < silentMs;
  return cost === null && !isToCome ? null : { ...lastFullHour(now), cost };
}
