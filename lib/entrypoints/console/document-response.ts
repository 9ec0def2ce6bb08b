import "server-only";

interface Document {
  mediaType: "application/pdf" | "image/jpeg" | "image/png";
  bytes: Buffer;
}

/**
 * A kept document that no cache keeps: pictures for an `<img>` of our own pages, a PDF to be saved. Its name is ours,
 * not the one somebody typed; its policy (`answer-headers.ts`) lets nothing run in it.
 */
export function documentResponse(name: string, { mediaType, bytes }: Document): Response {
  const fileName = `${name}.${mediaType.slice(mediaType.indexOf("/") + 1)}`;
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": mediaType,
      "Content-Length": String(bytes.length),
      "Content-Disposition": `${mediaType === "application/pdf" ? "attachment" : "inline"}; filename="${fileName}"`,
      "Cache-Control": "no-store",
    },
  });
}
