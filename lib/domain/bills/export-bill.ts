import "server-only";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { billResource, subAccountResource } from "@/lib/authorization/resources";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { readStatementSums, sumMonth } from "@/lib/domain/spend/sums-queries";
import { csvHead, csvTail } from "@/lib/foundation/csv";
import { DomainError } from "@/lib/foundation/errors";
import { writeMicros, zero } from "@/lib/foundation/money";
import { streamDrawing, streamExport } from "@/lib/foundation/stream-export";
import { withTransaction } from "@/lib/foundation/transaction";
import { type DocumentFacts, documentQuery } from "./document-rules";
import { drawDocument } from "./draw-document";
import { csvNames, csvQuery, focusNames, focusQuery, type Source, tellsBilled } from "./export-rules";
import { datasetNames, datasetQuery, type FocusDataset } from "./focus-dataset-rules";
import { findInvoice, findSource } from "./lookups";
import type { ExportBillInput } from "./schema";

/**
 * A month as a file that is written while it is read: of the account, or (`name`) the statement of one sub-account.
 * FOCUS files are of the account alone. Throws `not-found` for a bill the caller may not see, a month without books and a name
 * that never was; `rate-limited` past the exports of an hour.
 */
export async function exportBill(ctx: Context, input: ExportBillInput): Promise<Readable> {
  const { name, format } = input;
  const allowed = authorize(ctx, "bss:ExportBill", name ? subAccountResource(ctx, name) : billResource(ctx));
  if (name && format.startsWith("focus")) throw new DomainError("not-found", "bill");
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  const month = await readMonth(allowed, input);
  if (format === "pdf") return drawn(allowed, month, input);
  if (format === "csv") return csvFile(allowed, month, input);
  if (format === "focus-receipt") return focusReceipt(allowed, month, input);
  return focusFile(allowed, month.source, format);
}

type MonthRead = Awaited<ReturnType<typeof readMonth>>;

function readMonth(allowed: Allowed, { month, name, format }: ExportBillInput) {
  return withTransaction(allowed, async (tx) => {
    const found = await findSource(tx, allowed, { month, name });
    const { source } = found;
    const { subAccountId } = source;
    const statement = name && subAccountId ? await readStatementSums(tx, allowed, subAccountId, month) : undefined;
    const [sums] = await sumMonth(tx, allowed, subAccountId, [month]);
    const invoice = await findInvoice(tx, allowed, month);
    await recordAudit(tx, allowed, { action: "bss:ExportBill", resource: month, after: { name, format } });
    return { ...found, total: sums?.total ?? zero, charges: sums?.charges ?? 0n, invoice, statement };
  });
}

function focusFile(allowed: Allowed, source: Source, format: "focus" | FocusDataset): Promise<Readable> {
  const names = format === "focus" ? focusNames : datasetNames(format);
  const head = `${names.join(",")}\n`;
  const query = async () => (format === "focus" ? focusQuery(source) : datasetQuery(format, source));
  return streamExport(allowed, { head, query, options: "format csv", windowsLines: false });
}

/** What lies beside a FOCUS file, which has no room for it: what is in it, and the hash of its bytes as they are now. */
async function focusReceipt(
  allowed: Allowed,
  { source, period, total, charges, payments, billedOf }: MonthRead,
  { month }: ExportBillInput,
): Promise<Readable> {
  const hash = createHash("sha256");
  for await (const part of await focusFile(allowed, source, "focus")) hash.update(part as Buffer);
  const { uid, accountName, timeZone, currency, invoicingMode } = source;
  const receipt = {
    ...{
      schema: "FOCUS 1.2",
      account: accountName,
      account_id: uid,
      month,
      time_zone: timeZone,
      status: period.status,
      invoicing_mode: invoicingMode,
    },
    ...{ rows: Number(charges) + payments, currency },
    ...{ billed_cost: writeMicros(billedOf(total)), effective_cost: writeMicros(total) },
    ...{ sha256: hash.digest("hex"), written_at: allowed.now.toISOString() },
  };
  return Readable.from([Buffer.from(`${JSON.stringify(receipt, null, 2)}\n`)]);
}

function csvFile(allowed: Allowed, read: MonthRead, { month, name }: ExportBillInput) {
  const { source, period, total, charges, billedFacts } = read;
  const { accountName, timeZone, currency } = source;
  const facts = {
    ...{ account: accountName, sub_account: name, month, time_zone: timeZone, status: period.status, currency },
    ...billedFacts(total),
    total: writeMicros(total),
    charges: String(charges),
    ...{ requested_by: allowed.actor.name, requested_at: allowed.now.toISOString() },
  };
  const head = csvHead(facts, csvNames(source));
  const query = async () => csvQuery(source);
  return streamExport(allowed, { ...{ head, query, options: "format csv", windowsLines: true, tail: csvTail } });
}

function drawn(allowed: Allowed, month: MonthRead, { month: of, name, locale }: ExportBillInput): Promise<Readable> {
  const { source, period, terms, total, invoice, statement } = month;
  const { uid, accountName, companyName, invoicingMode } = source;
  const facts: DocumentFacts = {
    ...{
      kind: name ? "statement" : "bill",
      locale,
      month: of,
      terms,
      uid,
      accountName,
      subAccountName: name,
      statement,
      invoicingMode,
      consumed: tellsBilled(source) ? total : undefined,
    },
    ...{ startsAt: period.startsAt, endsAt: period.endsAt, status: period.status, drawnAt: allowed.now },
    issuer: period.issuedBy ?? source.issuer,
    billedTo: period.billedTo ?? (companyName || accountName),
    // An invoice's number is the account's own; a statement is known by whose month it is.
    number: name ? `${uid}-${of}-${name}` : invoice?.number,
    issuedAt: period.closedAt ?? undefined,
  };
  const query = async () => documentQuery({ ...source, invoiceId: name ? undefined : invoice?.id });
  return streamDrawing(allowed, query, (rows) => drawDocument(facts, rows));
}
