import { readBulkResult } from "@/lib/domain/bulk-runs/queries";
import { writeResultFile } from "@/lib/domain/bulk-runs/write-result-file";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { csvResponse } from "@/lib/entrypoints/console/csv-response";
import { reasonWords } from "@/lib/entrypoints/console/reason-words";

export const GET = consoleRoute<{ id: string }>(async (ctx, { id }) => {
  const { run, rows } = await readBulkResult(ctx, id);
  return csvResponse(
    `${ctx.account.name}_bulk-${run.kind}_${run.id.slice(0, 8)}.csv`,
    writeResultFile(rows, await reasonWords()),
  );
});
