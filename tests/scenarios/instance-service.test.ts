import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { importPriceBook } from "@/lib/domain/prices/import-price-book";
import { listResources } from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { listBills } from "@/lib/domain/spend/queries";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { demoPriceBook } from "@/lib/entrypoints/cli/demo/price-book";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { buildInstanceService } from "@/tests/support/build-instance-service";
import { buildPolicy } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { issueKey } from "@/tests/support/open-ram-api";
import { callApi, popClient, ramClient, refusal } from "@/tests/support/ram-clients";
import {
  freePort,
  type StartedProcess,
  startMachines,
  startNode,
  untilAnswered,
} from "@/tests/support/start-processes";
import { uniqueName } from "@/tests/support/unique-name";

const host = buildOperator({ host: true });
const soon = { timeout: 20_000, interval: 100 };

let root: Context;
let port: number;
let machines: StartedProcess;
let service: Awaited<ReturnType<typeof buildInstanceService>>;
let running: StartedProcess;

beforeAll(async () => {
  port = await freePort();
  await importPriceBook(host, demoPriceBook);
  root = { ...(await buildAccount()), authorityEpoch: null };
  const credit = { accountId: root.accountId, amount: "100", reference: uniqueName("slip") };
  await topUpWallet(host, TopUpWalletInput.parse(credit));
  machines = startMachines(port);
  await untilAnswered(`http://127.0.0.1:${port}/readyz`, machines);
  service = await buildInstanceService(`http://127.0.0.1:${port}`);
  running = await service.start();
});
afterAll(async () => {
  await running?.stop();
  await machines?.stop();
  await service?.close();
});

const now = () => later(root, { now: new Date() });

/** A sub-account that may use instances, and an unmodified SDK with its key. */
async function person(name: string) {
  await buildSubAccount(now(), { name });
  const policyName = await buildPolicy(now(), [{ Effect: "Allow", Action: ["compute:*"], Resource: ["*"] }]);
  await attachPolicyToUser(now(), { name, policyType: "Custom", policyName });
  const key = await issueKey(now(), name);
  const call = popClient({ port: service.port, key }, "2026-11-01");
  const create = async (more: Record<string, string> = {}) =>
    String((await call("CreateInstance", { InstanceType: "cpu.8", ...more })).InstanceId);
  return { key, call, create };
}

const resourceOf = async (id: string, state = "live") =>
  (await listResources(now(), ResourceFilter.parse({ state }))).rows.find(({ arn }) => arn.endsWith(id));
const charged = async () => {
  const { rows } = await listBills(now(), "account");
  return rows.reduce((sum, { total }) => sum + total, 0n);
};
/** Stretches of one instance that are told more than once, in whatever pieces. */
const toldTwice = (id: string) =>
  lookDirectly(
    (sql) => sql`
      select a.start_at from app.usage_events a join app.usage_events b
        on a.account_id = b.account_id and a.subject = b.subject and a.dedupe_key <> b.dedupe_key
        and a.start_at < b.end_at and b.start_at < a.end_at
      where a.subject like ${`%${id}`}`,
  );
const untilRunning = (id: string) => expect.poll(() => service.processOf(id), soon).not.toBeNull();
const untilGone = (id: string) => expect.poll(() => service.processOf(id), soon).toBeNull();

