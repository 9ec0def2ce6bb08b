import "server-only";
import type { Readable } from "node:stream";
import type * as z from "zod";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { detourOf } from "./detour";
import { setFlash } from "./flash";
import { seeOther } from "./post-route";
import { streamResponse } from "./stream-response";

interface ExportOf<S extends z.ZodType<{ format: "csv" | "jsonl" }>> {
  input: S;
  verb: (input: z.output<S>) => Promise<Readable>;
  /** Of the file, without its ending. */
  name: (input: z.output<S>) => string;
  /** Where it was asked from, with what was asked. */
  page: (view: Record<string, string>) => string;
}

const typeOf = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

/** A log as a file, in the answer to a form; a refusal that passes is said on the page. */
export async function answerExport<S extends z.ZodType<{ format: "csv" | "jsonl" }>>(
  ctx: Context | PlatformContext,
  request: Request,
  { input, verb, name, page }: ExportOf<S>,
): Promise<Response> {
  // A body that is no form says nothing.
  const form = await request.formData().catch(() => new FormData());
  const asked = input.safeParse(Object.fromEntries(form));
  if (!asked.success) return seeOther(page({}));
  const back = page(viewOf(asked.data));
  try {
    const { format } = asked.data;
    const rows = await verb(asked.data);
    return streamResponse(rows, { name: `${name(asked.data)}.${format}`, type: typeOf[format] });
  } catch (error) {
    const detour = await detourOf(ctx, error, back);
    if (detour) return seeOther(detour);
    if (!(error instanceof DomainError) || !["rate-limited", "unavailable"].includes(error.code)) throw error;
    await setFlash("auditLog.flash.exportLater");
    return seeOther(back);
  }
}

/** The filters alone, as the page's address says them. */
function viewOf({ format: _, ...filter }: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).flatMap(([name, said]) => (said ? [[name, String(said)]] : [])));
}
