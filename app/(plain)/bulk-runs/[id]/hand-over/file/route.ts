import { handOverBulkRun } from "@/lib/domain/bulk-runs/hand-over-bulk-run";
import { writeHandOverFile } from "@/lib/domain/sub-accounts/write-hand-over-file";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { csvResponse } from "@/lib/entrypoints/console/csv-response";
import { handOverOfMany } from "@/lib/entrypoints/console/hand-over";

/** Fresh claim links of everybody who has yet to set a password, in the one answer that holds them. */
export const POST = consoleRoute<{ id: string }>(async (ctx, { id }) => {
  const handed = await handOverBulkRun(ctx, { id });
  return csvResponse(`${ctx.account.name}_claim-links.csv`, writeHandOverFile(handOverOfMany(ctx, handed)));
});
