import { once } from "node:events";
import { type RequestListener, request } from "node:http";
import { connect } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { MachineDoor } from "@/lib/foundation/machine-door";
import { ask, openDoor } from "@/tests/support/open-door";

/** The first line of the answer to these very bytes. */
async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  const answer = await text(socket);
  return answer.split("\r\n", 1)[0] ?? "";
}

const echoHeaders: RequestListener = (incoming, outgoing) => {
  outgoing.end(JSON.stringify({ url: incoming.url, ...incoming.headers }));
};

test("headers only the door may set are replaced or dropped, and Host stays", async () => {
  const { port } = await openDoor(echoHeaders);
  const forged = {
    host: "console.example.com",
    "x-forwarded-for": "198.51.100.1",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "1",
    forwarded: "for=198.51.100.1",
    "x-real-ip": "198.51.100.1",
    "x-espalier-door": "forged",
    "x-espalier-anything": "forged",
    "x-middleware-subrequest": "middleware",
    "x-nonce": "forged",
    "next-resume": "1",
    "content-security-policy": "script-src 'nonce-forged'",
    cookie: "kept=1",
  };
  const seen = JSON.parse((await ask(port, "/a?b=%2F..", { headers: forged })).body);
  expect(seen).toEqual({
    url: "/a?b=%2F..",
    host: "console.example.com",
    cookie: "kept=1",
    connection: "keep-alive",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-host": "console.example.com",
    "x-forwarded-proto": "http",
    "x-espalier-door": "the-door-token",
  });
});

test("behind a trusted proxy the pages learn the client's address and https", async () => {
  const { port } = await openDoor(echoHeaders, { trustedProxies: 1, origin: "https://console.example.com" });
  const { body } = await ask(port, "/", { headers: { "x-forwarded-for": "203.0.113.9, 198.51.100.1" } });
  expect(JSON.parse(body)).toMatchObject({ "x-forwarded-for": "198.51.100.1", "x-forwarded-proto": "https" });
});

test("what a machine API accepts is its own to answer, with the same security headers, and no page sees it", async () => {
  let isReached = false;
  const machine: MachineDoor = {
    accepts: ({ headers }) => headers["x-machine"] === "1",
    answer: async (request, response) => {
      response.writeHead(200, { "x-frame-options": "own" }).end(`${request.url} ${await text(request)}`);
    },
  };
  const pages: RequestListener = (_, outgoing) => {
    isReached = true;
    outgoing.end();
  };
  const { port } = await openDoor(pages, { machines: [machine] });
  const long = `/?x=${"%E4%B8%AD".repeat(4_000)}`;
  const answer = await ask(port, long, { method: "POST", headers: { "x-machine": "1" }, body: Buffer.from("body") });
  expect(answer).toMatchObject({ status: 200, body: `${long} body` });
  expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "own" });
  expect(isReached).toBe(false);
  expect((await ask(port, long)).status).toBe(431);
  expect(isReached).toBe(false);
});

test("bodies pass through whole, both ways, whatever their framing", async () => {
  const { port } = await openDoor(async (incoming, outgoing) => void outgoing.end(await buffer(incoming)));
  const body = Buffer.alloc(300_000, "espalier");
  for (const headers of [{ "content-length": String(body.length) }, { "transfer-encoding": "chunked" }]) {
    const answer = await ask(port, "/", { method: "POST", headers, body });
    expect(answer.body).toBe(body.toString());
  }
});

test("a body larger than any form is refused in words and never reaches the pages", async () => {
  let reached = 0;
  const { port } = await openDoor((_, outgoing) => {
    reached++;
    outgoing.end();
  });
  const body = Buffer.alloc(6 * 2 ** 20 + 1);
  const answer = await ask(port, "/", { method: "POST", headers: { "content-length": String(body.length) }, body });
  expect(answer.status).toBe(413);
  expect(answer.body).toContain("Go back and choose a smaller file");
  expect(reached).toBe(0);
});

test("an answer's first bytes arrive before its last are written", async () => {
  let finish = () => {};
  const { port } = await openDoor((_, outgoing) => {
    outgoing.write("first");
    finish = () => outgoing.end("last");
  });
  const outgoing = request({ host: "127.0.0.1", port, agent: false }).end();
  const [answer] = await once(outgoing, "response");
  const [first] = await once(answer, "data");
  expect(String(first)).toBe("first");
  finish();
  expect(await text(answer)).toBe("last");
});

test("no answer leaves without the security headers, and the pages' own policy is kept", async () => {
  const { port, web } = await openDoor((incoming, outgoing) => {
    if (incoming.url === "/own") outgoing.setHeader("Content-Security-Policy", "script-src 'self'");
    outgoing.setHeader("X-Powered-By", "someone").end();
  });
  const floor = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": expect.stringContaining("camera=()"),
    "content-security-policy": expect.stringMatching(/^default-src 'none'; frame-ancestors 'none'/),
  };
  for (const path of ["/", "/livez", "/readyz"]) expect((await ask(port, path)).headers).toMatchObject(floor);
  const own = await ask(port, "/own");
  expect(own.headers).toMatchObject({ ...floor, "content-security-policy": "script-src 'self'" });
  expect(own.headers).not.toHaveProperty("x-powered-by");
  expect(own.headers).not.toHaveProperty("strict-transport-security");
  web.close();
  web.closeAllConnections();
  expect((await ask(port, "/")).headers).toMatchObject(floor);
});

test("over https, browsers are told to stay there", async () => {
  const { port } = await openDoor(echoHeaders, { origin: "https://console.example.com" });
  expect((await ask(port, "/livez")).headers["strict-transport-security"]).toMatch(/^max-age=\d{8}/);
});

