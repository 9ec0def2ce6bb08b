import { exportOperatorAuditEvents } from "@/lib/domain/audit-log/export-audit-events";
import { ExportOperatorAuditInput } from "@/lib/domain/audit-log/schema";
import { answerExport } from "@/lib/entrypoints/console/answer-export";
import { operatorRoute } from "@/lib/entrypoints/console/console-route";
import { paths } from "@/lib/entrypoints/console/paths";

/** The platform's log, or the accounts', as a file. */
export const POST = operatorRoute((platform, _params, request) =>
  answerExport(platform, request, {
    input: ExportOperatorAuditInput,
    verb: (input) => exportOperatorAuditEvents(platform, input),
    name: ({ of }) => `${of}_audit-log_${platform.now.toISOString().slice(0, 10)}_UTC`,
    page: paths.operator.auditLog,
  }),
);
