import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { reportedResource } from "@/lib/authorization/resources";
import { findAccountByUid } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { partsOf } from "./rules";
import type { ReportResourcesInput } from "./schema";
import { type Outcome, storeReports, type Told } from "./store-reports";

/**
 * The same as `reportResource` and `retireResource` for many resources in one call: an account's in one transaction. One
 * that is refused leaves the others alone; the outcomes in the order of the reports. Throws `forbidden`, with nothing
 * stored, where one of them is not a resource of the service's own.
 */
export async function reportResources(platform: PlatformContext, input: ReportResourcesInput): Promise<Outcome[]> {
  const uids = [...new Set(input.map(({ arn }) => partsOf(arn).uid))];
  const accounts = await Promise.all(uids.map((uid) => findAccountByUid(platform, uid)));
  const reports = input.map((told): Told | undefined => {
    const account = accounts[uids.indexOf(partsOf(told.arn).uid)];
    if (!account) return undefined;
    const ctx = enterAccount(platform, account);
    const allowed = authorize(ctx, "espalier:ReportResource", reportedResource(told.arn));
    return { allowed, told, within: (work) => withTransaction(allowed, work) };
  });
  const known = reports.filter((report) => report !== undefined);
  const outcomes = new Map<Told, Outcome>();
  for (const ofAccount of Map.groupBy(known, ({ allowed }) => allowed.accountId).values()) {
    const stored = await storeReports(ofAccount);
    for (const [at, report] of ofAccount.entries()) outcomes.set(report, stored[at] as Outcome);
  }
  const nobodys = () => new DomainError("not-found", "account", { reason: "unknownAccount" });
  return reports.map((report) => (report && outcomes.get(report)) ?? nobodys());
}
