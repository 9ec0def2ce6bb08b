import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning } from "@/examples/instance-service/processes";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { createServiceEndpoint } from "@/lib/domain/webhooks/create-service-endpoint";
import { deleteServiceEndpoint } from "@/lib/domain/webhooks/delete-service-endpoint";
import { CreateServiceEndpointInput, orderEvents } from "@/lib/domain/webhooks/schema";
import { buildOperator } from "./build-context";
import { freePort, type StartedProcess, startNode, untilAnswered } from "./start-processes";
import { uniqueName } from "./unique-name";

const host = buildOperator({ host: true });
/** The example service as a stranger would set it up: a key, a webhook, a process of its own on its public interfaces. */
export async function buildInstanceService(espalierOrigin: string) {
  const folder = mkdtempSync(join(tmpdir(), "espalier-instances-"));
  const port = await freePort();
  const name = uniqueName("instances");
  const scopes = ["signatures:verify", "usage:write", "resources:write"] as const;
  const { token } = await createServiceKey(host, { name, services: ["compute"], scopes: [...scopes] });
  const url = `http://127.0.0.1:${port}/webhooks`;
  const input = CreateServiceEndpointInput.parse({ name, url, events: orderEvents, isPrivate: true });
  const { id: endpointId, secret } = await createServiceEndpoint(host, input);
  const stateFile = join(folder, "instances.json");
  const environment = {
    ESPALIER_ORIGIN: espalierOrigin,
    ESPALIER_SERVICE_KEY: token,
    WEBHOOK_SECRETS: secret,
    PORT: String(port),
    STATE_FILE: stateFile,
    METER_SECONDS: "1",
  };
  const instances = (): { id: string; pid: number | null }[] => JSON.parse(readFileSync(stateFile, "utf8")).instances;
  return {
    port,
    name,
    start: async (): Promise<StartedProcess> => {
      const started = startNode(["--conditions=espalier-source", "examples/instance-service/main.ts"], environment);
      await untilAnswered(`http://127.0.0.1:${port}/livez`, started);
      return started;
    },
    /** The process number of what really runs there; null where nothing does. */
    processOf: async (id: string): Promise<number | null> => {
      const pid = instances().find((one) => one.id === id)?.pid ?? null;
      return pid !== null && (await isRunning(pid, id)) ? pid : null;
    },
    close: async () => {
      await deleteServiceEndpoint(host, { id: endpointId });
      for (const { pid, id } of instances()) {
        if (pid !== null && (await isRunning(pid, id))) process.kill(-pid, "SIGKILL");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
