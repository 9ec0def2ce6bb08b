"use server";

import { handOverBulkRun } from "@/lib/domain/bulk-runs/hand-over-bulk-run";
import { BulkRunInput } from "@/lib/domain/bulk-runs/schema";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { consoleAction } from "@/lib/entrypoints/console/console-action";

/** Stays on the page: only the answer to this same request shows the links it made. */
export const showClaimLinksAction = consoleAction({
  input: BulkRunInput,
  verb: async (ctx, { id }) => {
    await handOverBulkRun(ctx, { id, leave: true });
    await claimReveal(ctx, { purpose: "claim-links", subject: id });
  },
  done: () => undefined,
});
