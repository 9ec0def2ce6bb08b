import "server-only";
import { cookies } from "next/headers";
import { sessionCookieOptions } from "./session-cookie";

/** As long as the sign-up it belongs to may wait for its code. */
const signUpSeconds = 60 * 60;
const cookieName = () => (sessionCookieOptions().secure ? "__Host-espalier-sign-up" : "espalier-sign-up");

export async function readSignUpCookie(): Promise<string | undefined> {
  return (await cookies()).get(cookieName())?.value || undefined;
}

export async function writeSignUpCookie(token: string): Promise<void> {
  (await cookies()).set(cookieName(), token, { ...sessionCookieOptions(), maxAge: signUpSeconds });
}

export async function clearSignUpCookie(): Promise<void> {
  (await cookies()).set(cookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
}
