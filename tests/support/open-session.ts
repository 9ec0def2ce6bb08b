import type { Context } from "@/lib/authorization/context";
import { stepUpPurposes } from "@/lib/authorization/step-up-purposes";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import type { Door } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { buildAccount } from "./build-account";
import { buildStranger, later, testPassword } from "./build-context";
import { lookDirectly } from "./look-directly";

/** Somebody who typed name and password at a door, and has just proved who it is for everything that asks. */
export async function openSession(door: Door, name: string, password = testPassword): Promise<Context> {
  const { token } = await signIn(buildStranger(), {
    door,
    name,
    password,
    device: undefined,
    incomingToken: undefined,
  });
  const resumed = await resumeSession(token, buildStranger());
  if (resumed?.kind !== "account") throw new Error("not signed in");
  const proved = JSON.stringify(Object.fromEntries(stepUpPurposes.map((purpose) => [purpose, new Date()])));
  await lookDirectly(
    (sql) => sql`update app.sessions set step_ups = ${proved}::text::jsonb where id = ${resumed.ctx.actor.sessionId}`,
  );
  return later(resumed.ctx, { authorityEpoch: null, stepUp: new Set(stepUpPurposes) });
}

/** The root user of a new account, signed in. */
export async function openRootSession(): Promise<Context> {
  return openSession({ kind: "root-user" }, (await buildAccount()).actor.name);
}