test("while the pages are away: 503, calm, in both languages, never cached; health still answers", async () => {
  const { port, web } = await openDoor(echoHeaders);
  web.close();
  const away = await ask(port, "/anything", { method: "POST", body: Buffer.alloc(100_000) });
  expect(away.status).toBe(503);
  expect(away.headers).toMatchObject({ "cache-control": "no-store", "retry-after": "5" });
  expect(away.body).toMatch(/lang="en".*lang="zh-CN"/s);
  expect((await ask(port, "/livez")).status).toBe(200);
});

test("pages that die in the middle of an answer cut it off, and never pass for whole", async () => {
  const { port } = await openDoor((_, outgoing) => {
    outgoing.writeHead(200, { "content-length": "100" });
    outgoing.write("half", () => outgoing.destroy());
  });
  await expect(ask(port, "/")).rejects.toThrow("aborted");
});

test("/readyz says ready or the one word that is wrong; /livez asks nobody", async () => {
  let state = { ready: true, word: "ready" };
  const { port } = await openDoor(echoHeaders, { readiness: async () => state });
  expect(await ask(port, "/readyz")).toMatchObject({ status: 200, body: "ready\n" });
  state = { ready: false, word: "database" };
  expect(await ask(port, "/readyz?x")).toMatchObject({ status: 503, body: "database\n" });
  expect(await ask(port, "/livez", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  expect(await ask(port, "/livez", { method: "POST" })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
});

test.each([
  ["CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", 405],
  ["TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405],
  ["an upgrade", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 400],
  ["an absolute target", "GET http://evil.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400],
  ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400],
  [
    "a length and chunks",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
  ],
  ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  ["too many header bytes", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(70_000)}\r\n\r\n`, 431],
])("%s is refused before the pages see it", async (_, bytes, status) => {
  let isReached = false;
  const { port } = await openDoor((_incoming, outgoing) => {
    isReached = true;
    outgoing.end();
  });
  expect(await sendBytes(port, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(isReached).toBe(false);
});

test("in development Next's own sockets pass, and no others", async () => {
  const { port, web } = await openDoor(echoHeaders, { allowUpgrades: true });
  web.on("upgrade", (_, socket) =>
    socket.end("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
  );
  const upgradeTo = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n`;
  expect(await sendBytes(port, upgradeTo("/_next/hmr"))).toMatch(/^HTTP\/1.1 101 /);
  expect(await sendBytes(port, upgradeTo("/login"))).toMatch(/^HTTP\/1.1 400 /);
});

test("draining lets a running request finish, refuses new ones and is over as soon as it is", async () => {
  let finish = () => {};
  const reached = Promise.withResolvers<void>();
  const { door, port } = await openDoor((_, outgoing) => {
    finish = () => outgoing.end("done");
    reached.resolve();
  });
  const running = ask(port, "/");
  await reached.promise;
  const drained = door.drain({ lingerMs: 0, drainMs: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(ask(port, "/livez")).rejects.toThrow("ECONNREFUSED");
  finish();
  expect(await running).toMatchObject({ status: 200, body: "done", headers: { connection: "close" } });
  await drained;
});

test("while it lingers for the load balancer, the door says draining and still serves", async () => {
  const { door, port } = await openDoor(echoHeaders);
  const drained = door.drain({ lingerMs: 300, drainMs: 1_000 });
  expect(await ask(port, "/readyz")).toMatchObject({ status: 503, body: "draining\n" });
  expect((await ask(port, "/")).status).toBe(200);
  await drained;
});

test("a request that never ends does not keep the door from closing", async () => {
  const { door, port } = await openDoor(() => {});
  const running = ask(port, "/").catch((error: Error) => error);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await door.drain({ lingerMs: 0, drainMs: 100 });
  expect(await running).toBeInstanceOf(Error);
});

test("a page that failed because the database is away answers 503, one that failed by itself stays 500", async () => {
  const failing: RequestListener = (_incoming, outgoing) => {
    outgoing.writeHead(500, { "set-cookie": "espalier-session=; Max-Age=0" }).end("internal");
  };
  const away = await openDoor(failing, { readiness: async () => ({ ready: false, word: "database" }) });
  const answer = await ask(away.port, "/home");
  expect(answer.status).toBe(503);
  expect(answer.headers["retry-after"]).toBe("5");
  expect(answer.headers["set-cookie"]).toBeUndefined();
  const faulty = await openDoor(failing);
  expect((await ask(faulty.port, "/home")).status).toBe(500);
});

test("a refused page is drawn in full under its own status and request id, for documents only", async () => {
  const asked: (string | undefined)[] = [];
  const pages: RequestListener = (incoming, outgoing) => {
    asked.push(`${incoming.url} ${incoming.headers["x-espalier-refused-request"] ?? ""}`);
    const status = incoming.url === "/-" ? 404 : 403;
    outgoing.writeHead(status, { "content-type": "text/html; charset=utf-8", "x-request-id": "the-id" });
    outgoing.end(incoming.url === "/-" ? "the words" : "");
  };
  const { port } = await openDoor(pages);
  expect(await ask(port, "/sub-accounts")).toMatchObject({ status: 403, body: "the words" });
  expect(asked).toEqual(["/sub-accounts ", "/- the-id"]);
  expect(await ask(port, "/sub-accounts", { headers: { rsc: "1" } })).toMatchObject({ status: 403, body: "" });
  expect(await ask(port, "/sub-accounts", { method: "POST", body: Buffer.from("x") })).toMatchObject({ body: "" });
});
