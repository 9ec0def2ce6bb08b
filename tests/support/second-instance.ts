import { keepProcess } from "@/lib/entrypoints/supervisor/keep-process";
import { findPrivatePort } from "@/lib/entrypoints/supervisor/ports";
import { planProcesses } from "@/lib/entrypoints/supervisor/process-plans";
import { waitUntilReady } from "@/lib/entrypoints/supervisor/wait-until-ready";
import type { MakerCommands } from "./start-maker";

const host = "127.0.0.1";

/**
 * Door and pages once more, as another machine runs them on the same database and secrets; they leave with the process
 * that calls this.
 */
export function instanceCommands(databaseUrl: string): Pick<MakerCommands, "secondInstance"> {
  return {
    async secondInstance() {
      const [port, webPort] = [await findPrivatePort(), await findPrivatePort()];
      const origin = `http://${host}:${port}`;
      const environment = {
        ...process.env,
        ...{ NODE_ENV: "production" as const, DATABASE_URL: databaseUrl, ESPALIER_TRUSTED_PROXIES: "1" },
        ...{ HOST: host, PORT: String(port), ESPALIER_ORIGIN: origin, NEXTAUTH_URL: origin },
      };
      const [door, web] = planProcesses("start", environment, webPort);
      for (const plan of [door, web]) keepProcess(plan);
      await waitUntilReady(host, port, AbortSignal.timeout(60_000));
      return { origin };
    },
  };
}
