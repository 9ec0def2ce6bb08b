import { writeTemplate } from "@/lib/domain/bulk-runs/write-template";
import { getCreationTerms } from "@/lib/domain/sub-accounts/queries";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { csvResponse } from "@/lib/entrypoints/console/csv-response";

export const GET = consoleRoute(async (ctx) => {
  await getCreationTerms(ctx);
  return csvResponse("sub-accounts.csv", writeTemplate());
});
