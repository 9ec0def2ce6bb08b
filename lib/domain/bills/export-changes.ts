import "server-only";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { billResource, subAccountResource } from "@/lib/authorization/resources";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { type Changes, listChanges } from "@/lib/domain/spend/change-queries";
import type { ChangeSums } from "@/lib/domain/spend/change-rules";
import { findPeriod, readTerms } from "@/lib/domain/spend/lookups";
import { monthBefore } from "@/lib/domain/spend/rules";
import { changeParts } from "@/lib/domain/spend/schema";
import { csvHead, csvLine, csvTail } from "@/lib/foundation/csv";
import { DomainError } from "@/lib/foundation/errors";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import type { ExportChangesInput } from "./schema";

const amounts = ["before", ...changeParts, "now"] as const;
const narrowing = ["part", "service", "sku", "category", "day"] as const;

/**
 * Why a month cost another amount than the month before, as a file: every line that changed, where the page shows the
 * first. Throws `not-found` for a bill the caller may not see, a month without books and a name that never was, `invalid-state` where there is
 * too much to compare at once, `rate-limited` past the exports of an hour.
 */
export async function exportChanges(ctx: Context, input: ExportChangesInput): Promise<Readable> {
  const { month, name } = input;
  const allowed = authorize(ctx, "bss:ExportBill", name ? subAccountResource(ctx, name) : billResource(ctx));
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  const changes = await listChanges(ctx, { month, name }, input, Number.POSITIVE_INFINITY);
  if (changes.tooMany) throw new DomainError("invalid-state", "bill");
  const { currency, timeZone } = await withTransaction(allowed, async (tx) => {
    await findPeriod(tx, allowed, month);
    await recordAudit(tx, allowed, { action: "bss:ExportBill", resource: month, after: { name, format: "changes" } });
    return readTerms(tx, allowed);
  });
  const facts = {
    ...{ account: ctx.account.name, sub_account: name, month, compared_with: monthBefore(month) },
    ...{ compared_up_to: changes.upTo ?? "", time_zone: timeZone, currency },
    filter: narrowing.flatMap((key) => (input[key] ? [`${key}=${input[key]}`] : [])).join(" "),
    ...Object.fromEntries(amounts.map((key, at) => [`all_${key}`, amountsOf(changes.all)[at] ?? ""])),
    ...{ requested_by: ctx.actor.name, requested_at: ctx.now.toISOString() },
  };
  const file = csvHead(facts, ["sub_account", "sku", ...amounts]) + linesOf(changes, name).join("");
  const sha256 = createHash("sha256").update(file).digest("hex");
  return Readable.from([Buffer.from(file + csvTail({ rows: changes.rows.length, sha256 }))]);
}

const linesOf = ({ rows, names }: Changes, name: string): string[] =>
  rows.map((row) => csvLine([name || (names.get(row.whose) ?? ""), row.sku, ...amountsOf(row)]));

const amountsOf = ({ before, parts, now }: ChangeSums): string[] =>
  [before, ...changeParts.map((part) => parts[part]), now].map((amount) => writeMicros(amount));
