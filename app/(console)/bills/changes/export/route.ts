import { exportChanges } from "@/lib/domain/bills/export-changes";
import { ExportChangesInput } from "@/lib/domain/bills/schema";
import { answerExport } from "@/lib/entrypoints/console/answer-export";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { paths } from "@/lib/entrypoints/console/paths";

/** Why a month cost another amount than the one before, as a file; what refuses it is said on the page. */
export const POST = consoleRoute((ctx, _params, request) =>
  answerExport(ctx, request, {
    input: ExportChangesInput,
    verb: (input) => exportChanges(ctx, input),
    name: ({ month, name }) => `${ctx.account.name}_changes_${name ? `${name}_` : ""}${month}`,
    page: ({ month, name, ...view }) =>
      month ? paths.bills.one(month, name, { ...view, by: "change" }) : paths.bills.list(),
  }),
);
