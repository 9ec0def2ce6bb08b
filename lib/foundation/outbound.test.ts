import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, isIP } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { selfSignedCertificate } from "@/tests/support/self-signed-certificate";
import { outboundClient } from "./outbound";
import { runInsideTransaction } from "./outside-transaction";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const serve = async (answer: RequestListener) => `http://127.0.0.1:${await listen(createServer(answer))}/send`;
const request = { headers: { "content-type": "application/json" }, body: '{"a":"ä"}' };
const local = { hosts: ["127.0.0.1"] };

test("posts the body with its headers and returns status and text", async () => {
  const url = await serve((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method, headers } = incoming;
      response.statusCode = 202;
      response.end(`${method} ${headers["content-type"]} ${headers["content-length"]} ${Buffer.concat(chunks)}`);
    });
  });
  const { status, body } = await outboundClient(local).post(url, request);
  expect(status).toBe(202);
  expect(body).toBe('POST application/json 10 {"a":"ä"}');
});

describe("is refused before anything is sent", () => {
  test("a host that is not configured", async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      response.end();
    });
    await expect(outboundClient({ hosts: ["sms.test"] }).post(url, request)).rejects.toMatchObject({ reason: "host" });
    expect(calls).toBe(0);
  });

  test.each(["http://sms.test/", "http://10.0.0.1/", "ftp://127.0.0.1/"])("%s, which is not encrypted", async (url) => {
    const { hostname } = new URL(url);
    await expect(outboundClient({ hosts: [hostname] }).post(url, request)).rejects.toMatchObject({ reason: "host" });
  });

  test.each([
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://0x0a000001/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[::]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[2002:a00:1::]/",
  ])("%s, which is no public address", async (url) => {
    const { hostname } = new URL(url);
    await expect(outboundClient({ hosts: [hostname] }).post(url, request)).rejects.toMatchObject({ reason: "address" });
  });

  test.each([[["127.0.0.1"]], [["10.1.2.3"]], [["169.254.169.254"]], [["::1"]], [["203.0.114.9", "10.1.2.3"]]])(
    "a name of which one address is not public: %j",
    async (addresses) => {
      const port = await listen(createServer((_, response) => response.end("reached")));
      const client = outboundClient({
        hosts: ["sms.test"],
        resolve: (_, __, answer) =>
          answer(
            null,
            addresses.map((address) => ({ address, family: isIP(address) })),
          ),
      });
      await expect(client.post(`https://sms.test:${port}/`, request)).rejects.toMatchObject({ reason: "address" });
    },
  );

  test("the metadata address, even where private addresses are allowed", async () => {
    const rules = { hosts: ["169.254.169.254"], privateHosts: ["169.254.169.254"] };
    await expect(outboundClient(rules).post("https://169.254.169.254/", request)).rejects.toMatchObject({
      reason: "address",
    });
  });

  test("a call inside a database transaction", async () => {
    const url = await serve((_, response) => response.end());
    await expect(runInsideTransaction(() => outboundClient(local).post(url, request))).rejects.toThrow("transaction");
  });
});

test("a private address is called where the host is allowed to have one", async () => {
  const rules = { hosts: ["10.255.255.1"], privateHosts: ["10.255.255.1"], limits: { milliseconds: 200 } };
  const refused = outboundClient(rules).post("https://10.255.255.1/", request);
  await expect(refused).rejects.toMatchObject({ reason: expect.stringMatching(/^(timeout|connection)$/) });
});

test("this machine is called where its own name is configured", async () => {
  const port = await listen(createServer((_, response) => response.end("here")));
  const client = outboundClient({ hosts: ["localhost"] });
  expect(await client.post(`http://localhost:${port}/`, request)).toEqual({ status: 200, body: "here" });
});

test("a redirect is not followed", async () => {
  let followed = 0;
  const elsewhere = await serve((_, response) => {
    followed += 1;
    response.end();
  });
  const url = await serve((_, response) => response.writeHead(307, { location: elsewhere }).end());
  await expect(outboundClient(local).post(url, request)).rejects.toMatchObject({ reason: "redirect" });
  expect(followed).toBe(0);
});

test("an answer that is too long is cut off", async () => {
  const url = await serve((_, response) => {
    const more = () => response.write("x".repeat(10_000), () => setImmediate(more));
    more();
  });
  await expect(outboundClient(local).post(url, request)).rejects.toMatchObject({ reason: "too-large" });
});

test.each(["before the answer", "within the answer"])("a server that falls silent %s is given up", async (when) => {
  const url = await serve((_, response) => {
    if (when === "within the answer") response.writeHead(200).write("half");
  });
  const begun = performance.now();
  const client = outboundClient({ ...local, limits: { milliseconds: 200 } });
  await expect(client.post(url, request)).rejects.toMatchObject({ reason: "timeout" });
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("a certificate that nobody vouches for is refused", async () => {
  const { certificate, key } = selfSignedCertificate("localhost");
  const port = await listen(createTlsServer({ cert: certificate, key }, (_, response) => response.end("never")));
  const refused = outboundClient({ hosts: ["localhost"] }).post(`https://localhost:${port}/`, request);
  await expect(refused).rejects.toMatchObject({ reason: "connection", cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" } });
});

test("a host that keeps failing is left in peace, then tried again", async () => {
  let calls = 0;
  let healthy = false;
  const url = await serve((_, response) => {
    calls += 1;
    response.writeHead(healthy ? 200 : 503).end();
  });
  const client = outboundClient({ ...local, limits: { breakerFailures: 3, breakerMilliseconds: 150 } });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(client.post(url, request)).rejects.toMatchObject({ reason: "connection" });
  }
  await expect(client.post(url, request)).rejects.toMatchObject({ reason: "resting" });
  expect(calls).toBe(3);
  healthy = true;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await client.post(url, request)).toMatchObject({ status: 200 });
});
