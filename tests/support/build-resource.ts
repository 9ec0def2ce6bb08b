import { actorKeyOf, type Context, type PlatformContext } from "@/lib/authorization/context";
import { servicePolicies } from "@/lib/authorization/service-scopes";
import { reportResource } from "@/lib/domain/resources/report-resource";
import { ReportResourceInput } from "@/lib/domain/resources/schema";
import { newId, newServiceKeyId } from "@/lib/foundation/ids";
import { buildAccount } from "./build-account";
import { buildStranger } from "./build-context";
import { buildSubAccount } from "./build-sub-account";

/** A platform service by its key, for resources of the named services. */
export function buildService(services: readonly string[] = ["compute"]): PlatformContext {
  const actor = {
    type: "service",
    serviceKeyId: newServiceKeyId(),
    services,
    sessionId: null,
    name: "test-compute",
  } as const;
  const policies = servicePolicies(["resources:write", "usage:write", "authorize"], services);
  return buildStranger({ actor, actorKey: actorKeyOf(actor), policies });
}

export const arnOf = ({ account }: Context, name = newId().slice(-12)) =>
  `acs:compute:eu-1:${account.uid}:instance/${name}`;

/** What the service says of a resource of a sub-account; running, in its first version, where nothing else is told. */
export function report(service: PlatformContext, arn: string, told: { subAccount: string } & Record<string, unknown>) {
  const name = arn.split("/")[1];
  return reportResource(service, ReportResourceInput.parse({ arn, name, state: "running", version: 1, ...told }));
}

/** An account whose root user answers to no epoch, with sub-accounts. */
export async function accountWith(...names: string[]) {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const people: Context[] = [];
  for (const name of names) people.push(await buildSubAccount(root, { name }));
  return { root, people };
}
