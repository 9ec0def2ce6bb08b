import "server-only";
import type { OpenedDocument } from "@/lib/domain/identity-verification/read-identity-document";

/**
 * An identity document that no cache keeps and that can run nothing, whatever is in it: pictures for an `<img>` of our
 * own pages, a PDF to be saved. Its name is ours, not the one somebody typed.
 */
export function documentResponse({ slot, mediaType, bytes }: OpenedDocument): Response {
  const fileName = `${slot}.${mediaType.slice(mediaType.indexOf("/") + 1)}`;
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": mediaType,
      "Content-Length": String(bytes.length),
      "Content-Disposition": `${mediaType === "application/pdf" ? "attachment" : "inline"}; filename="${fileName}"`,
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": "no-store",
    },
  });
}
