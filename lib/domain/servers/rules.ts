import "server-only";
import type { serverManagers } from "@/db/schema/servers";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { parseAddressRange } from "@/lib/foundation/address-ranges";
import { DomainError, invalidField } from "@/lib/foundation/errors";

/** Of one account, and of one server: inventories that somebody still reads. */
const serversMax = 1_000;
const grantsMax = 500;

export function requireRoomForServer(count: number): void {
  if (count < serversMax) return;
  throw new DomainError("limit-reached", "server", { reason: "tooManyServers", details: { max: serversMax } });
}

export function requireRoomForGrant(count: number): void {
  if (count < grantsMax) return;
  throw new DomainError("limit-reached", "server-login", {
    reason: "tooManyServerLogins",
    details: { max: grantsMax },
  });
}

export type ServerManager = (typeof serverManagers)[number];

/** Whoever registers a server manages it: an operator for the platform, anybody else for the account. */
export function managerOf({ actor }: Pick<Context, "actor">): ServerManager {
  return actor.type === "operator" ? "operator" : "account";
}

/** An account sees the platform's servers and changes none; an operator knows of no other. */
export function requireManager(ctx: Pick<Context, "actor">, managedBy: ServerManager): void {
  if (managerOf(ctx) === managedBy) return;
  if (managedBy === "account") throw new DomainError("not-found", "server");
  throw new DomainError("invalid-state", "server", { reason: "serverOfPlatform" });
}

/** For what lets somebody in or cannot be undone: a fresh proof of whoever does it. */
export function requireServerProof(allowed: Context): void {
  requireStepUp(allowed, managerOf(allowed) === "operator" ? "operator-writes" : "servers");
}

/** Operators prove themselves for whatever they write; people of the account only for what opens something. */
export function requireOperatorProof(allowed: Context): void {
  if (managerOf(allowed) === "operator") requireStepUp(allowed, "operator-writes");
}

/** The ranges in the spelling they are kept in. Throws `invalid-input` naming the first that is none. */
export function networksOf(words: readonly string[]): string[] {
  const ranges = words.map((address) => {
    const range = parseAddressRange(address);
    if (range === undefined) throw invalidField("server-login", "networks", "addressRange", { address });
    return range;
  });
  return [...new Set(ranges)];
}

const hourMs = 3_600_000;

export function endsAfter(graceHours: number, now: Date): Date {
  return new Date(now.getTime() + graceHours * hourMs);
}
