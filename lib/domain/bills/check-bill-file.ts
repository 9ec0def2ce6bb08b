import "server-only";
import type { Readable } from "node:stream";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { billResource, subAccountResource } from "@/lib/authorization/resources";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { sumMonth } from "@/lib/domain/spend/sums-queries";
import { csvTail, readCsv } from "@/lib/foundation/csv";
import { invalidField } from "@/lib/foundation/errors";
import { writeMicros, zero } from "@/lib/foundation/money";
import { streamExport } from "@/lib/foundation/stream-export";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { csvQuery } from "./export-rules";
import { findSource } from "./lookups";
import { type CheckBillFileInput, FileFacts } from "./schema";

export interface CheckedFile {
  month: string;
  name: string;
  rows: number;
  /** What the file says it comes to, and what the books say now. */
  total: string;
  totalNow: string;
  /**
   * `same`: written anew from the books it has the same bytes. `changed`: these are not the bytes that were written.
   * `moved`: they are, or pass for it, and the books have other charges by now; of a closed month there is no such thing.
   */
  verdict: "same" | "changed" | "moved";
}

/**
 * Holds a bill's or a statement's CSV against the books, byte by byte. Throws `invalid-input` on the file for one that
 * is none of this account's, and `not-found` for a bill the caller may not see.
 */
export async function checkBillFile(ctx: Context, { file }: CheckBillFileInput): Promise<CheckedFile> {
  const read = readCsv(Buffer.from(await file.arrayBuffer()));
  const facts = FileFacts.safeParse(read?.facts);
  if (!read || !facts.success || facts.data.account !== ctx.account.name)
    throw invalidField("bill", "file", "fileNotOurs");
  const { month, sub_account: name, total, charges, invoicing_mode, billed_total } = facts.data;
  const allowed = authorize(ctx, "bss:ExportBill", name ? subAccountResource(ctx, name) : billResource(ctx));
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  const { source, period, sums, billedFacts } = await readNow(allowed, { month, name });
  const billedNow = billedFacts(sums?.total ?? zero);
  const totalNow = writeMicros(sums?.total ?? zero);
  const checked = { month, name, rows: read.rows, total, totalNow };
  if (read.found !== read.sha256) return { ...checked, verdict: "changed" };
  const query = async () => csvQuery(source);
  const written = { head: read.head, query, options: "format csv", windowsLines: true, tail: csvTail };
  const isSame = (await endOf(await streamExport(allowed, written))) === csvTail(read);
  const saysSo =
    total === totalNow &&
    charges === String(sums?.charges ?? 0n) &&
    billed_total === billedNow.billed_total &&
    invoicing_mode === billedNow.invoicing_mode;
  if (isSame && saysSo) return { ...checked, verdict: "same" };
  return { ...checked, verdict: period.status === "closed" ? "changed" : "moved" };
}

function readNow(allowed: Allowed, { month, name }: { month: string; name: string }) {
  return withReadTransaction(allowed, async (tx) => {
    const found = await findSource(tx, allowed, { month, name });
    const [sums] = await sumMonth(tx, allowed, found.source.subAccountId, [month]);
    return { ...found, sums };
  });
}

const tailLength = csvTail({ rows: 0, sha256: "0".repeat(64) }).length + 12;

/** What a file ends with, without keeping the file. */
async function endOf(file: Readable): Promise<string> {
  let end = Buffer.alloc(0);
  for await (const part of file) end = Buffer.from(Buffer.concat([end, part as Buffer]).subarray(-tailLength));
  const said = end.toString("latin1");
  return said.slice(said.lastIndexOf("\r\nrows,"));
}
