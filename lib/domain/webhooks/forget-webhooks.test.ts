import { afterAll, expect, it } from "vitest";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildWebhook } from "@/tests/support/build-webhook";
import { openReceiver } from "@/tests/support/open-receiver";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { deliverWebhooks } from "./deliver-webhooks";
import { forgetWebhooks } from "./forget-webhooks";
import { handOutEvents } from "./hand-out-events";

// Events are handed out and forgotten in batches, for the whole platform.
const database = takeOwnDatabase("forget-webhooks");

const dayMs = 86_400_000;
const host = buildOperator({ host: true });
const inDays = (days: number) => ({ ...host, now: new Date(Date.now() + days * dayMs) });
const closing: (() => unknown)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

it("forgets what was taken after its days, what was given up after three times as long, and nothing that waits", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const answers = [200, 410, 500];
  for (const status of answers) {
    const { url, close } = await openReceiver((response) => response.writeHead(status).end());
    closing.push(close);
    const { id } = await buildWebhook(root, { url, tested: true });
    expect(id).not.toBe("");
  }
  await deliverWebhooks(inDays(0.0001), { accountsReachPrivate: true });
  // Nobody chose it, so nobody has to take it.
  await buildSubAccount(root, {});
  await handOutEvents(inDays(0));
  const kept = () =>
    database().superuser`select e.type, d.state from app.webhook_events e
        left join app.webhook_deliveries d on d.account_id = e.account_id and d.event_id = e.id
        where e.account_id = ${root.accountId} order by 1 desc, 2`;
  const [taken, dead, waiting] = ["delivered", "dead", "waiting"].map((state) => ({ type: "webhook.test", state }));
  const unheard = { type: "sub_account.created", state: null };
  await forgetWebhooks(inDays(29), { keptDays: 30 });
  expect(await kept()).toEqual([dead, taken, waiting, unheard]);
  await forgetWebhooks(inDays(31), { keptDays: 30 });
  expect(await kept()).toEqual([dead, waiting]);
  await forgetWebhooks(inDays(91), { keptDays: 30 });
  expect(await kept()).toEqual([waiting]);
  const left = await database()
    .superuser`select count(*)::int from app.webhook_deliveries where account_id = ${root.accountId}`;
  expect(left).toEqual([{ count: 1 }]);
});

it("goes on until nothing is left, in pieces", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await database().superuser`insert into app.webhook_events (account_id, id, type, payload, occurred_at, handed_out_at)
      select ${root.accountId}, gen_random_uuid(), 'wallet.low', '{}', now(), now() from generate_series(1, 2500)`;
  await forgetWebhooks(inDays(8), { keptDays: 7 });
  const left = await database()
    .superuser`select count(*)::int from app.webhook_events where account_id = ${root.accountId}`;
  expect(left).toEqual([{ count: 0 }]);
});
