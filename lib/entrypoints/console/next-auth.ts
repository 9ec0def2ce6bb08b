import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import * as z from "zod";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signOut } from "@/lib/domain/sessions/sign-out";
import { signOutOperator } from "@/lib/domain/sessions/sign-out-operator";
import { type Door, typedName, typedPassword } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { logger } from "@/lib/foundation/logger";
import { secret } from "@/lib/foundation/secrets";
import { currentRequest } from "./request-facts";
import { strangerContext } from "./require-context";
import {
  readDeviceCookie,
  readSessionCookie,
  readTrustCookie,
  sessionCookieName,
  sessionCookieOptions,
} from "./session-cookie";

const Credentials = z.object({
  door: z.enum(["root-user", "sub-account", "operator"]),
  alias: z.string().max(64).default(""),
  name: typedName,
  password: typedPassword,
});

/** Never throws: next-auth would write the error's text into the address of the page it redirects to. */
async function openByCredentials(input: unknown): Promise<{ id: string } | null> {
  const parsed = Credentials.safeParse(input);
  if (!parsed.success) return null;
  const { door: kind, alias, name, password } = parsed.data;
  const door: Door = kind === "sub-account" ? { kind, alias } : { kind };
  try {
    const [device, incomingToken, trust] = await Promise.all([
      readDeviceCookie(),
      readSessionCookie(),
      readTrustCookie(),
    ]);
    const { token } = await signIn(await strangerContext(), { door, name, password, device, incomingToken, trust });
    return { id: token };
  } catch (error) {
    if (!(error instanceof DomainError)) logger.error({ err: error }, "a sign-in failed");
    return null;
  }
}

async function endByToken(token: string): Promise<void> {
  const resumed = await resumeSession(token, await currentRequest());
  if (resumed?.kind === "account") await signOut(resumed.ctx);
  if (resumed?.kind === "operator") await signOutOperator(resumed.ctx);
}

/**
 * next-auth as a thin shell around our own session rows: its "JWT" is the opaque cookie that `resumeSession` looks up,
 * so deleting the row ends the session. The console itself never asks next-auth who somebody is.
 */
export function nextAuthOptions(): NextAuthOptions {
  return {
    secret: secret("nextauth").toString("base64url"),
    useSecureCookies: env().origin.startsWith("https:"),
    session: { strategy: "jwt" },
    providers: [CredentialsProvider({ credentials: {}, authorize: openByCredentials })],
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    jwt: {
      encode: async ({ token }) => String(token?.sub ?? ""),
      decode: async ({ token }) => (token ? { sub: token } : null),
    },
    callbacks: { jwt: ({ token, user }) => (user ? { sub: user.id } : token) },
    events: { signOut: ({ token }) => endByToken(String(token.sub ?? "")) },
    logger: { error: (code) => logger.error({ code }, "next-auth"), warn: () => undefined, debug: () => undefined },
  };
}

const served = new Map([
  ["csrf", "GET"],
  ["callback/credentials", "POST"],
  ["signout", "POST"],
]);

/** The method by which next-auth may answer there; the rest of it (session, providers, its own pages) does not exist. */
export function methodServedByNextAuth(segments: readonly string[]): string | undefined {
  return served.get(segments.join("/"));
}

/** The session's row knows when it is over; next-auth would tell the browser to keep the cookie for a month. */
export function withoutLifetime(response: Response): Response {
  const cookies = response.headers.getSetCookie();
  response.headers.delete("set-cookie");
  for (const cookie of cookies) {
    const isSession = cookie.startsWith(`${sessionCookieName()}=`) && !cookie.includes("Max-Age=0");
    response.headers.append("set-cookie", isSession ? cookie.replace(/; Expires=[^;]*/i, "") : cookie);
  }
  return response;
}
