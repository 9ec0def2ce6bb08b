import type { Context } from "@/lib/authorization/context";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import type { Door } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { buildStranger, later, testPassword } from "./build-context";

/** The cookie of somebody who has just typed the test password at a door. */
export async function cookieAt(door: Door, name: string): Promise<string> {
  const browser = { device: undefined, incomingToken: undefined };
  return (await signIn(buildStranger(), { door, name, password: testPassword, ...browser })).token;
}

/** Who the holder of a cookie is now; throws when its session is over. */
export async function resumedBy(token: string, now = new Date()): Promise<Context> {
  const resumed = await resumeSession(token, { ...buildStranger(), now });
  if (resumed?.kind !== "account") throw new Error("the session is not open");
  return later(resumed.ctx, { authorityEpoch: null });
}
