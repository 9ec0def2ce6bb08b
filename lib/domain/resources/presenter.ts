import "server-only";
import type { ResourceState } from "@/db/schema/resource-states";
import type { resourceEvents, resources } from "@/db/schema/resources";
import type { LastHour } from "@/lib/domain/spend/rules";
import type { Scope } from "@/lib/foundation/fence";
import type { Micros } from "@/lib/foundation/money";
import type { ResourceCost } from "./lookups";
import type { WorkspaceDecision } from "./rules";
import { enforcementOf, lastHourOf, type Standing, silentSinceOf, standingOf, type WorkspaceOrder } from "./rules";

export interface ResourceView {
  id: string;
  arn: string;
  /** The end of its name, which its service knows it by. */
  ownId: string;
  subAccountName: string;
  service: string;
  region: string;
  type: string;
  name: string;
  state: ResourceState;
  standing: Standing;
  stateSince: Date;
  labels: readonly (readonly [string, string])[];
  createdAt: Date;
  reportedAt: Date;
  /** What it was charged for this month; null: what it spends is not for the reader. */
  cost: Micros | null;
  /** What it costs now; null where there is nothing to say of it, and likewise. */
  lastHour: LastHour | null;
  /** It runs, and its service has reported no usage since; null where there is no such gap, and where spend is not shown. */
  silentSince: Date | null;
  decided: WorkspaceDecision;
  reasons: WorkspaceOrder["reasons"];
  decidedAt: Date | null;
  enforcement: "enforced" | "waiting";
  /** When its service said that it has done what is decided now; null where nothing had to be done. */
  enforcedAt: Date | null;
}

type Row = typeof resources.$inferSelect & {
  subAccountName: string;
  order: WorkspaceOrder;
  costs: ResourceCost | null;
};

/** Field by named field: what of a resource may leave the server. */
export function presentResource(row: Row, now: Date): ResourceView {
  const { id, arn, subAccountName, service, region, type, name, state, stateSince, createdAt, reportedAt } = row;
  const { order, costs } = row;
  const labels = Object.entries(row.labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const ownId = arn.slice(arn.lastIndexOf("/") + 1);
  const what = { id, arn, ownId, subAccountName, service, region, type, name, state, stateSince, labels };
  const { decided, reasons, decidedAt } = order;
  const enforcement = enforcementOf(row, order);
  const isOfThisOrder = enforcement === "enforced" && order.epoch > 0 && row.enforcedEpoch >= order.epoch;
  const enforcedAt = isOfThisOrder ? row.enforcedAt : null;
  const standing = standingOf(row, order);
  const cost = costs?.month ?? null;
  const lastHour = costs && lastHourOf(row, costs, now);
  const silentSince = standing === "running" ? silentSinceOf(row, costs?.usedUntil ?? null, now) : null;
  const told = { cost, lastHour, silentSince };
  return { ...what, ...told, standing, createdAt, reportedAt, decided, reasons, decidedAt, enforcement, enforcedAt };
}

export interface ResourceEventView {
  id: string;
  kind: (typeof resourceEvents.$inferSelect)["kind"];
  state: ResourceState;
  /** Empty for the sub-account itself, where a person decided: it may be another sub-account's name. */
  by: string;
  occurredAt: Date;
}

export function presentResourceEvent(row: typeof resourceEvents.$inferSelect, scope: Scope): ResourceEventView {
  const { id, kind, state, occurredAt } = row;
  const isOrder = kind === "suspended" || kind === "throttled" || kind === "resumed";
  return { id, kind, state, by: isOrder && scope.kind !== "account" ? "" : row.by, occurredAt };
}
