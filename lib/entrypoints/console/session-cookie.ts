import "server-only";
import { cookies } from "next/headers";
import { env } from "@/lib/foundation/env";

const deviceSeconds = 180 * 24 * 60 * 60;
const isSecure = () => env().origin.startsWith("https:");

/** The prefix needs https; browsers refuse it on plain loopback. */
export const sessionCookieName = () => (isSecure() ? "__Host-espalier-session" : "espalier-session");
const deviceCookieName = () => (isSecure() ? "__Host-espalier-device" : "espalier-device");

export const sessionCookieOptions = () => ({ httpOnly: true, secure: isSecure(), sameSite: "lax", path: "/" }) as const;

export async function readSessionCookie(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookieName())?.value || undefined;
}

export async function readDeviceCookie(): Promise<string | undefined> {
  return (await cookies()).get(deviceCookieName())?.value || undefined;
}

export async function writeSessionCookie(token: string): Promise<void> {
  (await cookies()).set(sessionCookieName(), token, sessionCookieOptions());
}

export async function writeDeviceCookie(value: string): Promise<void> {
  const options = { httpOnly: true, secure: isSecure(), sameSite: "strict", path: "/", maxAge: deviceSeconds } as const;
  (await cookies()).set(deviceCookieName(), value, options);
}

const trustSeconds = 7 * 24 * 60 * 60;
const trustCookieName = () => (isSecure() ? "__Host-espalier-trust" : "espalier-trust");

/** Of a browser that gave the second factor and is remembered for a week. */
export async function readTrustCookie(): Promise<string | undefined> {
  return (await cookies()).get(trustCookieName())?.value || undefined;
}

export async function writeTrustCookie(value: string): Promise<void> {
  const options = { httpOnly: true, secure: isSecure(), sameSite: "strict", path: "/", maxAge: trustSeconds } as const;
  (await cookies()).set(trustCookieName(), value, options);
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
}
