import { Webhook } from "standardwebhooks";
import { afterAll, describe, expect, it } from "vitest";
import { webhookEventTypes } from "@/db/schema/webhook-event-types";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { openReceiver } from "@/tests/support/open-receiver";
import { createServiceEndpoint } from "./create-service-endpoint";
import { createWebhook } from "./create-webhook";
import { deleteServiceEndpoint } from "./delete-service-endpoint";
import { deleteWebhook } from "./delete-webhook";
import { deliverWebhooks } from "./deliver-webhooks";
import { handOutEvents } from "./hand-out-events";
import { getServiceEndpoint, getWebhook, listServiceEndpoints, listWebhooks } from "./queries";
import { redeliverDeadToService, redeliverDeadWebhooks } from "./redeliver-dead-webhooks";
import { redeliverToService, redeliverWebhook } from "./redeliver-webhook";
import { rotateServiceEndpointSecret } from "./rotate-service-endpoint-secret";
import { rotateWebhookSecret } from "./rotate-webhook-secret";
import { CreateWebhookInput, DeliveryFilter } from "./schema";
import { testServiceEndpoint } from "./test-service-endpoint";
import { testWebhook } from "./test-webhook";
import { updateServiceEndpoint } from "./update-service-endpoint";
import { updateWebhook } from "./update-webhook";

const host = buildOperator({ host: true });
const closing: (() => unknown)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

async function receiver(...args: Parameters<typeof openReceiver>) {
  const opened = await openReceiver(...args);
  closing.push(opened.close);
  return opened;
}
const root = async (): Promise<Context> => ({ ...(await buildAccount()), authorityEpoch: null });
const create = (ctx: Context, url: string, events: readonly string[] = webhookEventTypes) =>
  createWebhook(ctx, CreateWebhookInput.parse({ url, events }));
/** The worker's rounds at a later moment. */
async function work(inSeconds = 0, accountsReachPrivate = true) {
  const platform: PlatformContext = { ...host, now: new Date(Date.now() + inSeconds * 1000) };
  await handOutEvents(platform);
  await deliverWebhooks(platform, { accountsReachPrivate });
}
const filter = DeliveryFilter.parse({});
const deliveriesOf = async (ctx: Context, id: string) => (await getWebhook(ctx, id, filter)).deliveries.rows;

