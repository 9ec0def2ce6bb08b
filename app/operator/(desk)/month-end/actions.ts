"use server";

import { closePeriod } from "@/lib/domain/bills/close-period";
import { ClosePeriodInput } from "@/lib/domain/bills/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const closePeriodAction = operatorAction({
  input: ClosePeriodInput,
  verb: closePeriod,
  after: () => setFlash("monthEnd.flash.closed"),
  done: () => paths.operator.monthEnd(),
});
