import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { reportedResource } from "@/lib/authorization/resources";
import { findAccountByUid } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import { gatherByKey } from "@/lib/foundation/gather-by-key";
import { withTransaction } from "@/lib/foundation/transaction";
import { partsOf } from "./rules";
import type { ReportResourceInput, RetireResourceInput } from "./schema";
import { type ResourceReport, storeReports, type Told } from "./store-reports";

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
  return store({ allowed, told: input, within: (work) => withTransaction(allowed, work) });
}

/** It is gone. Its last version is remembered, so that nothing older brings it back. */
export async function retireResource(platform: PlatformContext, input: RetireResourceInput): Promise<ResourceReport> {
  const ctx = await enterOwner(platform, input.arn);
  const allowed = authorize(ctx, "espalier:ReportResource", reportedResource(input.arn));
  return store({ allowed, told: input, within: (work) => withTransaction(allowed, work) });
}

async function store(report: Told): Promise<ResourceReport> {
  const { actorKey, accountId } = report.allowed;
  const outcome = await storeTogether(`${actorKey} ${accountId}`, report);
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

/** What one service tells of one account's resources at once is stored at once, each report judged by itself. */
const storeTogether = gatherByKey((_, reports: readonly Told[]) => storeReports(reports));
