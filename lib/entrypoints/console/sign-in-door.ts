import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import type { PasskeyAnswer } from "@/lib/domain/second-factors/schema";
import { signInByPasskey } from "@/lib/domain/second-factors/sign-in-by-passkey";
import type { SignedIn } from "@/lib/domain/sign-in/open-for-principal";
import type { Door } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { paths, safeReturnPath, withReturn } from "./paths";
import {
  readDeviceCookie,
  readSessionCookie,
  readTrustCookie,
  writeDeviceCookie,
  writeSessionCookie,
} from "./session-cookie";

/** What the three doors share: the browser's cookies go in, a session's come out. */
export async function signInAt(
  stranger: PlatformContext,
  door: Door,
  { name, password }: { name: string; password: string },
): Promise<SignedIn> {
  const [device, incomingToken, trust] = await Promise.all([
    readDeviceCookie(),
    readSessionCookie(),
    readTrustCookie(),
  ]);
  return signIn(stranger, { door, name, password, device, incomingToken, trust });
}

/** The same by a passkey. */
export async function passkeyAt(
  stranger: PlatformContext,
  door: Door["kind"],
  passkey: PasskeyAnswer,
): Promise<SignedIn> {
  const [device, incomingToken] = await Promise.all([readDeviceCookie(), readSessionCookie()]);
  return signInByPasskey(stranger, { door, passkey, device, incomingToken });
}

export async function keepSignedIn({ token, device }: SignedIn): Promise<void> {
  await writeSessionCookie(token);
  await writeDeviceCookie(device);
}

/** To where the person came for, as far as that is theirs. */
export function afterSignIn(next: string | undefined, signedIn: SignedIn | undefined): string {
  const wanted = safeReturnPath(next);
  const isOperators = wanted?.split(/[/?]/)[1] === "operator";
  const waits = signedIn?.secondFactor === "pending" || signedIn?.secondFactor === "enrolment";
  if (signedIn?.kind === "operator") {
    const target = wanted && isOperators ? wanted : undefined;
    return waits ? withReturn(paths.operator.secondFactor(), target) : (target ?? paths.operator.home());
  }
  if (signedIn?.secondFactor === "pending") return withReturn(paths.secondFactor(), isOperators ? undefined : wanted);
  if (signedIn?.passwordResetRequired) return paths.newPassword();
  const target = wanted && !isOperators && wanted !== paths.landing() ? wanted : undefined;
  return waits ? withReturn(paths.secondFactor(), target) : (target ?? paths.home());
}
