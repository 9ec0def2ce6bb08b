import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { findDoorPolicy, findPrincipal, type Principal, principalKey } from "./find-principal";
import { verifyPassword } from "./hash-password";
import { isKnownDevice } from "./known-device";
import { recordAttempt } from "./record-attempt";
import type { SignInInput } from "./schema";
import { forgiveAttempt, requireAttempt, type Throttled } from "./throttle";
import { whyClosed } from "./why-closed";

type Credentials = Pick<SignInInput, "door" | "name" | "password" | "device">;

/** The earliest a wrong password is answered: to find somebody costs a few rows more than to find nobody. */
const refusedAfterMs = 200;

/**
 * The one place a sign-in password is checked: throttle, then hash, for known and unknown names alike. Throws
 * `rate-limited`, or `unauthenticated` without saying why; a disabled sub-account and a generated password that died
 * are told only to somebody who knows the password.
 */
export async function checkPassword(stranger: PlatformContext, input: Credentials): Promise<Principal> {
  const { maxLoginAttempts } = await findDoorPolicy(input.door);
  const attempts = attemptsOf(stranger, input, maxLoginAttempts);
  const locking = await requireAttempt(stranger.now, attempts);
  const earliest = sleep(refusedAfterMs, undefined, { ref: false });
  const principal = await findPrincipal(input.door, input.name);
  const right = await verifyPassword(principal?.passwordHash ?? null, input.password);
  if (!principal || !right) {
    const code = locking.includes("principal") ? "signInLocked" : "wrongCredentials";
    await recordAttempt(stranger, principal, { result: "refused", code, key: principalKey(input.door, input.name) });
    await earliest;
    throw new DomainError("unauthenticated", "sign-in", { reason: "wrongCredentials" });
  }
  await forgiveAttempt(stranger.now, attempts);
  const problem = principal.kind === "operator" ? undefined : whyClosed(principal, stranger);
  if (problem) {
    await recordAttempt(stranger, principal, { result: "refused", code: problem, key: "" });
    throw new DomainError("invalid-state", "sign-in", { reason: problem });
  }
  return principal;
}

/** A browser the person used before has a bucket of its own: nobody elsewhere can lock its owner out. */
function attemptsOf(
  { facts }: PlatformContext,
  { door, name, device }: Credentials,
  maxLoginAttempts: number,
): Throttled[] {
  const principal = principalKey(door, name);
  if (isKnownDevice(device, principal)) return [{ bucket: "device", of: `${device?.split(".")[0]}|${principal}` }];
  return [
    { bucket: "principal", of: principal },
    ...(maxLoginAttempts > 0 ? [{ bucket: "account-lock", of: principal, limit: maxLoginAttempts } as const] : []),
    ...attemptsFrom(facts.ip),
    // Root users and operators have no alias: one bucket for all of them would let a stranger slow everybody's sign-in.
    ...(door.kind === "sub-account" ? [{ bucket: "alias", of: door.alias } as const] : []),
  ];
}

/** What every attempt from one network counts against, whoever it is for. */
export function attemptsFrom(ip: string): Throttled[] {
  const of = networkOf(ip);
  return [
    { bucket: "address", of },
    { bucket: "address-day", of },
  ];
}

/** One IPv4 address, or the /64 that one IPv6 subscriber usually has. */
export function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [head = "", tail = ""] = ip.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const zeros = ip.includes("::") ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0") : [];
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
