import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { EspalierClient } from "@/integrations/typescript-client/client";
import { signedRequestOf } from "@/integrations/typescript-client/signed-request";
import { usageEvent, windowsOf } from "@/integrations/typescript-client/usage-events";
import { UsageReporter } from "@/integrations/typescript-client/usage-reporter";
import type { Context } from "@/lib/authorization/context";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildPrice } from "@/tests/support/build-usage";
import { openDoor } from "@/tests/support/open-door";
import { issueKey } from "@/tests/support/open-ram-api";
import { popClient } from "@/tests/support/ram-clients";
import { uniqueName } from "@/tests/support/unique-name";

const host = buildOperator({ host: true });

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A client with a key of its own before the real platform API, and an account with `ada` in it. */
async function open() {
  const { port } = await openDoor(() => undefined, { machines: [platformApi] });
  const scopes = ["signatures:verify", "authorize", "usage:write", "resources:write"] as const;
  const input = { name: uniqueName("svc"), services: ["compute"], scopes: [...scopes] };
  const { token: serviceKey } = await createServiceKey(host, input);
  const client = new EspalierClient({ origin: `http://127.0.0.1:${port}`, serviceKey, attemptsMax: 1 });
  const root: Context = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  return { client, root, port, arn: `acs:compute:eu-1:${root.account.uid}:instance/i-1` };
}

/** A service that an SDK's call reaches, and what the client made of it. */
async function verifyOver(client: EspalierClient, key: { accessKeyId: string; secret: string }) {
  const verdicts: unknown[] = [];
  const port = await serve(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const signed = signedRequestOf(request, Buffer.concat(parts));
    const wish = { action: "compute:StartInstance", resource: "acs:compute:eu-1::instance/i-1" };
    verdicts.push(await client.verify(signed, { sourceIp: "127.0.0.1", ...wish }));
    response.setHeader("content-type", "application/json").end("{}");
  });
  await popClient({ port, key })("StartInstance", { InstanceId: "i 1/ä*" });
  return verdicts[0];
}

it("tells the key's service, and an unmodified SDK's caller with a decision about the signer's own account", async () => {
  const { client, root } = await open();
  expect(await client.service()).toMatchObject({ services: ["compute"] });
  const identity = { accountUid: root.account.uid, subAccount: "ada" };
  const verdict = await verifyOver(client, await issueKey(root, "ada"));
  expect(verdict).toMatchObject({ valid: true, identity, decision: { allowed: false, outcome: "implicit-deny" } });
});

it("asks for a sub-account that it knows, and learns of nobody else's account", async () => {
  const { client, root, arn } = await open();
  const of = { accountUid: root.account.uid, subAccount: "ada", sourceIp: "203.0.113.7" };
  const wish = { action: "compute:StartInstance", resource: arn };
  expect(await client.authorize({ ...of, ...wish })).toMatchObject({ allowed: false, by: null, spend: null });
  const other = client.authorize({ ...of, ...wish, resource: arn.replace(root.account.uid, "1".repeat(16)) });
  await expect(other).rejects.toMatchObject({ status: 404, code: "not-found", isTemporary: false });
});

it("registers, orders and retires a resource under its whole name", async () => {
  const { client, root, arn } = await open();
  const state = { subAccount: "ada", name: "i-1", state: "running", version: 1 } as const;
  expect(await client.putResource(arn, state)).toMatchObject({ status: "registered", workspace: { epoch: 0 } });
  await disableSubAccount(later(root, {}), { name: "ada", reason: "" });
  expect(await client.putResource(arn, state)).toMatchObject({
    status: "unchanged",
    workspace: { decided: "suspended", epoch: 1, reasons: ["disabled"] },
  });
  expect(await client.retireResource(arn, { subAccount: "ada", version: 2 })).toMatchObject({ status: "updated" });
  const many = [
    { arn: `${arn}-b`, ...state },
    { arn, state: "retired", subAccount: "ada", version: 2 } as const,
    { arn, ...state, subAccount: "nobody" },
  ];
  expect(await client.reportResources(many)).toMatchObject([
    { status: "registered", workspace: { epoch: 1 } },
    { status: "unchanged" },
    { status: "refused", code: "not-found" },
  ]);
  const gone = client.putResource(arn, { ...state, subAccount: "nobody" });
  await expect(gone).rejects.toMatchObject({ status: 404, code: "not-found" });
});

it("reports usage once, however often the same stretch is told", async () => {
  const { client, root, arn } = await open();
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;
  const windows = windowsOf({ start: new Date(hour - 10_400), end: new Date(hour + 5_900) });
  expect(windows.map(({ start, end }) => end.getTime() - start.getTime())).toEqual([11_000, 5_000]);
  const meter = await buildPrice();
  const owner = { source: "urn:test", meter, accountUid: root.account.uid, subAccount: "ada", resource: arn };
  const events = windows.map((window) => usageEvent({ ...owner, value: "7", window }));
  const strange = usageEvent({
    ...owner,
    subAccount: "nobody",
    value: "1",
    window: windows[0] ?? { start: new Date(), end: new Date() },
  });
  const verdicts = await client.reportUsage([...events, strange]);
  expect(verdicts.map(({ status }) => status)).toEqual(["accepted", "accepted", "quarantined"]);
  expect((await client.reportUsage(events)).map(({ status }) => status)).toEqual(["duplicate", "duplicate"]);
});

