import "server-only";
import { createHash } from "node:crypto";
import { and, eq, inArray, ne } from "drizzle-orm";
import type { walletStates } from "@/db/schema/books";
import type { SuspensionReason } from "@/db/schema/resource-states";
import { resources } from "@/db/schema/resources";
import { sshKeys } from "@/db/schema/ssh-keys";
import { subAccounts } from "@/db/schema/sub-accounts";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Allowed } from "@/lib/authorization/authorize";
import { orderWorkspace } from "@/lib/domain/resources/steps";
import { raiseEvent } from "@/lib/domain/webhooks/steps";
import type { SubAccountId } from "@/lib/foundation/ids";
import { writeMicros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { type CountedLimit, readLimits } from "./lookups";

type WalletState = (typeof walletStates)[number];
const ofMoney = [
  "spend_limit",
  "account_limit",
  "wallet",
  "spend_throttle",
  "account_throttle",
] as const satisfies readonly SuspensionReason[];
/** A transaction changes at most so many, for it holds each of them until its end; what is left is found by the next. */
const changesMax = 200;
/** Of the ten seconds after which a transaction is given up, and nothing of it stands: on a slow machine fewer fit. */
const changingMs = 3_000;

const isReached = ({ hard, spent }: CountedLimit) => hard !== null && spent >= hard;

/**
 * Suspends, slows and resumes what runs, as limits and the wallet say now, and tells of limits reached.
 * Answers whether there is more to change.
 */
export async function judgeWorkspaces(tx: Tx, allowed: Allowed, wallet: WalletState): Promise<boolean> {
  const limits = await readLimits(tx, allowed, undefined);
  const names = await readNames(
    tx,
    allowed,
    limits.flatMap(({ subAccountId }) => subAccountId ?? []),
  );
  for (const limit of limits) await tellOfLimit(tx, allowed, limit, names);
  const reached = limits.filter(isReached);
  const isOnAll = (stops: CountedLimit["stops"]) =>
    reached.some((limit) => limit.stops === stops && limit.subAccountId === null);
  const ownersOf = (stops: CountedLimit["stops"]) =>
    new Set(reached.flatMap((limit) => (limit.stops === stops && limit.subAccountId ? [limit.subAccountId] : [])));
  const ofAccount: SuspensionReason[] = [
    ...(isOnAll("all") ? (["account_limit"] as const) : []),
    ...(isOnAll("throttle") ? (["account_throttle"] as const) : []),
    ...(wallet === "suspended" ? (["wallet"] as const) : []),
  ];
  const [stopped, slowed] = [ownersOf("all"), ownersOf("throttle")];
  const limited = new Set([...stopped, ...slowed]);
  const known = await readOrders(tx, allowed, { limited, all: ofAccount.length > 0 });
  const end = performance.now() + changingMs;
  let changes = 0;
  for (const { id, name, reasons } of known) {
    const wanted: SuspensionReason[] = [...ofAccount];
    if (stopped.has(id)) wanted.push("spend_limit");
    if (slowed.has(id)) wanted.push("spend_throttle");
    const add = wanted.filter((reason) => !reasons.includes(reason));
    const drop = ofMoney.filter((reason) => reasons.includes(reason) && !wanted.includes(reason));
    if (add.length + drop.length === 0) continue;
    if (changes >= changesMax || (changes > 0 && performance.now() > end)) return true;
    changes += 1;
    await orderWorkspace(tx, allowed, { id, name }, { add, drop });
    await recordAudit(tx, allowed, {
      action: "espalier:OrderWorkspaces",
      resource: name,
      subAccountId: id,
      before: { reasons: reasons.join(" ") },
      after: { reasons: [...reasons.filter((reason) => !drop.some((gone) => gone === reason)), ...add].join(" ") },
    });
  }
  return false;
}

/** Whom a decision can concern: who runs something or may log in to servers, who reached a limit, who is stopped already. */
async function readOrders(
  tx: Tx,
  { accountId }: Allowed,
  { limited, all }: { limited: ReadonlySet<SubAccountId>; all: boolean },
): Promise<{ id: SubAccountId; name: string; reasons: SuspensionReason[] }[]> {
  const atWork = all
    ? await tx
        .select({ id: resources.subAccountId })
        .from(resources)
        .where(and(eq(resources.accountId, accountId), ne(resources.state, "retired")))
        .union(tx.select({ id: sshKeys.subAccountId }).from(sshKeys).where(eq(sshKeys.accountId, accountId)))
    : [];
  const stopped = await tx
    .select({ id: workspaceOrders.subAccountId, reasons: workspaceOrders.reasons })
    .from(workspaceOrders)
    .where(eq(workspaceOrders.accountId, accountId));
  const reasonsOf = new Map(stopped.map(({ id, reasons }) => [id, reasons]));
  const ids = new Set([...atWork.map(({ id }) => id), ...limited, ...reasonsOf.keys()]);
  if (ids.size === 0) return [];
  const people = await tx
    .select({ id: subAccounts.id, name: subAccounts.name })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), inArray(subAccounts.id, [...ids])));
  return people.map(({ id, name }) => ({ id, name, reasons: reasonsOf.get(id) ?? [] }));
}

async function readNames(tx: Tx, { accountId }: Allowed, ids: readonly SubAccountId[]) {
  if (ids.length === 0) return new Map<SubAccountId, string>();
  const people = await tx
    .select({ id: subAccounts.id, name: subAccounts.name })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), inArray(subAccounts.id, [...ids])));
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** Once for each amount of a limit in each of its windows: the event's own id says which it was. */
async function tellOfLimit(tx: Tx, allowed: Allowed, limit: CountedLimit, names: ReadonlyMap<SubAccountId, string>) {
  const { id, subAccountId, per, soft, hard, spent, resetsAt } = limit;
  const reached = [
    { type: "spend_limit.warned", amount: soft },
    { type: "spend_limit.reached", amount: hard },
  ] as const;
  for (const { type, amount } of reached) {
    if (amount === null || spent < amount) continue;
    const window = resetsAt?.toISOString() ?? null;
    await raiseEvent(tx, allowed, {
      type,
      subAccountId,
      id: idOf([id, type, String(amount), window]),
      data: {
        subAccount: subAccountId === null ? null : (names.get(subAccountId) ?? null),
        limit: { per, amount: writeMicros(amount), resetsAt: window },
      },
    });
  }
}

function idOf(parts: readonly unknown[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
