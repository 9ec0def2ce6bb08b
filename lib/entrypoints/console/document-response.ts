import "server-only";
import type { OpenedDocument } from "@/lib/domain/identity-verification/read-identity-document";

/**
 * An identity document that no cache keeps: pictures for an `<img>` of our own pages, a PDF to be saved. Its name is
 * ours, not the one somebody typed; its policy (`answer-headers.ts`) lets nothing run in it.
 */
export function documentResponse({ slot, mediaType, bytes }: OpenedDocument): Response {
  const fileName = `${slot}.${mediaType.slice(mediaType.indexOf("/") + 1)}`;
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": mediaType,
      "Content-Length": String(bytes.length),
      "Content-Disposition": `${mediaType === "application/pdf" ? "attachment" : "inline"}; filename="${fileName}"`,
      "Cache-Control": "no-store",
    },
  });
}