describe("an account's webhook", () => {
  it("gets what happens, signed as the public library verifies it, and nothing that it did not choose", async () => {
    const ctx = await root();
    const { url, received } = await receiver();
    const { id, secret } = await create(ctx, url, ["sub_account.created"]);
    await buildSubAccount(ctx, { name: "ada" });
    await disableSubAccount(later(ctx, {}), { name: "ada", reason: "" });
    await work();
    expect(received).toHaveLength(1);
    const { body, headers } = received[0] ?? { body: "", headers: {} };
    const event = new Webhook(secret).verify(body, headers as Record<string, string>);
    expect(event).toMatchObject({
      type: "sub_account.created",
      data: { accountUid: ctx.account.uid, subAccount: "ada" },
    });
    expect(() => new Webhook(secret).verify(body.replace("ada", "eve"), headers as Record<string, string>)).toThrow();
    expect(await deliveriesOf(ctx, id)).toMatchObject([
      { state: "delivered", attempts: 1, log: [{ status: 200, answer: "ok" }] },
    ]);
    await work(3600);
    expect(received).toHaveLength(1);
  });

  it("is tried again with longer and longer waits until it answers well, then never", async () => {
    const ctx = await root();
    let status = 500;
    const { url, received } = await receiver((response) => response.writeHead(status).end());
    const { id } = await create(ctx, url);
    await testWebhook(ctx, { id });
    await work();
    await work(3);
    expect(received).toHaveLength(1);
    await work(6);
    expect(received).toHaveLength(2);
    expect(await deliveriesOf(ctx, id)).toMatchObject([{ state: "waiting", attempts: 2 }]);
    status = 204;
    await work(60);
    await work(4000);
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await deliveriesOf(ctx, id)).toMatchObject([{ state: "delivered", attempts: 3 }]);
  });

  it("is a dead letter after ten attempts, or at once where nobody is there any more, and is sent again on demand", async () => {
    const ctx = await root();
    let status = 302;
    const { url, received } = await receiver((response) =>
      response.writeHead(status, { location: "/elsewhere" }).end(),
    );
    const { id } = await create(ctx, url);
    await testWebhook(ctx, { id });
    for (let round = 0; round < 12; round++) await work(round * 90_000);
    expect(received).toHaveLength(10);
    expect(await deliveriesOf(ctx, id)).toMatchObject([{ state: "dead", attempts: 10, log: { length: 10 } }]);
    status = 410;
    const [dead] = await deliveriesOf(ctx, id);
    await redeliverWebhook(later(ctx, {}), { id: String(dead?.id) });
    await work();
    expect(await deliveriesOf(ctx, id)).toMatchObject([{ state: "dead", attempts: 1 }]);
    status = 200;
    await redeliverWebhook(later(ctx, {}), { id: String(dead?.id) });
    await work();
    expect(await deliveriesOf(ctx, id)).toMatchObject([{ state: "delivered" }]);
  });

  it("goes again with all others that were given up, in one act that leaves one row of the log", async () => {
    const ctx = await root();
    let status = 410;
    const [gone, fine] = [await receiver((response) => response.writeHead(status).end()), await receiver()];
    const { id } = await create(ctx, gone.url);
    const { id: other } = await create(ctx, fine.url);
    for (const name of ["ada", "bob"]) await buildSubAccount(ctx, { name });
    await work();
    expect(await getWebhook(ctx, id, filter)).toMatchObject({ anyDead: true });
    expect(await getWebhook(ctx, other, filter)).toMatchObject({ anyDead: false });
    status = 200;
    expect(await redeliverDeadWebhooks(later(ctx, {}), { id })).toBe(2);
    expect(await redeliverDeadWebhooks(later(ctx, {}), { id })).toBe(0);
    await work();
    expect((await deliveriesOf(ctx, id)).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect(fine.received).toHaveLength(2);
    const log = await lookDirectly(
      (sql) => sql`select resource, after from app.audit_events
        where account_id = ${ctx.accountId} and action = 'espalier:RedeliverDeadWebhooks'`,
    );
    expect(log).toEqual([{ resource: id, after: { deliveries: 2 } }]);
    for (const [who, code] of [
      [await root(), "not-found"],
      [await buildSubAccount(ctx, {}), "forbidden"],
    ] as const) {
      await expect(redeliverDeadWebhooks(who, { id })).rejects.toMatchObject({ code });
    }
  });

  it("that lies, drips or hangs up is one failed attempt, its answer cut, and the others get theirs", async () => {
    const ctx = await root();
    const lying = await receiver((response) => response.end("\u0000\u001b[31m".padEnd(100_000, "x")));
    const rude = await receiver((response) => response.destroy());
    const good = await receiver();
    const ids: string[] = [];
    for (const { url } of [lying, rude, good]) ids.push((await create(ctx, url)).id);
    await create(ctx, "http://127.0.0.1:9/nobody");
    await buildSubAccount(ctx, { name: "ada" });
    await work();
    const logs = await Promise.all(ids.map(async (id) => (await deliveriesOf(ctx, id))[0]));
    expect(logs.map((one) => one?.state)).toEqual(["delivered", "waiting", "delivered"]);
    expect(logs[0]?.log[0]?.answer.length).toBeLessThanOrEqual(500);
    expect(logs[0]?.log[0]?.answer).not.toContain("\u001b");
    expect(logs[1]?.log[0]).toMatchObject({ status: null, answer: "ECONNRESET" });
    const health = (await listWebhooks(ctx)).map(({ healthy }) => String(healthy));
    expect(health.toSorted()).toEqual(["false", "false", "true", "true"]);
  });

  it("is signed by both secrets while they overlap, and by the new one alone from then on", async () => {
    const ctx = await root();
    const { url, received } = await receiver();
    const { id, secret: before } = await create(ctx, url);
    const { secret: after } = await rotateWebhookSecret(ctx, { id, overlapHours: 1 });
    await testWebhook(ctx, { id });
    await work();
    await testWebhook(later(ctx, {}), { id });
    await work(3700);
    const holds = (secret: string, index: number) => {
      const { body = "", headers = {} } = received[index] ?? {};
      try {
        new Webhook(secret).verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
    expect([0, 1].map((index) => [holds(before, index), holds(after, index)])).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  it("is another account's or a made-up one's alike: not found; and a sub-account has none", async () => {
    const [ctx, other] = [await root(), await root()];
    const { url } = await receiver();
    const { id } = await create(ctx, url);
    const ada = await buildSubAccount(ctx, {});
    await testWebhook(ctx, { id });
    const [delivery] = await deliveriesOf(ctx, id);
    for (const one of [id, newId()]) {
      await expect(getWebhook(other, one, filter)).rejects.toMatchObject({ code: "not-found" });
      await expect(updateWebhook(other, { id: one, paused: true })).rejects.toMatchObject({ code: "not-found" });
      await expect(rotateWebhookSecret(other, { id: one, overlapHours: 0 })).rejects.toMatchObject({
        code: "not-found",
      });
      await expect(testWebhook(other, { id: one })).rejects.toMatchObject({ code: "not-found" });
      await expect(deleteWebhook(other, { id: one })).rejects.toMatchObject({ code: "not-found" });
    }
    await expect(redeliverWebhook(other, { id: String(delivery?.id) })).rejects.toMatchObject({ code: "not-found" });
    await expect(listWebhooks(ada)).rejects.toMatchObject({ code: "forbidden" });
    await expect(create(ada, url)).rejects.toMatchObject({ code: "forbidden" });
    await updateWebhook(ctx, { id, paused: true });
    await buildSubAccount(ctx, {});
    await work();
    expect((await deliveriesOf(ctx, id)).map(({ type }) => type)).toEqual(["webhook.test"]);
    await deleteWebhook(ctx, { id });
    expect(await listWebhooks(ctx)).toEqual([]);
  });

  it("leaves its secret in no row, no event of the log and no page", async () => {
    const ctx = await root();
    const { url } = await receiver();
    const { id, secret } = await create(ctx, url);
    const rows = await lookDirectly(
      (sql) => sql`select row_to_json(w)::text as row from app.webhook_endpoints w where id = ${id}
        union all select row_to_json(e)::text from app.audit_events e where account_id = ${ctx.accountId}`,
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify([rows, await getWebhook(ctx, id, filter)])).not.toContain(secret.slice(6, 30));
  });
});

describe("a service's webhook", () => {
  it("gets the events of every account that it chose, and the operator sees, repeats, pauses and removes it", async () => {
    const [one, two] = [await root(), await root()];
    let status = 200;
    const { url, received } = await receiver((response) => response.writeHead(status).end());
    const name = `svc-${newId().slice(-12)}`;
    const input = { name, url, description: "", events: ["sub_account.created" as const], isPrivate: true };
    const { id, secret } = await createServiceEndpoint(host, input);
    await expect(createServiceEndpoint(host, input)).rejects.toMatchObject({ code: "already-exists" });
    await buildSubAccount(one, {});
    await buildSubAccount(two, {});
    await work(0, false);
    const uids = received.map(({ body, headers }) => {
      const event = new Webhook(secret).verify(body, headers as Record<string, string>) as {
        data: { accountUid: string };
      };
      return event.data.accountUid;
    });
    expect(uids).toEqual(expect.arrayContaining([one.account.uid, two.account.uid]));
    const { endpoint, deliveries } = await getServiceEndpoint(host, id, filter);
    expect(endpoint).toMatchObject({ name, isPrivate: true, healthy: true });
    expect(await listServiceEndpoints(host)).toContainEqual(endpoint);
    const ofOne = deliveries.rows.find(({ accountId }) => accountId === one.accountId);
    await expect(redeliverWebhook(one, { id: String(ofOne?.id) })).rejects.toMatchObject({ code: "not-found" });
    await redeliverToService(buildOperator(), { accountId: one.accountId, id: String(ofOne?.id) });
    const before = received.length;
    status = 500;
    await work();
    expect(received.length).toBe(before + 1);
    expect((await getServiceEndpoint(host, id, filter)).endpoint.healthy).toBe(false);
    expect(await testServiceEndpoint(host, { id })).toMatchObject({ status: 500, taken: false });
    status = 410;
    for (const ctx of [one, two]) await buildSubAccount(ctx, {});
    await work(3_600);
    expect(await getServiceEndpoint(host, id, filter)).toMatchObject({ anyDead: true });
    // The account's own act leaves a service's alone.
    await expect(redeliverDeadWebhooks(later(one, {}), { id })).rejects.toMatchObject({ code: "not-found" });
    status = 200;
    expect(await redeliverDeadToService(buildOperator(), { id })).toBe(3);
    await work(3_600);
    expect(await getServiceEndpoint(host, id, filter)).toMatchObject({ anyDead: false });
    expect(await testServiceEndpoint(host, { id })).toMatchObject({ status: 200, taken: true });
    await rotateServiceEndpointSecret(host, { id, overlapHours: 0 });
    await updateServiceEndpoint(host, { id, paused: true });
    await buildSubAccount(one, {});
    const paused = received.length;
    await work();
    expect(received.length).toBe(paused);
    await deleteServiceEndpoint(host, { id });
    await expect(getServiceEndpoint(host, id, filter)).rejects.toMatchObject({ code: "not-found" });
  });
});
