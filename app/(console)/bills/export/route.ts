import { exportBill } from "@/lib/domain/bills/export-bill";
import { ExportBillInput } from "@/lib/domain/bills/schema";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { seeOther } from "@/lib/entrypoints/console/post-route";
import { streamResponse } from "@/lib/entrypoints/console/stream-response";
import { DomainError } from "@/lib/foundation/errors";

const typeOf: Readonly<Record<string, readonly [string, string]>> = {
  pdf: ["pdf", "application/pdf"],
  "focus-receipt": ["json", "application/json"],
};

/** A month's bill, or one sub-account's statement, as a file. */
export const POST = consoleRoute(async (ctx, _params, request) => {
  const form = await request.formData().catch(() => new FormData());
  const asked = ExportBillInput.safeParse(Object.fromEntries(form));
  if (!asked.success) return seeOther(paths.bills.list());
  const { month, name, format } = asked.data;
  try {
    const rows = await exportBill(ctx, asked.data);
    const kind = format.startsWith("focus") ? format : name ? `statement_${name}` : "bill";
    const [ending, type] = typeOf[format] ?? ["csv", "text/csv; charset=utf-8"];
    return streamResponse(rows, { name: `${ctx.account.name}_${kind}_${month}.${ending}`, type });
  } catch (error) {
    if (!(error instanceof DomainError) || !["rate-limited", "unavailable"].includes(error.code)) throw error;
    await setFlash("auditLog.flash.exportLater");
    return seeOther(paths.bills.one(month, name));
  }
});
