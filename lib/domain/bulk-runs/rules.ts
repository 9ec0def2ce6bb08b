import "server-only";
import type { AccountAction } from "@/lib/authorization/actions";
import { DomainError, invalidField } from "@/lib/foundation/errors";
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
  "disable-keys": "ram:UpdateAccessKey",
};

/** What takes access away from many at once (security.md §1.6). */
export const asksForProof: ReadonlySet<BulkKind> = new Set([
  "disable",
  "delete",
  "reset",
  "require-factor",
  "disable-keys",
]);

/** What the act is told, checked before it starts: the reason, the label, the number of what cannot be undone. */
export function paramsOf(kind: BulkKind, planned: number, input: StartBulkRunInput): Record<string, string> {
  if (kind === "disable") {
    if (input.reason === "") throw invalidField("bulk-run", "reason", "required");
    return { reason: input.reason };
  }
  if (kind === "label") {
    if (input.labelKey === "") throw invalidField("bulk-run", "labelKey", "required");
    return { key: input.labelKey, value: input.labelValue };
  }
  if (kind === "delete" && input.typedCount !== String(planned)) {
    throw invalidField("bulk-run", "typedCount", "countMismatch");
  }
  return {};
}

export function requireState(state: string, wanted: string): void {
  if (state !== wanted) throw new DomainError("invalid-state", "bulk-run", { reason: "bulkRunMoved" });
}

/** Retrying means trouble of the moment, not of the row: the job comes back for it. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof DomainError) || ["unavailable", "rate-limited", "internal"].includes(error.code);
}

export const reasonOf = (error: DomainError): string => error.reason ?? `codes.${error.code}`;