describe("an instance of a sub-account", () => {
  it("runs, stands in the workspace, is charged; goes when its owner is disabled; runs again when enabled", async () => {
    const [ada, bo] = [await person("ada"), await person("bo")];
    const [id, other] = [await ada.create({ InstanceName: "trainer" }), await bo.create()];
    await untilRunning(id);
    const first = await service.processOf(id);
    await expect
      .poll(() => resourceOf(id), soon)
      .toMatchObject({
        ...{ subAccountName: "ada", name: "trainer", state: "running", service: "compute" },
        ...{ decided: "running", enforcement: "enforced" },
      });
    await expect.poll(async () => (await resourceOf(id))?.cost ?? 0n, soon).toBeGreaterThan(0n);
    expect(await charged()).toBeGreaterThan(0n);

    await disableSubAccount(now(), { name: "ada", reason: "left" });
    await untilGone(id);
    await expect
      .poll(() => resourceOf(id), soon)
      .toMatchObject({
        ...{ state: "stopped", decided: "suspended", reasons: ["disabled"], enforcement: "enforced" },
      });
    expect((await refusal(ada.call("DescribeInstances"))).code).toMatch(/^InvalidAccessKeyId/);
    expect(await service.processOf(other)).not.toBeNull();

    await enableSubAccount(now(), { name: "ada" });
    await untilRunning(id);
    expect(await service.processOf(id)).not.toBe(first);
    await expect
      .poll(() => resourceOf(id), soon)
      .toMatchObject({
        ...{ state: "running", decided: "running", enforcement: "enforced" },
      });
  });

  it("is nobody else's: another's id and a made-up one answer alike, and no list shows it", async () => {
    const [eve, ivy] = [await person("eve"), await person("ivy")];
    const id = await eve.create({ ClientToken: "one" });
    expect(await eve.create({ ClientToken: "one" })).toBe(id);
    const strange = await refusal(ivy.call("StopInstance", { InstanceId: id }));
    const unknown = await refusal(ivy.call("StopInstance", { InstanceId: "i-0123456789abcdef" }));
    expect(strange.code).toBe("InvalidInstanceId.NotFound");
    expect(unknown.code).toBe(strange.code);
    expect(await ivy.call("DescribeInstances")).toMatchObject({ Instances: { Instance: [] } });
    expect(await eve.call("DescribeInstances")).toMatchObject({
      Instances: { Instance: [{ InstanceId: id, InstanceType: "cpu.8", Status: "Running" }] },
    });
    expect((await refusal(eve.call("CreateInstance", { InstanceType: "huge" }))).code).toBe(
      "InvalidParameter.InstanceType",
    );
    expect((await refusal(eve.call("DestroyEverything"))).code).toBe("InvalidAction.NotFound");
  });

  it("is made by clients of either signature, and by the one-file client for a terminal", async () => {
    const { key, create } = await person("una");
    const made = await callApi(ramClient({ port: service.port, key }), "CreateInstance", "2026-11-01", {
      InstanceType: "gpu.l40",
      InstanceName: "of-v3",
    });
    const ids = [await create(), String(made.InstanceId)];
    const terminal = startNode(
      ["examples/instance-service/call.ts", `http://127.0.0.1:${service.port}`, "DescribeInstances"],
      { ALIBABA_CLOUD_ACCESS_KEY_ID: key.accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret },
    );
    await terminal.ended;
    const { Instances } = JSON.parse(terminal.said.join(""));
    expect(Instances.Instance.map(({ InstanceId }: { InstanceId: string }) => InstanceId).toSorted()).toEqual(
      ids.toSorted(),
    );
    const root = await refusal(
      popClient({ port: service.port, key: await issueKey(now(), null) })("DescribeInstances"),
    );
    expect(root.code).toBe("NoPermission.RootUser");
    const liar = popClient({ port: service.port, key: { ...key, secret: `${key.secret}x` } });
    expect((await refusal(liar("DescribeInstances"))).code).toBe("SignatureDoesNotMatch");
  });

  it("is stopped, started and deleted by its owner", async () => {
    const { call, create } = await person("max");
    const id = await create();
    await call("StopInstance", { InstanceId: id });
    await untilGone(id);
    await expect.poll(() => resourceOf(id), soon).toMatchObject({ state: "stopped", decided: "running" });
    await call("StartInstance", { InstanceId: id });
    await untilRunning(id);
    await call("DeleteInstance", { InstanceId: id });
    await untilGone(id);
    await expect.poll(() => resourceOf(id, "retired"), soon).toBeDefined();
    expect(await resourceOf(id)).toBeUndefined();
    expect((await refusal(call("StartInstance", { InstanceId: id }))).code).toBe("InvalidInstanceId.NotFound");
  });

  it("stops at its owner's limit while everybody else's run on, and runs again when the limit is raised", async () => {
    const [sam, tom] = [await person("sam"), await person("tom")];
    const [id, other] = [await sam.create(), await tom.create()];
    const limit = (hard: string) =>
      setSpendLimit(now(), SetSpendLimitInput.parse({ subAccountName: "sam", per: "month", hard, stops: "all" }));
    await limit("0.0007");
    await untilGone(id);
    await expect
      .poll(() => resourceOf(id), soon)
      .toMatchObject({
        ...{ state: "stopped", decided: "suspended", reasons: ["spend_limit"], enforcement: "enforced" },
      });
    expect(await refusal(sam.call("StartInstance", { InstanceId: id }))).toMatchObject({ code: "NoPermission.Spend" });
    expect(await service.processOf(other)).not.toBeNull();
    await limit("50");
    await untilRunning(id);
  });

  it("is removed when its owner is deleted", async () => {
    const id = await (await person("ann")).create();
    await untilRunning(id);
    await expect.poll(() => resourceOf(id), soon).toBeDefined();
    await deleteSubAccount(now(), { name: "ann", typedName: "ann" });
    await untilGone(id);
  });
});

describe("while something is away", () => {
  it("the service: its instances run on, are found again, and orders that it missed are carried out", async () => {
    const [lea, kim, pia] = [await person("lea"), await person("kim"), await person("pia")];
    const [kept, missed, died] = [await lea.create(), await kim.create(), await pia.create()];
    await Promise.all([kept, missed, died].map(untilRunning));
    const [pid, lost] = [await service.processOf(kept), await service.processOf(died)];
    await running.stop("SIGKILL");
    await disableSubAccount(now(), { name: "kim", reason: "" });
    process.kill(-Number(lost), "SIGKILL");
    expect(await service.processOf(kept)).toBe(pid);
    running = await service.start();
    await untilGone(missed);
    await expect.poll(async () => (await resourceOf(died))?.state, soon).toBe("failed");
    await expect.poll(async () => (await resourceOf(missed))?.enforcement, soon).toBe("enforced");
    expect(await service.processOf(kept)).toBe(pid);
    await pia.call("StartInstance", { InstanceId: died });
    await untilRunning(died);
    expect(await toldTwice(kept)).toEqual([]);
  });

  it("Espalier: nobody is let in, what runs runs on, and all of its use is charged afterwards", async () => {
    const { call, create } = await person("zoe");
    const id = await create();
    await untilRunning(id);
    await machines.stop();
    expect(await refusal(call("DescribeInstances"))).toMatchObject({ code: "ServiceUnavailable" });
    expect(await service.processOf(id)).not.toBeNull();
    const costBefore = (await resourceOf(id))?.cost ?? 0n;
    await sleep(3_000);
    machines = startMachines(port);
    await untilAnswered(`http://127.0.0.1:${port}/readyz`, machines);
    // The pauses of what was refused have grown meanwhile.
    const patience = { ...soon, timeout: 60_000 };
    await expect.poll(async () => (await resourceOf(id))?.cost ?? 0n, patience).toBeGreaterThan(costBefore + 900n);
    expect(await toldTwice(id)).toEqual([]);
    expect(await call("DescribeInstances")).toMatchObject({ Instances: { Instance: [{ InstanceId: id }] } });
  });
});
