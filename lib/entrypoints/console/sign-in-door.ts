import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import type { Door } from "@/lib/domain/sign-in/schema";
import { type SignedIn, signIn } from "@/lib/domain/sign-in/sign-in";
import { paths, safeReturnPath } from "./paths";
import { readDeviceCookie, readSessionCookie, writeDeviceCookie, writeSessionCookie } from "./session-cookie";

/** What the three doors share: the browser's cookies go in, a session's come out. */
export async function signInAt(
  stranger: PlatformContext,
  door: Door,
  { name, password }: { name: string; password: string },
): Promise<SignedIn> {
  const [device, incomingToken] = await Promise.all([readDeviceCookie(), readSessionCookie()]);
  return signIn(stranger, { door, name, password, device, incomingToken });
}

export async function keepSignedIn({ token, device }: SignedIn): Promise<void> {
  await writeSessionCookie(token);
  await writeDeviceCookie(device);
}

/** To where the person came for, as far as that is theirs. */
export function afterSignIn(next: string | undefined, signedIn: SignedIn | undefined): string {
  const wanted = safeReturnPath(next);
  const isOperators = wanted?.split(/[/?]/)[1] === "operator";
  if (signedIn?.kind === "operator") return wanted && isOperators ? wanted : paths.operator.home();
  if (signedIn?.passwordResetRequired) return paths.newPassword();
  return wanted && !isOperators && wanted !== paths.landing() ? wanted : paths.home();
}
