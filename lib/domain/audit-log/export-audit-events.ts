import "server-only";
import type { Readable } from "node:stream";
import { and, desc, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit-events";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { streamExport } from "@/lib/foundation/stream-export";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { csvColumns, csvHead, csvOptions, jsonColumns, jsonHead, jsonOptions } from "./export-rules";
import { matches, visibleTo } from "./list-conditions";
import { widestLog } from "./queries";
import type { ExportAuditEventsInput } from "./schema";

/**
 * The events the caller may see, as a file that is written while it is read. That it was asked for stands in the log
 * before its first line. Throws `rate-limited` past the limit of exports an account has, `unavailable` while too many
 * are being fetched.
 */
export async function exportAuditEvents(ctx: Context, input: ExportAuditEventsInput): Promise<Readable> {
  const allowed = authorize(ctx, "espalier:ExportAuditEvents", widestLog(ctx));
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  const asked = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ""));
  await withTransaction(allowed, (tx) =>
    recordAudit(tx, allowed, { action: "espalier:ExportAuditEvents", resource: "audit-log", after: asked }),
  );
  const head = input.format === "csv" ? csvHead(allowed, asked) : jsonHead(allowed, asked);
  return streamExport(allowed, {
    head,
    query: (tx) => queryOf(tx, allowed, input),
    options: input.format === "csv" ? csvOptions : jsonOptions,
    windowsLines: input.format === "csv",
  });
}

async function queryOf(tx: Tx, allowed: Allowed, input: ExportAuditEventsInput): Promise<SQL> {
  const own = allowed.scope.kind === "account" ? undefined : (actingSubAccount(allowed.actor)?.name ?? "");
  const visible = await visibleTo(tx, allowed, input.name);
  return sql`select ${input.format === "csv" ? csvColumns(own) : jsonColumns(own)} from ${auditEvents}
    where ${and(visible, matches(auditEvents, input))} order by ${desc(auditEvents.occurredAt)}, ${desc(auditEvents.id)}`;
}
