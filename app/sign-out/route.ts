import { signOut } from "@/lib/domain/sessions/sign-out";
import { signOutOperator } from "@/lib/domain/sessions/sign-out-operator";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { postRoute, seeOther } from "@/lib/entrypoints/console/post-route";
import { resumeAnew } from "@/lib/entrypoints/console/require-context";
import { clearSessionCookie } from "@/lib/entrypoints/console/session-cookie";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";

/** Ends whatever session the browser holds and tells its door. */
async function endOwnSession(): Promise<string> {
  const resumed = await resumeAnew();
  if (!resumed) return paths.landing();
  if (resumed.kind === "operator") {
    await signOutOperator(resumed.ctx);
    return paths.operatorDoor();
  }
  await signOut(resumed.ctx);
  return resumed.ctx.actor.type === "sub-account" ? paths.door(resumed.ctx.account.alias) : paths.rootDoor();
}

export const POST = postRoute(async () => {
  const door = await endOwnSession().catch((error: unknown) => {
    if (isStaleAuthority(error)) return endOwnSession();
    throw error;
  });
  await clearSessionCookie();
  await setFlash("doors.flash.signedOut");
  return seeOther(door, { "Clear-Site-Data": '"cache", "storage"' });
});
