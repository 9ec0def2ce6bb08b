import { cancelBulkRun } from "@/lib/domain/bulk-runs/cancel-bulk-run";
import { continueBulkRun } from "@/lib/domain/bulk-runs/continue-bulk-run";
import { handOverBulkRun } from "@/lib/domain/bulk-runs/hand-over-bulk-run";
import { planBulkRun } from "@/lib/domain/bulk-runs/plan-bulk-run";
import { planCreation } from "@/lib/domain/bulk-runs/plan-creation";
import { retryBulkRun } from "@/lib/domain/bulk-runs/retry-bulk-run";
import { PlanBulkRunInput, PlanCreationInput, StartBulkRunInput } from "@/lib/domain/bulk-runs/schema";
import { startBulkRun } from "@/lib/domain/bulk-runs/start-bulk-run";
import { sweepBulkRun } from "@/lib/domain/bulk-runs/sweep-bulk-run";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { requirePasswordChange } from "@/lib/domain/sub-accounts/require-password-change";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { openRootSession } from "@/tests/support/open-session";
import { by, byRootOn, inAccountLog, type MutationVerb } from "./prepare-verb";

/** A run over `ada`, as far as `until` says. */
async function runOf(act: "label" | "reset" | "disable", until: "draft" | "running" | "done") {
  const root = await openRootSession();
  await buildSubAccount(root, { name: "ada" });
  const { id } = await planBulkRun(later(root, {}), PlanBulkRunInput.parse({ act, names: ["ada"] }));
  const start = StartBulkRunInput.parse({ id, labelKey: "team", labelValue: "x", reason: "why" });
  if (until !== "draft") await startBulkRun(later(root, {}), start);
  // Whoever is disabled meanwhile is a row that is refused.
  if (act === "disable") await disableSubAccount(later(root, {}), { name: "ada", reason: "before" });
  if (until === "done") await continueBulkRun(workerContext(), { accountId: root.accountId, runId: id });
  return { root: later(root, {}), id, start };
}

/** Of bulk runs; the rows' own verbs are in the other lists. */
export const bulkVerbs: readonly MutationVerb[] = [
  {
    name: "startBulkRun",
    writes: inAccountLog,
    prepare: async () => {
      const { root, start } = await runOf("label", "draft");
      return by("root-user", () => startBulkRun(root, start));
    },
  },
  {
    name: "cancelBulkRun",
    writes: inAccountLog,
    prepare: async () => {
      const { root, id } = await runOf("label", "running");
      return by("root-user", () => cancelBulkRun(root, { id }));
    },
  },
  {
    name: "retryBulkRun",
    writes: inAccountLog,
    prepare: async () => {
      const { root, id } = await runOf("disable", "done");
      return by("root-user", () => retryBulkRun(root, { id }));
    },
  },
  {
    name: "handOverBulkRun",
    writes: inAccountLog,
    prepare: async () => {
      const { root, id } = await runOf("reset", "done");
      return by("root-user", () => handOverBulkRun(root, { id }));
    },
  },
  {
    name: "sweepBulkRun",
    writes: inAccountLog,
    prepare: async () => {
      const root = await openRootSession();
      const input = PlanCreationInput.parse({ list: "ada", accessKeys: "on" });
      const { id } = await planCreation(later(root, {}), input);
      await startBulkRun(later(root, {}), StartBulkRunInput.parse({ id }));
      const of = { accountId: root.accountId, runId: id };
      await continueBulkRun(workerContext(), of);
      return by("job", () => sweepBulkRun(workerContext(), { ...of, kitsOnly: true }));
    },
  },
  {
    name: "requirePasswordChange",
    writes: inAccountLog,
    prepare: () => byRootOn({ consoleSignIn: true }, (root, name) => requirePasswordChange(root, { name })),
  },
];
