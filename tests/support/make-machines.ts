import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { listResources } from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { freshlyProved } from "./build-context";
import { arnOf, buildService, report } from "./build-resource";
import { buildServer, letIn } from "./build-server";
import { buildServiceEndpoint, buildWebhook } from "./build-webhook";
import type { MakerCommands } from "./start-maker";

const inside = async (account: string) => enterAccount(hostContext(), await getAccountByName(hostContext(), account));

/** What machines have in an account: servers, resources of services, and whom events are sent to. */
export const machineCommands: Pick<MakerCommands, "server" | "resource" | "webhook" | "serviceEndpoint"> = {
  async server({ account, name, group, ofPlatform }) {
    const ctx = await inside(account);
    const actor = { type: "root-user", sessionId: null, name: `root@${account}.test` } as const;
    const manager = ofPlatform ? ctx : { ...ctx, ...freshlyProved, actor };
    await buildServer(manager, name);
    await letIn(manager, name, { groupName: group ?? "", networks: "10.0.0.0/8, 2001:db8::/32" });
    return {};
  },

  async resource({ account, subAccount, name }) {
    const ctx = await inside(account);
    const arn = arnOf(ctx, name);
    await report(buildService(), arn, { subAccount, labels: { team: "vision" } });
    const [row] = (await listResources(ctx, ResourceFilter.parse({ q: arn }))).rows;
    return { id: String(row?.id) };
  },

  async webhook({ account, tested }) {
    const actor = { type: "root-user", sessionId: null, name: `root@${account}.test` } as const;
    const { id } = await buildWebhook({ ...(await inside(account)), actor }, { tested: tested ?? false });
    return { id };
  },

  async serviceEndpoint({ name }) {
    const { id } = await buildServiceEndpoint(hostContext(), { name });
    return { id };
  },
};
