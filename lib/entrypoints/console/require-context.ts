import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { actorKeyOf, type Context, type PlatformContext, withoutSession } from "@/lib/authorization/context";
import { type Resumed, resumeSession } from "@/lib/domain/sessions/resume-session";
import { paths } from "./paths";
import { currentRequest } from "./request-facts";
import { readSessionCookie } from "./session-cookie";

/** Reads the session row anew, outside the request's cache: what a retried decision needs. */
export async function resumeAnew(): Promise<Resumed | undefined> {
  const token = await readSessionCookie();
  return token ? resumeSession(token, await currentRequest()) : undefined;
}

/** The session of this request, read from the database once. */
export const currentSession = cache(resumeAnew);

async function toDoor(door: string): Promise<never> {
  const path = (await headers()).get("x-espalier-path");
  redirect(path && path !== paths.home() ? `${door}?next=${encodeURIComponent(path)}` : door);
}

interface Requirement {
  /** For the pages that work while a first password must be changed. */
  whileResetting?: boolean;
  /** For the page that asks for a second factor, or for one to be set up. */
  whileWaiting?: boolean;
}

const waits = ({ secondFactor }: Context | PlatformContext) =>
  secondFactor === "pending" || secondFactor === "enrolment";

/** Whether more is open to this session than the pages that ask for a second factor or a new password. */
export function isLetIn(ctx: Context | PlatformContext): boolean {
  return !waits(ctx) && !("passwordResetRequired" in ctx && ctx.passwordResetRequired);
}

/** Whoever is signed in to an account, or the way to its door. Operators are at the wrong one. */
export async function requireConsoleContext({
  whileResetting = false,
  whileWaiting = false,
}: Requirement = {}): Promise<Context> {
  const resumed = await currentSession();
  if (resumed?.kind !== "account") return toDoor(paths.rootDoor());
  const { ctx } = resumed;
  if (ctx.secondFactor === "pending" && !whileWaiting) redirect(paths.secondFactor());
  if (ctx.secondFactor !== "pending" && ctx.passwordResetRequired && !whileResetting) redirect(paths.newPassword());
  if (waits(ctx) && !whileWaiting && !ctx.passwordResetRequired) redirect(paths.secondFactor());
  return ctx;
}

/** The signed-in operator, or the way to the operators' door. */
export async function requireOperatorContext({ whileWaiting = false }: Requirement = {}): Promise<PlatformContext> {
  const resumed = await currentSession();
  if (resumed?.kind !== "operator") return toDoor(paths.operatorDoor());
  if (waits(resumed.ctx) && !whileWaiting) redirect(paths.operator.secondFactor());
  return resumed.ctx;
}

/** Somebody at a door, of whom nothing is known yet. */
export async function strangerContext(): Promise<PlatformContext> {
  const actor = { type: "stranger", sessionId: null, name: "" } as const;
  return {
    ...(await currentRequest()),
    ...withoutSession,
    platform: true,
    actor,
    actorKey: actorKeyOf(actor),
    policies: [],
  };
}
