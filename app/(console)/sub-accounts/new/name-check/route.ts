import { isNameFree } from "@/lib/domain/sub-accounts/queries";
import { SubAccountName } from "@/lib/domain/sub-accounts/sub-account-name-rules";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";

/** Whether a name can still be given, for the form while it is typed; the verb asks again. */
export const GET = consoleRoute(async (ctx, _params, request) => {
  const name = SubAccountName.safeParse(request.nextUrl.searchParams.get("name"));
  const free = name.success && (await isNameFree(ctx, name.data));
  return Response.json({ free }, { headers: { "Cache-Control": "no-store" } });
});
