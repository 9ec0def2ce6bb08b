import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { afterEach, expect, it } from "vitest";
import verifySnippet from "@/app/_components/webhooks/verify-snippet.json";
import { deliverWebhooks } from "@/lib/domain/webhooks/deliver-webhooks";
import { getWebhook } from "@/lib/domain/webhooks/queries";
import { DeliveryFilter } from "@/lib/domain/webhooks/schema";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { buildWebhook } from "@/tests/support/build-webhook";
import { lookDirectly } from "@/tests/support/look-directly";
import { typescript } from "@/tests/support/node-flags";
import { openReceiver, type Received } from "@/tests/support/open-receiver";

const ending: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ending.splice(0)) end();
});

async function receiver(...args: Parameters<typeof openReceiver>) {
  const opened = await openReceiver(...args);
  ending.push(opened.close);
  return opened;
}

function start(words: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, words, { env: { ...process.env, ...env }, stdio: "ignore" });
  ending.push(() => child.kill("SIGKILL"));
  return child;
}

/** The worker that serves, as a process of its own. */
const startWorker = () => start([...typescript, "bin/worker.ts"], { ESPALIER_WEBHOOKS_PRIVATE: "1" });

async function until(holds: () => boolean | Promise<boolean>) {
  for (let tries = 0; tries < 1_200 && !(await holds()); tries++) await sleep(25);
  expect(await holds()).toBe(true);
}

const root = async () => ({ ...(await buildAccount()), authorityEpoch: null });
const verified = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);
const work = () => deliverWebhooks(buildOperator({ host: true }), { accountsReachPrivate: true });

it("a delivery whose worker is killed while the receiver has it comes again, under the same id", async () => {
  const ctx = await root();
  let hangs = true;
  const { url, received } = await receiver((response) => hangs || response.end("ok"));
  const { id, secret } = await buildWebhook(ctx, { url, tested: true });
  const only = async () => (await getWebhook(ctx, id, DeliveryFilter.parse({}))).deliveries.rows[0];

  const first = startWorker();
  await until(() => received.length === 1);
  first.kill("SIGKILL");
  await new Promise((resolve) => first.once("exit", resolve));
  expect(await only()).toMatchObject({ state: "waiting", attempts: 0 });

  hangs = false;
  // The minute that a claim lasts, without the wait.
  await lookDirectly(
    (sql) => sql`update app.webhook_deliveries set next_attempt_at = now() where account_id = ${ctx.accountId}`,
  );
  startWorker();
  await until(async () => (await only())?.state === "delivered");
  expect(received).toHaveLength(2);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  for (const one of received) expect(verified(secret, one)).toMatchObject({ type: "webhook.test" });
});

it("a receiver that is silent fails, one that only drips its body is done, and no redirect is followed", async () => {
  const ctx = await root();
  const elsewhere = await receiver();
  const answers: Parameters<typeof openReceiver>[0][] = [
    () => undefined,
    (response) => response.writeHead(200).write("…"),
    (response) => response.writeHead(307, { location: elsewhere.url }).end(),
  ];
  const states = await Promise.all(
    answers.map(async (answer) => {
      const { url } = await receiver(answer);
      return (await buildWebhook(ctx, { url, tested: true })).id;
    }),
  );
  await work();
  const found = await Promise.all(states.map((id) => getWebhook(ctx, id, DeliveryFilter.parse({}))));
  expect(found.map(({ deliveries: { rows } }) => [rows[0]?.state, rows[0]?.log[0]?.status])).toEqual([
    ["waiting", null],
    ["delivered", 200],
    ["waiting", 307],
  ]);
  expect(found[0]?.deliveries.rows[0]?.log[0]?.answer).toBe("timed-out");
  expect(elsewhere.received).toEqual([]);
});

it("the receiver that the console shows takes what we send, and nothing that was changed on the way", async () => {
  const ctx = await root();
  const { url, received } = await receiver();
  const { secret } = await buildWebhook(ctx, { url, tested: true });
  await work();
  const [{ headers, body }] = received as [Received];
  const port = await freePort();
  start(["--input-type=module", "-e", verifySnippet.join("\n")], {
    PORT: String(port),
    ESPALIER_WEBHOOK_SECRET: secret,
  });
  const own = Object.entries(headers).filter(([name]) => name.startsWith("webhook-"));
  const post = (text: string) =>
    fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers: Object.fromEntries(own) as never, body: text });
  await until(() =>
    post(body).then(
      ({ status }) => status === 204,
      () => false,
    ),
  );
  expect((await post(body.replace("webhook.test", "wallet.ok"))).status).toBe(401);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
