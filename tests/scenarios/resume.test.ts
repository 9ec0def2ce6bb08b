import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { authorizeForService } from "@/lib/domain/access-keys/authorize-for-service";
import { judgeDecision } from "@/lib/domain/limits/judge-decision";
import { judgeWallets } from "@/lib/domain/limits/judge-wallets";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { SetArrearsInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { setArrears } from "@/lib/domain/wallet/set-arrears";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { buildAccount } from "@/tests/support/build-account";
import { arnOf, buildService, report } from "@/tests/support/build-resource";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { type StartedProcess, startWorker } from "@/tests/support/start-processes";
import { takeOwnDatabase } from "@/tests/support/take-own-database";

const database = takeOwnDatabase("resume");
let worker: StartedProcess | undefined;
afterAll(() => worker?.stop("SIGKILL"));

async function until<T>(wanted: T, look: () => Promise<T>): Promise<number> {
  const begun = Date.now();
  while (Date.now() - begun < 40_000) {
    if ((await look()) === wanted) return Date.now() - begun;
    await sleep(100);
  }
  throw new Error(`not ${wanted} within 40 s`);
}

it("a suspended wallet that is topped up has its people served and its resources ordered to run within 30 s", async () => {
  const { superuser } = database();
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { accountId, account } = root;
  await buildSubAccount(root, { name: "ada", policies: ["AdministratorAccess"] });
  const service = buildService();
  const arn = arnOf(root);
  await report(service, arn, { subAccount: "ada" });
  await setArrears(operator, SetArrearsInput.parse({ accountId, graceHours: 0, lowWater: "0" }));
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
  await reportUsage(operator, [
    buildEvent(root, { meter: await buildPrice(), subAccount: "ada", value: "1000000", at }),
  ]);
  await rateAll(root, operator, 1);
  // Exhausted, and with no grace suspended.
  for (const _ of [1, 2]) await judgeWallets({ ...operator, now: new Date() }, [accountId]);

  const verdict = async () => {
    const asked = { action: "compute:StartInstance", resource: arn, conditions: {} };
    const input = { accountUid: account.uid, subAccount: "ada", facts: service.facts, asked };
    const { caller, decision } = await authorizeForService(service, input);
    return (await judgeDecision(service, caller, { action: asked.action }, decision)).allowed;
  };
  const ordered = async () => {
    const [order] = await superuser<{ decided: string }[]>`select decided from app.workspace_orders`;
    return order?.decided;
  };
  expect([await verdict(), await ordered()]).toEqual([false, "suspended"]);

  worker = startWorker({ DATABASE_URL: database().appUrl });
  // It has been round once: what comes now waits for the next time.
  await until(true, async () => (await superuser`select from app.books where checked_at is not null`).length > 0);
  await sleep(500);
  expect([await verdict(), await ordered()]).toEqual([false, "suspended"]);

  await topUpWallet(operator, TopUpWalletInput.parse({ accountId, amount: "100", reference: "slip" }));
  const [served, running] = await Promise.all([until(true, verdict), until("running", ordered)]);
  expect(Math.max(served, running)).toBeLessThan(30_000);
  const told = await superuser<
    { type: string }[]
  >`select type from app.webhook_events where type like 'workspace.%' order by id`;
  expect(told.map(({ type }) => type)).toEqual(["workspace.suspended", "workspace.resumed"]);
});
