import { exportAuditEvents } from "@/lib/domain/audit-log/export-audit-events";
import { ExportAuditEventsInput } from "@/lib/domain/audit-log/schema";
import { answerExport } from "@/lib/entrypoints/console/answer-export";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { paths } from "@/lib/entrypoints/console/paths";

/** The log as a file, as long as it takes; what refuses it is said on the page it was asked from. */
export const POST = consoleRoute((ctx, _params, request) =>
  answerExport(ctx, request, {
    input: ExportAuditEventsInput,
    verb: (input) => exportAuditEvents(ctx, input),
    name: () => `${ctx.account.name}_audit-log_${ctx.now.toISOString().slice(0, 10)}_UTC`,
    page: paths.auditLog,
  }),
);
