import { writeKeyFile } from "@/lib/domain/access-keys/write-key-file";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { paths } from "@/lib/entrypoints/console/paths";
import { seeOther } from "@/lib/entrypoints/console/post-route";

/** The pair as a file, in the one answer that may carry the secret; the page says why there is none. */
export const POST = consoleRoute<{ id: string }>(async (ctx, { id }, request) => {
  const key = { purpose: "access-key-secret", subject: id } as const;
  const secret = (await claimReveal(ctx, key)) ? await openReveal(ctx, key) : undefined;
  if (secret === undefined) return seeOther(paths.accessKeys.issued(id));
  const format = new URL(request.url).searchParams.get("format") === "env" ? "env" : "csv";
  const { fileName, contentType, text } = writeKeyFile(format, { id, secret });
  return new Response(text, {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
    },
  });
});