it("keeps usage while Espalier is away, within its bound, and gives it later", async () => {
  const { client, root, arn } = await open();
  const meter = await buildPrice();
  const at = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 60_000;
  const event = (second: number) => {
    const window = { start: new Date(at + second * 1000), end: new Date(at + second * 1000 + 1000) };
    const owner = { accountUid: root.account.uid, subAccount: "ada", resource: arn };
    return usageEvent({ source: "urn:test", meter, ...owner, value: "1", window });
  };
  let isAway = true;
  const settled: string[] = [];
  const reporter = new UsageReporter({
    send: async (events) => (isAway ? Promise.reject(new Error("away")) : client.reportUsage(events)),
    onSettled: ({ id }, { status }) => settled.push(`${id} ${status}`),
    eventsMax: 3,
    batchMax: 2,
    everyMs: 20,
  });
  expect([0, 1, 2, 3, 1].map((second) => reporter.report(event(second)))).toEqual([true, true, true, false, true]);
  await expect(reporter.flush()).rejects.toThrow("away");
  isAway = false;
  await expect.poll(() => reporter.waiting).toBe(0);
  expect(settled).toEqual([0, 1, 2].map((second) => `${event(second).id} accepted`));
  await reporter.close();
});

it("finds the one event that spoils a batch, and loses no other", async () => {
  const port = await serve(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const isSpoilt = text.includes("spoilt");
    response.writeHead(isSpoilt ? 400 : 202, {
      "content-type": isSpoilt ? "application/problem+json" : "application/json",
    });
    response.end(isSpoilt ? '{"code":"invalid-input","detail":"no","requestId":"r1"}' : '{"events":[]}');
  });
  const client = new EspalierClient({ origin: `http://127.0.0.1:${port}`, serviceKey: "k" });
  const settled: string[] = [];
  const reporter = new UsageReporter({
    send: (events) => client.reportUsage(events),
    onSettled: ({ source }, { status }) => settled.push(`${source} ${status}`),
  });
  const window = { start: new Date(0), end: new Date(1000) };
  for (const source of ["a", "spoilt", "b"]) {
    reporter.report(usageEvent({ source, meter: "m", accountUid: "1", subAccount: "ada", value: "1", window }));
  }
  await reporter.close();
  expect(settled).toEqual(["a accepted", "spoilt rejected", "b accepted"]);
});

it("tries again as it is told, and a signature only while it was certainly not seen", async () => {
  const answers = [429, 503, 200, 500];
  let calls = 0;
  const port = await serve((_, response) => {
    const status = answers[calls++] ?? 500;
    response.writeHead(status, { "retry-after": "0", "content-type": "application/json" }).end("{}");
  });
  const client = new EspalierClient({ origin: `http://127.0.0.1:${port}`, serviceKey: "k" });
  const request = { method: "GET", path: "/", headers: {} };
  await client.verify(request, { sourceIp: "127.0.0.1" });
  expect(calls).toBe(3);
  const failed = client.verify(request, { sourceIp: "127.0.0.1" });
  await expect(failed).rejects.toMatchObject({ status: 500, code: "unexpected-answer", isTemporary: true });
  expect(calls).toBe(4);
  await expect(client.service()).rejects.toMatchObject({ status: 500 });
  expect(calls).toBe(8);
});

it("says that nobody is there, or that nothing came in time, and sends its key to no other address", async () => {
  const silent = await serve(() => undefined);
  const late = new EspalierClient({
    origin: `http://127.0.0.1:${silent}`,
    serviceKey: "k",
    timeoutMs: 50,
    attemptsMax: 1,
  });
  await expect(late.service()).rejects.toMatchObject({ status: 0, code: "no-answer", message: /50 ms/ });
  const nobody = new EspalierClient({ origin: "http://127.0.0.1:2", serviceKey: "k", attemptsMax: 2 });
  await expect(nobody.service()).rejects.toMatchObject({ status: 0, code: "unreachable" });
  let stolen: unknown;
  const thief = await serve(({ headers }, response) => {
    stolen = headers.authorization;
    response.end("{}");
  });
  const moved = await serve((_, response) => response.writeHead(307, { location: `http://127.0.0.1:${thief}/` }).end());
  const led = new EspalierClient({ origin: `http://127.0.0.1:${moved}`, serviceKey: "k", attemptsMax: 1 });
  await expect(led.service()).rejects.toMatchObject({ code: "no-answer" });
  expect(stolen).toBeUndefined();
});

it("refuses a request that names a header twice", () => {
  const rawHeaders = ["Host", "a", "x-acs-action", "A", "X-Acs-Action", "B"];
  expect(() => signedRequestOf({ method: "GET", url: "/", rawHeaders }, Buffer.alloc(0))).toThrow("given twice");
});
