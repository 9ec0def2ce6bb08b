import { exportAuditEvents } from "@/lib/domain/audit-log/export-audit-events";
import { ExportAuditEventsInput } from "@/lib/domain/audit-log/schema";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { seeOther } from "@/lib/entrypoints/console/post-route";
import { streamResponse } from "@/lib/entrypoints/console/stream-response";
import { DomainError } from "@/lib/foundation/errors";

const typeOf = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

/** The log as a file, as long as it takes; what refuses it is said on the page it was asked from. */
export const POST = consoleRoute(async (ctx, _params, request) => {
  // A body that is no form says nothing.
  const form = await request.formData().catch(() => new FormData());
  const asked = ExportAuditEventsInput.safeParse(Object.fromEntries(form));
  if (!asked.success) return seeOther(paths.auditLog());
  try {
    const { format } = asked.data;
    const rows = await exportAuditEvents(ctx, asked.data);
    const name = `${ctx.account.name}_audit-log_${ctx.now.toISOString().slice(0, 10)}_UTC.${format}`;
    return streamResponse(rows, { name, type: typeOf[format] });
  } catch (error) {
    if (!(error instanceof DomainError) || !["rate-limited", "unavailable"].includes(error.code)) throw error;
    await setFlash("auditLog.flash.exportLater");
    return seeOther(paths.auditLog());
  }
});
