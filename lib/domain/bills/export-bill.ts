import "server-only";
import type { Readable } from "node:stream";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { billResource, subAccountResource } from "@/lib/authorization/resources";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { findPeriod, findWhose, readTerms } from "@/lib/domain/spend/lookups";
import { periodOf } from "@/lib/domain/spend/presenter";
import { sumMonth } from "@/lib/domain/spend/sums-queries";
import { csvCell } from "@/lib/foundation/csv";
import { DomainError } from "@/lib/foundation/errors";
import { writeMicros, zero } from "@/lib/foundation/money";
import { streamExport, type Whole } from "@/lib/foundation/stream-export";
import { withTransaction } from "@/lib/foundation/transaction";
import { csvNames, csvQuery, focusNames, focusQuery } from "./export-rules";
import type { ExportBillInput } from "./schema";

/**
 * The charges of a month as a file that is written while it is read: of the account, or (`name`) the statement of one
 * sub-account. FOCUS is of the account alone. Throws `not-found` for a bill the caller may not see, a month without
 * books and a name that never was; `rate-limited` past the exports of an hour.
 */
export async function exportBill(ctx: Context, { month, name, format }: ExportBillInput): Promise<Readable> {
  const allowed = authorize(ctx, "bss:ExportBill", name ? subAccountResource(ctx, name) : billResource(ctx));
  if (name && format === "focus") throw new DomainError("not-found", "bill");
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  const { of, facts } = await withTransaction(allowed, async (tx) => {
    const subAccountId = await findWhose(tx, allowed, name);
    const { status } = await findPeriod(tx, allowed, month);
    const { timeZone, currency } = await readTerms(tx, allowed);
    const [sums] = await sumMonth(tx, allowed, subAccountId, [month]);
    await recordAudit(tx, allowed, { action: "bss:ExportBill", resource: month, after: { name, format } });
    const { uid, name: accountName, companyName } = allowed.account;
    const ownName = allowed.scope.kind === "sub-account" ? actingSubAccount(allowed.actor)?.name : undefined;
    return {
      of: {
        ...{ accountId: allowed.accountId, period: periodOf(month), subAccountId, ownName },
        ...{ uid, accountName, companyName, timeZone, currency },
      },
      facts: {
        ...{ account: accountName, sub_account: name, month, time_zone: timeZone, status, currency },
        total: writeMicros(sums?.total ?? zero),
        charges: String(sums?.charges ?? 0n),
        ...{ requested_by: allowed.actor.name, requested_at: allowed.now.toISOString() },
      },
    };
  });
  if (format === "focus") {
    const head = `${focusNames.join(",")}\n`;
    return streamExport(allowed, {
      head,
      query: async () => focusQuery(of),
      options: "format csv",
      windowsLines: false,
    });
  }
  const rows = [...Object.entries(facts), [], csvNames(of)];
  const head = `\ufeff${rows.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("")}`;
  return streamExport(allowed, {
    ...{ head, options: "format csv", windowsLines: true, tail },
    query: async () => csvQuery(of),
  });
}

const tail = ({ rows, sha256 }: Whole) => `\r\nrows,${rows}\r\nsha256,${sha256}\r\n`;
