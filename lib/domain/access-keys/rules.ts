import "server-only";
import type { accessKeyStates, KeyNetworkPolicy } from "@/db/schema/access-keys";
import type { Allowed } from "@/lib/authorization/authorize";
import { isRootUser } from "@/lib/authorization/context";
import { isWithinRanges, parseAddressRange } from "@/lib/foundation/address-ranges";
import type { SealedFor } from "@/lib/foundation/data-keys";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";

/** RAM's AccessKeysPerUserQuota: room for a key and its successor. */
const activeKeysMax = 2;
/** Disabled and expired ones included: they are kept to be looked up, not for ever. */
const keptKeysMax = 10;

/** What the sealed secret is bound to: `v1|access-key|<account>|<sub-account>|<key>`, the root user's without the third. */
export function sealedFor(key: { accountId: AccountId; subAccountId: SubAccountId | null; id: string }): SealedFor {
  return { accountId: key.accountId, purpose: "access-key", row: `${key.subAccountId ?? ""}|${key.id}` };
}

interface KeyTimes {
  state: (typeof accessKeyStates)[number];
  expiresAt: Date | null;
  retiresAt: Date | null;
}

/** `retiring`: replaced, and still good until its time comes. */
export type KeyStanding = "active" | "retiring" | "disabled" | "expired" | "retired";

/** What a key is worth at this moment: time alone ends it, no job has to come by first. */
export function standingOf({ state, expiresAt, retiresAt }: KeyTimes, now: Date): KeyStanding {
  if (state === "disabled") return "disabled";
  if (expiresAt && expiresAt <= now) return "expired";
  if (!retiresAt) return "active";
  return retiresAt <= now ? "retired" : "retiring";
}

export function maySign(standing: KeyStanding): boolean {
  return standing === "active" || standing === "retiring";
}

/** Throws `limit-reached` where one more active key would be a third. */
export function requireRoomForActive(others: readonly KeyTimes[], now: Date): void {
  const active = others.filter((key) => maySign(standingOf(key, now))).length;
  if (active >= activeKeysMax) {
    throw new DomainError("limit-reached", "access-key", { reason: "twoActiveKeys", details: { max: activeKeysMax } });
  }
}

/** The same for a new key, which must also be kept. */
export function requireRoomForNew(others: readonly KeyTimes[], now: Date): void {
  requireRoomForActive(others, now);
  if (others.length >= keptKeysMax) {
    throw new DomainError("limit-reached", "access-key", { reason: "tooManyKeys", details: { max: keptKeysMax } });
  }
}

/** A policy on everything is not the root user: its keys can do more than any policy, so only it manages them. */
export function requireRootForRootKeys({ actor }: Allowed, ownerName: string | null): void {
  if (ownerName !== null || isRootUser(actor) || actor.type === "operator") return;
  throw new DomainError("forbidden", "access-key", { reason: "rootKeysRootOnly" });
}

/** Whether a call may come from this address: the key's own policy replaces the account's. */
export function mayCallFrom(
  address: string,
  own: KeyNetworkPolicy | null,
  ofAccount: KeyNetworkPolicy | null,
): boolean {
  const policy = own ?? ofAccount;
  if (!policy?.active || policy.lists.length === 0) return true;
  return policy.lists.some((list) => isWithinRanges(address, list));
}

/** The policy that a list of addresses stands for; no address, no policy. Throws `invalid-input` naming the first bad one. */
export function networkPolicyOf(addresses: readonly string[]): KeyNetworkPolicy | null {
  const ranges = addresses.map((address) => {
    const range = parseAddressRange(address);
    if (range === undefined) throw invalidField("access-key", "addresses", "addressRange", { address });
    return range;
  });
  return ranges.length === 0 ? null : { active: true, lists: [[...new Set(ranges)]] };
}

const dayMs = 86_400_000;

export function expiryIn(days: number | null, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() + days * dayMs);
}
