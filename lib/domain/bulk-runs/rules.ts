import "server-only";
import type { AccountAction } from "@/lib/authorization/actions";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { anySubAccount, groupResource, type Resource, walletResource } from "@/lib/authorization/resources";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { writeMicros } from "@/lib/foundation/money";
import type { BulkKind, StartBulkRunInput } from "./schema";

export const rowsMax = 10_000;
export const creationsMax = 1_000;

/** How long a run is kept: a draft that nobody started, what was made and not handed over, a run that is over. */
export const keptDays = { draft: 7, kits: 3, finished: 90 };

export const inDays = (from: Date, days: number) => new Date(from.getTime() + days * 86_400_000);

/** What whoever plans, starts, cancels or hands over a run must be allowed to do to any sub-account. */
export const actionOf: Record<BulkKind, AccountAction> = {
  create: "ram:CreateUser",
  disable: "espalier:DisableSubAccount",
  enable: "espalier:EnableSubAccount",
  delete: "ram:DeleteUser",
  reset: "ram:UpdateLoginProfile",
  "require-change": "ram:UpdateLoginProfile",
  "require-factor": "ram:UpdateLoginProfile",
  label: "ram:UpdateUser",
  "end-sessions": "espalier:EndSession",
  "join-group": "ram:AddUserToGroup",
  "leave-group": "ram:RemoveUserFromGroup",
  limit: "bss:SetSpendLimit",
  "disable-keys": "ram:UpdateAccessKey",
};

/** What the action is done to: any sub-account, and the group that was chosen or the wallet that pays. */
export function subjectOf(
  ctx: Context,
  kind: BulkKind,
  { groupName }: Record<string, string> = {},
): Resource | readonly [Resource, ...Resource[]] {
  if (kind === "limit") return walletResource(ctx);
  return groupName ? [anySubAccount(ctx), groupResource(ctx, groupName)] : anySubAccount(ctx);
}

/** What takes access away from many at once, or gives it (security.md §1.6). */
const asksForProof: ReadonlySet<BulkKind> = new Set([
  "disable",
  "delete",
  "reset",
  "require-factor",
  "end-sessions",
  "join-group",
  "leave-group",
  "disable-keys",
]);

/** Throws `step-up-required` where whoever starts or retries a run has not just proved who it is. */
export function requireProofFor(allowed: Allowed, kind: BulkKind, params: Record<string, string>): void {
  if (params.accessKeys)
    requireStepUp(authorize(allowed, "ram:CreateAccessKey", anySubAccount(allowed)), "access-keys");
  if (asksForProof.has(kind)) requireStepUp(allowed, "bulk");
}

/** Each of their rows changes what people may do, which every decision made before is made again for. */
export const changesAuthority: ReadonlySet<BulkKind> = new Set(["join-group", "leave-group"]);

/** What the act is told, checked before it starts: the reason, the label, the group, the limit, the number of what cannot be undone. */
export function paramsOf(kind: BulkKind, planned: number, input: StartBulkRunInput): Record<string, string> {
  if (kind === "disable") {
    if (input.reason === "") throw invalidField("bulk-run", "reason", "required");
    return { reason: input.reason };
  }
  if (kind === "label") {
    if (input.labelKey === "") throw invalidField("bulk-run", "labelKey", "required");
    return { key: input.labelKey, value: input.labelValue };
  }
  if (kind === "join-group" || kind === "leave-group") {
    if (input.groupName === "") throw invalidField("bulk-run", "groupName", "required");
    return { groupName: input.groupName };
  }
  if (kind === "limit") return limitOf(input);
  if (kind === "delete" && input.typedCount !== String(planned)) {
    throw invalidField("bulk-run", "typedCount", "countMismatch");
  }
  return {};
}

function limitOf({ per, soft, hard, onSoft, stops }: StartBulkRunInput): Record<string, string> {
  if (soft === null && hard === null) throw invalidField("bulk-run", "hard", "required");
  return {
    ...{ per, onSoft, stops },
    ...(soft !== null && { soft: writeMicros(soft) }),
    ...(hard !== null && { hard: writeMicros(hard) }),
  };
}

export function requireState(state: string, wanted: string): void {
  if (state !== wanted) throw new DomainError("invalid-state", "bulk-run", { reason: "bulkRunMoved" });
}

/** Retrying means trouble of the moment, not of the row: the job comes back for it. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof DomainError) || ["unavailable", "rate-limited", "internal"].includes(error.code);
}

/** It is so already: nothing was refused. */
const nothingToDo: ReadonlySet<string | undefined> = new Set(["groupJoined", "notInGroup"]);
export const isSoAlready = ({ reason }: DomainError): boolean => nothingToDo.has(reason);

export const reasonOf = (error: DomainError): string => error.reason ?? `codes.${error.code}`;
