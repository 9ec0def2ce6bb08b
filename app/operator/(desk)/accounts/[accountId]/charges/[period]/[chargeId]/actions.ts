"use server";

import { correctCharge } from "@/lib/domain/charges/correct-charge";
import { CorrectChargeInput } from "@/lib/domain/charges/correction-schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const correctChargeAction = operatorAction({
  input: CorrectChargeInput,
  echo: ["quantity", "reason"],
  verb: correctCharge,
  after: () => setFlash("desk.flash.corrected"),
  done: ({ accountId, period }) => paths.operator.charges(accountId, { period: period.slice(0, 7) }),
});
