import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { writeHandOverFile } from "@/lib/domain/sub-accounts/write-hand-over-file";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { findHandOver, handOverOf, kitOf } from "@/lib/entrypoints/console/hand-over";
import { paths } from "@/lib/entrypoints/console/paths";
import { seeOther } from "@/lib/entrypoints/console/post-route";

/** The password or the claim link as a file, in the one answer that may carry it; the page says why there is none. */
export const POST = consoleRoute<{ name: string }>(async (ctx, { name }) => {
  const person = await getSubAccount(ctx, name);
  const { key } = await findHandOver(ctx, person.name);
  const text = (await claimReveal(ctx, key)) ? await openReveal(ctx, key) : undefined;
  if (text === undefined) return seeOther(paths.subAccounts.handOver(person.name));
  const fileName = `${ctx.account.name}_${person.name}_sign-in.csv`;
  return new Response(writeHandOverFile([handOverOf(ctx, person, kitOf(key, text))]), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"; filename*=UTF-8''${fileName}`,
      "Cache-Control": "no-store",
    },
  });
});
