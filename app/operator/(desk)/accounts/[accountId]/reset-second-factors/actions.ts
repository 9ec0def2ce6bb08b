"use server";
import { resetRootSecondFactors } from "@/lib/domain/second-factors/reset-root-second-factors";
import { ResetRootFactorsForm } from "@/lib/domain/second-factors/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const resetRootSecondFactorsAction = operatorAction({
  input: ResetRootFactorsForm,
  echo: ["reason", "proofSeen"],
  verb: resetRootSecondFactors,
  after: () => setFlash("accounts.flash.factorsReset"),
  done: ({ accountId }) => paths.operator.account(accountId),
});
