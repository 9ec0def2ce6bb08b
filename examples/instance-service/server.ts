import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { EspalierClient } from "@espalier/platform-client/client";
import { verifyWebhook, WebhookRefused } from "@espalier/platform-client/webhooks";
import { orderOf } from "@espalier/platform-client/workspace-orders";
import { actions } from "./actions.ts";
import { admit } from "./admit.ts";
import type { Fleet } from "./fleet.ts";
import { log } from "./log.ts";
import { Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";

const bodyBytesMax = 64 * 1024;

interface Parts {
  client: EspalierClient;
  fleet: Fleet;
  settings: Settings;
  /** Something is to be told to Espalier. */
  wake: () => void;
}

/** Two doors: `/` for the signed calls of sub-accounts, `/webhooks` for Espalier. */
export function createService(parts: Parts): Server {
  return createServer(async (request, response) => {
    const requestId = randomUUID();
    try {
      const body = await readBody(request);
      const [path] = targetOf(request);
      if (path === "/webhooks" && request.method === "POST") {
        takeWebhook(parts, request, body);
        response.writeHead(204).end();
      } else if (path === "/") {
        send(response, 200, { RequestId: requestId, ...(await answer(parts, request, body)) });
      } else {
        throw new Refusal(404, "InvalidPath.NotFound", "Calls go to /.");
      }
    } catch (error) {
      const known = error instanceof Refusal ? error : new Refusal(500, "InternalError", "This is our fault.");
      if (known !== error) log(`${requestId} failed: ${error instanceof Error ? error.stack : error}`);
      const { status, code, message } = known;
      send(response, status, { RequestId: requestId, HostId: request.headers.host, Code: code, Message: message });
    }
  });
}

async function answer({ client, fleet, settings, wake }: Parts, request: IncomingMessage, body: Buffer) {
  const parameters = parametersOf(request, body);
  const name = String(request.headers["x-acs-action"] ?? parameters.get("Action") ?? "");
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw new Refusal(404, "InvalidAction.NotFound", "There is no such action.");
  const { service, region } = settings;
  const resource = `acs:${service}:${region}::instance/${action.target(parameters)}`;
  const asked = { action: `${service}:${name}`, resource, costs: action.costs };
  const owner = await admit(client, { request, body }, asked);
  const told = action.answer(fleet, owner, parameters);
  await fleet.carryOut(owner);
  wake();
  return told;
}

/** Answered when the order is written down: from then on it is carried out, whatever becomes of this process. */
function takeWebhook({ fleet, settings, wake }: Parts, request: IncomingMessage, body: Buffer): void {
  const order = readOrder(settings, request, body);
  if (!order || !fleet.heed(order)) return;
  fleet.carryOut(order).then(wake, (error: unknown) => log(`an order is carried out later: ${error}`));
}

function readOrder({ webhookSecrets: secrets }: Settings, { headers }: IncomingMessage, body: Buffer) {
  try {
    return orderOf(verifyWebhook({ headers, body, secrets }));
  } catch (error) {
    if (error instanceof WebhookRefused) throw new Refusal(400, "InvalidWebhook", error.message);
    throw error;
  }
}

/** In the query or in a form, as SDKs send them; one that is given twice is refused, for only one could be meant. */
function parametersOf(request: IncomingMessage, body: Buffer): Map<string, string> {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const [, query] = targetOf(request);
  const parameters = new Map<string, string>();
  for (const [name, value] of [...new URLSearchParams(query), ...new URLSearchParams(isForm ? body.toString() : "")]) {
    if (parameters.has(name)) throw new Refusal(400, "InvalidParameter", "A parameter is given twice.");
    parameters.set(name, value);
  }
  return parameters;
}

function targetOf({ url = "/" }: IncomingMessage): [path: string, query: string] {
  const [path = "/", query = ""] = url.split("?", 2);
  return [path, query];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyBytesMax) throw new Refusal(413, "RequestTooLarge", "The body is too large.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
