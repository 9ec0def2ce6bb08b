import "server-only";
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { type Duplex, Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createProxyServer, proxyUpgrade } from "httpxy";
import { logger } from "@/lib/foundation/logger";
import type { MachineDoor } from "@/lib/foundation/machine-door";
import { forwardedHeaders } from "./forwarded-headers";
import { headerFloor } from "./header-floor";
import { healthRoutes } from "./health-routes";
import { ownPage } from "./own-page";
import { findRoute } from "./routes";

export interface DoorOptions {
  origin: string;
  trustedProxies: number;
  doorToken: string;
  webPort: number;
  readiness: () => Promise<{ ready: boolean; word: string }>;
  /** The machine APIs, asked in their order: what one accepts never reaches the pages. */
  machines: readonly MachineDoor[];
  /** Next's development server speaks to its pages over a websocket; nothing else may upgrade. */
  allowUpgrades: boolean;
}

export interface Door {
  server: Server;
  /** Says not ready, stops accepting, and resolves when running requests are done or the patience is over. */
  drain(patience: { lingerMs: number; drainMs: number }): Promise<void>;
}

/** The public listener: answers health itself and passes everything else to the pages' process, streaming both ways. */
export function createDoor(options: DoorOptions): Door {
  const floor = headerFloor(options.origin);
  let isDraining = false;
  const routes = healthRoutes({ readiness: options.readiness, isDraining: () => isDraining });
  const target = { host: "127.0.0.1", port: options.webPort };
  const proxy = createProxyServer({
    target,
    agent: new Agent({ keepAlive: true }),
    proxyTimeout: 120_000,
    selfHandleResponse: true,
  });
  const refused = new WeakMap<IncomingMessage, number>();
  proxy.on("proxyRes", (answer, request, response) => {
    relay(answer, request, response as ServerResponse).catch(() => response.destroy());
  });

  /** A page cannot choose its status when the database went away under it: the door tells that from a fault of ours. */
  async function relay(answer: IncomingMessage, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (answer.statusCode === 500 && !(await options.readiness()).ready) {
      answer.resume();
      return send(response, awayPage());
    }
    if (!refused.has(request) && isRefusedPage(request, answer)) {
      refused.set(request, answer.statusCode ?? 404);
      answer.resume();
      request.url = refusalPath;
      request.headers["x-espalier-refused-request"] = String(answer.headers["x-request-id"] ?? "");
      // The request was read to its end, which a GET reaches at once: it has no body to send again.
      return void (await proxy.web(request, response, { buffer: Readable.from([]) }));
    }
    answer.statusCode = refused.get(request) ?? answer.statusCode;
    for (const [name, value] of floor) answer.headers[name.toLowerCase()] ??= value;
    for (const name of hopByHop) delete answer.headers[name];
    if (isDraining) answer.headers.connection = "close";
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    if (method === "TRACE") return send(response, plain(405, { Allow: "GET, HEAD, POST, PUT, PATCH, DELETE" }));
    if (!url.startsWith("/")) return send(response, plain(400));
    const machine = options.machines.find((one) => one.accepts(request));
    if (machine) {
      for (const [name, value] of floor) response.setHeader(name, value);
      if (isDraining) response.setHeader("Connection", "close");
      return machine.answer(request, response);
    }
    if (headerBytesOf(request) > pageHeaderBytesMax) return send(response, plain(431));
    const route = findRoute(routes, url);
    if (!route && Number(request.headers["content-length"] ?? 0) > bodyBytesMax) {
      // Read and dropped first: a browser that is still sending does not see an answer. `requestTimeout` bounds it.
      await finished(request.resume()).catch(() => response.destroy());
      return send(response, ownPage("tooLarge", 413));
    }
    if (!route) return pass(request, response);
    if (!route.methods.includes(method)) return send(response, plain(405, { Allow: route.methods.join(", ") }));
    return send(response, await route.answer(new Request(new URL(url, options.origin), { method })));
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.headers = forwardedHeaders(request.headers, request.socket.remoteAddress ?? "", options);
    try {
      await proxy.web(request, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else if (!response.destroyed) await send(response, awayPage());
      logger.warn({ err: error }, "the pages' process did not answer");
    }
  }

  async function send(response: ServerResponse, own: Response): Promise<void> {
    for (const [name, value] of floor) response.setHeader(name, value);
    for (const [name, value] of own.headers) response.setHeader(name, value);
    if (isDraining) response.setHeader("Connection", "close");
    const body = Buffer.from(await own.arrayBuffer());
    response.writeHead(own.status, { "Content-Length": body.length }).end(body);
  }

  /** For what Node hands over as a bare socket. */
  function sendRaw(socket: Duplex, status: number): void {
    if (socket.destroyed || !socket.writable) return;
    const head = [...floor, ["Connection", "close"], ["Content-Length", "0"]].map((header) => header.join(": "));
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join("\r\n")}\r\n\r\n`);
  }

  const server = createServer(
    { maxHeaderSize: 65_536, headersTimeout: 20_000, requestTimeout: 180_000, keepAliveTimeout: 75_000 },
    (request, response) => {
      answer(request, response).catch((error) => {
        logger.error({ err: error }, "the front door could not answer");
        response.destroy();
      });
    },
  );
  server.on("connect", (_request, socket) => sendRaw(socket, 405));
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (!options.allowUpgrades || !request.url?.startsWith("/_next/")) return sendRaw(socket, 400);
    request.headers = { ...request.headers, "x-espalier-door": options.doorToken };
    proxyUpgrade(target, request, socket, head).catch(() => socket.destroy());
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    sendRaw(socket, clientFaults[error.code ?? ""] ?? 400),
  );

  return {
    server,
    async drain({ lingerMs, drainMs }) {
      isDraining = true;
      await sleep(lingerMs);
      const closed = new Promise((resolve) => server.close(resolve));
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const patience = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(patience);
    },
  };
}

/** The largest form is one document with its envelope; the pages' own limit is the same (next.config.ts). */
const bodyBytesMax = 6 * 2 ** 20;

/** RAM clients put whole policy documents into the address; a browser's request is never that long. */
const pageHeaderBytesMax = 16_384;

function headerBytesOf({ url = "", rawHeaders }: IncomingMessage): number {
  return rawHeaders.reduce((sum, text) => sum + text.length, url.length);
}

/** While the pages' process is away. */
const awayPage = () => ownPage("away", 503, { "Retry-After": "5" });

/** No page has this address (`paths.refusal`), so Next draws `app/not-found.tsx` for it, whole. */
const refusalPath = "/-";

/**
 * A page that throws `notFound()` or `forbidden()` leaves Next with an empty document that only scripts can fill. Without
 * them there would be nothing to read, so the words are asked for at an address that is drawn in full.
 */
function isRefusedPage({ method, headers }: IncomingMessage, answer: IncomingMessage): boolean {
  if (answer.statusCode !== 403 && answer.statusCode !== 404) return false;
  if (method !== "GET" || headers.rsc !== undefined) return false;
  return answer.headers["content-type"]?.startsWith("text/html") ?? false;
}

const hopByHop = ["connection", "keep-alive", "transfer-encoding", "x-powered-by"];

const clientFaults: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

function plain(status: number, headers: Record<string, string> = {}): Response {
  return new Response(`${STATUS_CODES[status]}\n`, { status, headers });
}
