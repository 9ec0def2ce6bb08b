import { isOwnOrigin } from "@/lib/entrypoints/console/check-origin";
import { paths, safeReturnPath } from "@/lib/entrypoints/console/paths";
import { postRoute, seeOther } from "@/lib/entrypoints/console/post-route";
import { writePreferences } from "@/lib/entrypoints/console/preference-cookies";
import { env } from "@/lib/foundation/env";

/** The page the form stands on. A layout cannot tell it: it stays while pages change; the browser's Referer can. */
function cameFrom(referer: string | null): string {
  if (!referer || !URL.canParse(referer)) return paths.landing();
  const { origin, pathname, search } = new URL(referer);
  return (isOwnOrigin(env().origin, origin, null) && safeReturnPath(pathname + search)) || paths.landing();
}

export const POST = postRoute(async (form, request) => {
  await writePreferences({
    locale: form.get("locale"),
    theme: form.get("theme"),
    shortcuts: form.get("shortcuts"),
  });
  return seeOther(cameFrom(request.headers.get("referer")));
});
