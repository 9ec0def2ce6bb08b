import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import { resourceEvents, resources } from "@/db/schema/resources";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { reportedResource } from "@/lib/authorization/resources";
import { findAccountByUid } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { readOrder } from "./lookups";
import { partsOf, type WorkspaceOrder } from "./rules";
import type { ReportResourceInput, RetireResourceInput } from "./schema";

export interface ResourceReport {
  /** `outdated`: something newer was told before, and stands. */
  status: "registered" | "updated" | "unchanged" | "outdated";
  version: number;
  /** What is decided now: a service that missed a webhook learns it here. */
  workspace: WorkspaceOrder;
}

/** The account that the name of a resource belongs to, entered as the service. Throws `not-found`. */
async function enterOwner(platform: PlatformContext, arn: string): Promise<Context> {
  const account = await findAccountByUid(platform, partsOf(arn).uid);
  if (!account) throw new DomainError("not-found", "account", { reason: "unknownAccount" });
  return enterAccount(platform, account);
}

/**
 * A platform service says what a resource is like now. By the version it may say so twice, late or out of order: what
 * was said last stands. Throws `not-found` for a sub-account that is not there, `conflict` for one version with two
 * contents and for a resource that belongs to another sub-account.
 */
export async function reportResource(platform: PlatformContext, input: ReportResourceInput): Promise<ResourceReport> {
  const ctx = await enterOwner(platform, input.arn);
  const allowed = authorize(ctx, "espalier:ReportResource", reportedResource(input.arn));
  return withTransaction(allowed, (tx) => store(tx, allowed, input));
}

/** It is gone. Its last version is remembered, so that nothing older brings it back. */
export async function retireResource(platform: PlatformContext, input: RetireResourceInput): Promise<ResourceReport> {
  const ctx = await enterOwner(platform, input.arn);
  const allowed = authorize(ctx, "espalier:ReportResource", reportedResource(input.arn));
  return withTransaction(allowed, (tx) => store(tx, allowed, input));
}

type Told = ReportResourceInput | RetireResourceInput;

async function store(tx: Tx, allowed: Allowed, told: Told): Promise<ResourceReport> {
  const { accountId, now } = allowed;
  const subAccountId = await holdOwner(tx, allowed, told.subAccount);
  const workspace = await readOrder(tx, allowed, subAccountId);
  const said = contentOf(told, now);
  const id = newId(now.getTime());
  const { service, region, type } = partsOf(told.arn);
  const row = { accountId, id, subAccountId, arn: told.arn, service, region, type };
  const made = await tx
    .insert(resources)
    .values({ ...row, ...said, enforcedAt: said.enforcedEpoch > 0 ? now : null, createdAt: now, reportedAt: now })
    .onConflictDoNothing({ target: [resources.accountId, resources.arn] })
    .returning({ id: resources.id });
  if (made.length > 0) {
    await noteEvent(tx, allowed, { id, subAccountId }, said.state === "retired" ? "retired" : "registered", said);
    return { status: "registered", version: said.version, workspace };
  }
  const status = await change(tx, allowed, subAccountId, told, said);
  return { ...status, workspace };
}

type Said = ReturnType<typeof contentOf>;

function contentOf(told: Told, now: Date) {
  const { version } = told;
  if (!("state" in told)) {
    return { version, state: "retired" as const, stateSince: now, name: "", labels: {}, enforcedEpoch: 0 };
  }
  const { state, stateSince = now, name, labels, enforcedEpoch } = told;
  return { version, state, stateSince, name, labels, enforcedEpoch };
}

async function change(tx: Tx, allowed: Allowed, subAccountId: SubAccountId, { arn }: Told, said: Said) {
  const { accountId, now } = allowed;
  const ofArn = and(eq(resources.accountId, accountId), eq(resources.arn, arn));
  const [before] = await tx.select().from(resources).where(ofArn).for("no key update");
  if (!before) throw new DomainError("unavailable", "resource");
  if (before.subAccountId !== subAccountId) {
    throw new DomainError("conflict", "resource", { reason: "resourceOfAnother" });
  }
  const { version } = before;
  if (said.version < version) return { status: "outdated" as const, version };
  const isRetired = said.state === "retired";
  const next = {
    ...said,
    name: isRetired ? before.name : said.name,
    labels: isRetired ? before.labels : said.labels,
    enforcedEpoch: Math.max(before.enforcedEpoch, said.enforcedEpoch),
    stateSince: said.state === before.state ? before.stateSince : said.stateSince,
  };
  if (said.version === version) {
    const same = (["state", "name", "labels", "enforcedEpoch"] as const).every((key) =>
      isDeepStrictEqual(before[key], next[key]),
    );
    if (!same) throw new DomainError("conflict", "resource", { reason: "resourceVersionReused" });
    return { status: "unchanged" as const, version };
  }
  const hasEnforced = next.enforcedEpoch > before.enforcedEpoch;
  await tx
    .update(resources)
    .set({ ...next, reportedAt: now, ...(hasEnforced && { enforcedAt: now }) })
    .where(ofArn);
  const kind = isRetired ? "retired" : hasEnforced ? "enforced" : "changed";
  if (hasEnforced || next.state !== before.state) await noteEvent(tx, allowed, before, kind, next);
  return { status: "updated" as const, version: next.version };
}

/** Held against deletion, not against anything else: reports of one workspace do not wait for each other. */
async function holdOwner(tx: Tx, { accountId }: Allowed, name: string): Promise<SubAccountId> {
  const [person] = await tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name)))
    .for("key share");
  if (!person) throw new DomainError("not-found", "sub-account");
  return person.id;
}

async function noteEvent(
  tx: Tx,
  { accountId, actor, now }: Allowed,
  resource: { id: string; subAccountId: SubAccountId },
  kind: (typeof resourceEvents.$inferSelect)["kind"],
  { state, enforcedEpoch: epoch }: Pick<Said, "state" | "enforcedEpoch">,
): Promise<void> {
  await tx.insert(resourceEvents).values({
    ...{ accountId, id: newId(now.getTime()), resourceId: resource.id, subAccountId: resource.subAccountId },
    ...{ kind, state, epoch, by: actor.name, occurredAt: now },
  });
}
