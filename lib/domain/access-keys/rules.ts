import "server-only";
import type { accessKeyStates, KeyNetworkPolicy } from "@/db/schema/access-keys";
import { RuleRefused } from "@/lib/authorization/access-denied";
import type { Allowed } from "@/lib/authorization/authorize";
import { isRootUser } from "@/lib/authorization/context";
import { isWithinRanges, parseAddressRange } from "@/lib/foundation/address-ranges";
import type { SealedFor } from "@/lib/foundation/data-keys";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";

/** RAM's AccessKeysPerUserQuota: room for a key and its successor. */
export const activeKeysMax = 2;
/** Disabled and expired ones included: they are kept to be looked up, not for ever. */
const keptKeysMax = 10;

/** What the sealed secret is bound to: `v1|access-key|<account>|<sub-account>|<key>`, the root user's without the third. */
export function sealedFor(key: { accountId: AccountId; subAccountId: SubAccountId | null; id: string }): SealedFor {
  return { accountId: key.accountId, purpose: "access-key", row: `${key.subAccountId ?? ""}|${key.id}` };
}

/** RAM's ConditionsPerAKPolicyQuota and IPItemsPerAKPolicyQuota. */
export const networkListsMax = 8;
export const networkAddressesMax = 50;

export interface KeyTimes {
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
export function requireRootForRootKeys({ actor, asked }: Allowed, ownerName: string | null): void {
  if (ownerName !== null || isRootUser(actor) || actor.type === "operator") return;
  throw new RuleRefused("access-key", { reason: "rootKeysRootOnly" }, asked);
}

const isInForce = (policy: KeyNetworkPolicy | null) => policy?.active === true && policy.lists.length > 0;

/** The policy a key's calls are held to: its own in the account's place, where it has one that says something. */
function networkPolicyInForce(own: KeyNetworkPolicy | null, ofAccount: KeyNetworkPolicy | null) {
  return [own, ofAccount].find(isInForce) ?? null;
}

export function mayCallFrom(
  address: string,
  own: KeyNetworkPolicy | null,
  ofAccount: KeyNetworkPolicy | null,
): boolean {
  const policy = networkPolicyInForce(own, ofAccount);
  return policy === null || policy.lists.some((list) => isWithinRanges(address, list));
}

/** The policy with its addresses spelled as they are kept. Throws `invalid-input` on `field`, naming the first bad one. */
export function soundNetworkPolicy({ active, lists }: KeyNetworkPolicy, field = "networkPolicy"): KeyNetworkPolicy {
  const over = (what: string, max: number) => invalidField("access-key", field, what, { max });
  if (lists.length > networkListsMax) throw over("tooManyAddressLists", networkListsMax);
  if (lists.flat().length > networkAddressesMax) throw over("tooManyAddresses", networkAddressesMax);
  return { active, lists: lists.map((list) => rangesOf(field, list)) };
}

/** The policy that a key's form stands for; no address, no policy. */
export function networkPolicyOf(lists: string[][]): KeyNetworkPolicy | null {
  return lists.length === 0 ? null : soundNetworkPolicy({ active: true, lists }, "addresses");
}

function rangesOf(field: string, addresses: readonly string[]): string[] {
  const ranges = addresses.map((address) => {
    const range = parseAddressRange(address);
    if (range === undefined) throw invalidField("access-key", field, "addressRange", { address });
    return range;
  });
  return [...new Set(ranges)];
}

/** For the log: what it lets in, or that it lets everybody in. */
export function describeNetworkPolicy(policy: KeyNetworkPolicy | null): string {
  return policy?.active ? policy.lists.flat().join(" ") : "";
}

/** What a key's form makes of the policy it has: one that is switched off is not shown there, and no address leaves it alone. */
export function editedNetworkPolicy(before: KeyNetworkPolicy | null, lists: string[][]): KeyNetworkPolicy | null {
  return lists.length === 0 && !before?.active ? before : networkPolicyOf(lists);
}

const dayMs = 86_400_000;

export function expiryIn(days: number | null, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() + days * dayMs);
}
