import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { createDoor, type DoorOptions } from "@/lib/entrypoints/front-door/create-door";

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** A front door before these pages, for one test. */
export async function openDoor(pages: RequestListener, options: Partial<DoorOptions> = {}) {
  const web = createServer(pages);
  const door = createDoor({
    origin: "http://127.0.0.1:3000",
    trustedProxies: 0,
    doorToken: "the-door-token",
    webPort: await listen(web),
    readiness: async () => ({ ready: true, word: "ready" }),
    machines: [],
    allowUpgrades: false,
    ...options,
  });
  return { door, web, port: await listen(door.server) };
}

export async function ask(
  port: number,
  path: string,
  init: { method?: string; headers?: IncomingHttpHeaders; body?: Buffer } = {},
) {
  const { method = "GET", headers = {}, body } = init;
  const outgoing = request({ host: "127.0.0.1", port, path, method, headers, agent: false });
  outgoing.end(body);
  const [answer] = await once(outgoing, "response");
  return {
    status: answer.statusCode as number,
    headers: answer.headers as IncomingHttpHeaders,
    body: await text(answer),
  };
}
