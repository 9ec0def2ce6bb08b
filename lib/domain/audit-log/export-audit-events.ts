import "server-only";
import type { Readable } from "node:stream";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { operatorAuditEvents } from "@/db/schema/operator-audit-events";
import { recordAudit, recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context, type PlatformContext } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { streamExport } from "@/lib/foundation/stream-export";
import { type Tx, withPlatformTransaction, withTransaction } from "@/lib/foundation/transaction";
import { columnsFor, type Exported, fileOf } from "./export-rules";
import { askableBy, matches, visibleTo } from "./list-conditions";
import { widestLog } from "./queries";
import type { ExportAuditEventsInput, ExportOperatorAuditInput } from "./schema";

/**
 * The events the caller may see, as a file that is written while it is read. That it was asked for stands in the log
 * before its first line. Throws `rate-limited` past the limit of exports an account has, `unavailable` while too many
 * are being fetched.
 */
export async function exportAuditEvents(ctx: Context, input: ExportAuditEventsInput): Promise<Readable> {
  const allowed = authorize(ctx, "espalier:ExportAuditEvents", widestLog(ctx));
  if (allowed.scope.kind === "account") requireStepUp(allowed, "export");
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  const asked = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ""));
  await withTransaction(allowed, (tx) =>
    recordAudit(tx, allowed, { action: "espalier:ExportAuditEvents", resource: "audit-log", after: asked }),
  );
  const own = allowed.scope.kind === "account" ? undefined : (actingSubAccount(allowed.actor)?.name ?? "");
  const of = { log: auditEvents, own };
  return streamExport(allowed, {
    ...fileOf(allowed, input.format, asked, of),
    query: async (tx) => queryOf(input, of, and(await visibleTo(tx, allowed, input.name), askableBy(allowed, input))),
  });
}

/** The same for operators: the platform's own log, or that of one account or all of them. */
export async function exportOperatorAuditEvents(
  platform: PlatformContext,
  input: ExportOperatorAuditInput,
): Promise<Readable> {
  const allowed = authorizePlatform(platform, "platform:ExportAuditEvents");
  requireStepUp(allowed, "export");
  await requireAttempt(platform.now, [{ bucket: "exports", of: `operator|${platform.actorKey}` }]);
  const asked = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ""));
  await withPlatformTransaction(allowed, (tx) =>
    recordPlatformAudit(tx, allowed, { action: "platform:ExportAuditEvents", resource: "audit-log", after: asked }),
  );
  const ofAccounts = input.of === "accounts";
  const account = sql`(select ${accounts.name} from ${accounts} where ${eq(accounts.accountId, auditEvents.accountId)})`;
  const of = ofAccounts ? { log: auditEvents, account } : { log: operatorAuditEvents };
  return streamExport(allowed, {
    ...fileOf(allowed, input.format, asked, of),
    query: async (tx) => queryOf(input, of, ofAccounts ? await ofAccount(tx, input.account) : undefined),
  });
}

async function ofAccount(tx: Tx, name: string): Promise<SQL | undefined> {
  if (!name) return undefined;
  const [row] = await tx.select({ id: accounts.accountId }).from(accounts).where(eq(accounts.name, name));
  return row ? eq(auditEvents.accountId, row.id) : sql`false`;
}

function queryOf(input: ExportAuditEventsInput, of: Exported, visible: SQL | undefined): SQL {
  const { log } = of;
  return sql`select ${columnsFor(input.format, of)} from ${log}
    where ${and(visible, matches(log, input)) ?? sql`true`} order by ${desc(log.occurredAt)}, ${desc(log.id)}`;
}
