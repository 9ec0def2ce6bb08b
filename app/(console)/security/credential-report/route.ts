import { exportCredentialReport } from "@/lib/domain/security-overview/export-credential-report";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { detourOf } from "@/lib/entrypoints/console/detour";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { seeOther } from "@/lib/entrypoints/console/post-route";
import { streamResponse } from "@/lib/entrypoints/console/stream-response";
import { DomainError } from "@/lib/foundation/errors";

/** RAM's credential report as a file, made while it is fetched. A POST: that it was fetched is itself an event. */
export const POST = consoleRoute(async (ctx) => {
  try {
    const rows = await exportCredentialReport(ctx);
    const name = `${ctx.account.name}_credential-report_${ctx.now.toISOString().slice(0, 10)}.csv`;
    return streamResponse(rows, { name, type: "text/csv; charset=utf-8" });
  } catch (error) {
    const detour = await detourOf(ctx, error, paths.security.overview());
    if (detour) return seeOther(detour);
    if (!(error instanceof DomainError) || !["rate-limited", "unavailable"].includes(error.code)) throw error;
    await setFlash("securityOverview.flash.later");
    return seeOther(paths.security.overview());
  }
});
