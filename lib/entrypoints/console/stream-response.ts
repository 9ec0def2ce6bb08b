import "server-only";
import { Readable } from "node:stream";

/** A file that is written while it is fetched: no length, no cache, nothing that waits for all of it. */
export function streamResponse(rows: Readable, { name, type }: { name: string; type: string }): Response {
  return new Response(Readable.toWeb(rows) as ReadableStream, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"; filename*=UTF-8''${name}`,
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
    },
  });
}
