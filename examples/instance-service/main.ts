import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { EspalierClient } from "@espalier/platform-client/client";
import { Fleet } from "./fleet.ts";
import { log } from "./log.ts";
import { Reports } from "./reports.ts";
import { createService } from "./server.ts";
import { readSettings } from "./settings.ts";
import { Store } from "./store.ts";

const roundMs = 1_000;
const farewellMs = 3_000;

const settings = readSettings();
const store = new Store(settings.stateFile);
const client = new EspalierClient(settings.espalier);
const fleet = new Fleet(store, settings);
const reports = new Reports({ client, store, fleet });

await fleet.adopt();

const stopping = new AbortController();
process.once("SIGTERM", () => stopping.abort()).once("SIGINT", () => stopping.abort());

let waking = new AbortController();
const server = createService({ client, fleet, settings, wake: () => waking.abort() });
server.listen(settings.port, settings.host);
await once(server, "listening");
if (process.stderr.isTTY) log(`instances are served on http://${settings.host}:${settings.port}`);

while (!stopping.signal.aborted) {
  waking = new AbortController();
  await fleet.carryOut().catch((error) => log(`an instance resists: ${error}`));
  const isToBeCarriedOut = await reports.tell();
  if (isToBeCarriedOut) continue;
  await sleep(roundMs, undefined, { signal: AbortSignal.any([waking.signal, stopping.signal]) }).catch(() => undefined);
}

server.close();
server.closeAllConnections();
if (settings.endWithService) await fleet.stopAll();
await Promise.race([sayFarewell(), sleep(farewellMs)]);
store.save();
process.exit();

/** What does not arrive now is told at the next start. */
async function sayFarewell(): Promise<void> {
  await Promise.allSettled([reports.tell(), reports.close()]);
}
