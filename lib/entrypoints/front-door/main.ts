import "server-only";
import { parseArgs } from "node:util";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { ramApi } from "@/lib/entrypoints/ram-api/ram-api";
import { env } from "@/lib/foundation/env";
import { logger } from "@/lib/foundation/logger";
import { readiness } from "@/lib/foundation/readiness";
import { createDoor } from "./create-door";
import { policyReports } from "./policy-reports";

const { values } = parseArgs({
  options: { "web-port": { type: "string" }, "allow-upgrades": { type: "boolean", default: false } },
});
const { origin, trustedProxies, doorToken, host, port } = env();
if (doorToken === undefined) throw new Error("ESPALIER_DOOR_TOKEN is not set: bin/serve.ts starts the front door.");

const door = createDoor({
  origin,
  trustedProxies,
  doorToken,
  webPort: Number(values["web-port"]),
  readiness,
  machines: [ramApi, platformApi, policyReports()],
  allowUpgrades: values["allow-upgrades"],
});

process.on("uncaughtException", (error) => {
  logger.fatal({ err: error }, "the front door stops");
  process.exit(1);
});
process.once("SIGTERM", () => {
  // Only a load balancer looks at /readyz before it sends the next request.
  const lingerMs = trustedProxies > 0 ? 5_000 : 0;
  door.drain({ lingerMs, drainMs: 25_000 }).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
door.server.listen({ host, port });
