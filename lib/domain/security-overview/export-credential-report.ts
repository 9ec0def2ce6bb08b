import "server-only";
import type { Readable } from "node:stream";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { streamExport } from "@/lib/foundation/stream-export";
import { withTransaction } from "@/lib/foundation/transaction";
import { credentialColumns, credentialRows } from "./credential-rows";

/**
 * RAM's credential report, made while it is read. That it was asked for stands in the log before its first line. Throws
 * `rate-limited` past the limit of exports an account has, `unavailable` while too many are being fetched.
 */
export async function exportCredentialReport(ctx: Context): Promise<Readable> {
  const allowed = authorize(ctx, "ram:GetCredentialReport", accountSettingsResource(ctx));
  requireStepUp(allowed, "export");
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  await withTransaction(allowed, (tx) =>
    recordAudit(tx, allowed, { action: "ram:GetCredentialReport", resource: "credential-report" }),
  );
  return streamExport(allowed, {
    head: `${credentialColumns.join(",")}\n`,
    query: async () => credentialRows(allowed),
    options: "format csv",
    windowsLines: false,
  });
}
