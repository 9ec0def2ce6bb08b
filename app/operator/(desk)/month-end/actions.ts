"use server";

import { closeDuePeriods } from "@/lib/domain/bills/close-due-periods";
import { closePeriod } from "@/lib/domain/bills/close-period";
import { CloseDuePeriodsInput, ClosePeriodInput } from "@/lib/domain/bills/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const closePeriodAction = operatorAction({
  input: ClosePeriodInput,
  verb: closePeriod,
  after: () => setFlash("monthEnd.flash.closed"),
  done: () => paths.operator.monthEnd(),
});

/** How many names fit into one sentence. */
const namedMax = 5;

export const closeDuePeriodsAction = operatorAction({
  input: CloseDuePeriodsInput,
  verb: closeDuePeriods,
  after: async ({ closed, left, later }) => {
    const which = left.slice(0, namedMax).join(", ") + (left.length > namedMax ? ", …" : "");
    const said = { closed: closed.length, left: left.length, which, later };
    await setFlash("monthEnd.flash.closedAll", said, left.length + later > 0 ? "warn" : "ok");
  },
  done: () => paths.operator.monthEnd(),
});
