import "server-only";
import type { Readable } from "node:stream";
import type * as z from "zod";
import { DomainError } from "@/lib/foundation/errors";
import { setFlash } from "./flash";
import { seeOther } from "./post-route";
import { streamResponse } from "./stream-response";

interface ExportOf<S extends z.ZodType<{ format: "csv" | "jsonl" }>> {
  input: S;
  verb: (input: z.output<S>) => Promise<Readable>;
  /** Of the file, without its ending. */
  name: (input: z.output<S>) => string;
  /** Where it was asked from. */
  page: string;
}

const typeOf = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

/** A log as a file, in the answer to a form; a refusal that passes is said on the page. */
export async function answerExport<S extends z.ZodType<{ format: "csv" | "jsonl" }>>(
  request: Request,
  { input, verb, name, page }: ExportOf<S>,
): Promise<Response> {
  // A body that is no form says nothing.
  const form = await request.formData().catch(() => new FormData());
  const asked = input.safeParse(Object.fromEntries(form));
  if (!asked.success) return seeOther(page);
  try {
    const { format } = asked.data;
    const rows = await verb(asked.data);
    return streamResponse(rows, { name: `${name(asked.data)}.${format}`, type: typeOf[format] });
  } catch (error) {
    if (!(error instanceof DomainError) || !["rate-limited", "unavailable"].includes(error.code)) throw error;
    await setFlash("auditLog.flash.exportLater");
    return seeOther(page);
  }
}
