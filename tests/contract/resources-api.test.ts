import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { listResources } from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { arnOf } from "@/tests/support/build-resource";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { openDoor } from "@/tests/support/open-door";
import { uniqueName } from "@/tests/support/unique-name";

let root: Context;
let port: number;
let key: string;

const issue = async (scopes: ("resources:write" | "authorize")[], services = ["compute"]) => {
  const { token } = await createServiceKey(buildOperator({ host: true }), {
    name: uniqueName("svc"),
    services,
    scopes,
  });
  return token;
};

beforeAll(async () => {
  root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  await buildSubAccount(root, { name: "bob" });
  key = await issue(["resources:write"]);
});

beforeEach(async () => {
  ({ port } = await openDoor(() => undefined, { machines: [platformApi] }));
});

interface Asked {
  method?: "PUT" | "DELETE";
  body?: unknown;
  query?: Record<string, string>;
  bearer?: string;
}

async function ask(arn: string, { method = "PUT", body, query = {}, bearer = key }: Asked) {
  const address = `/api/platform/v1/resources/${encodeURIComponent(arn)}?${new URLSearchParams(query)}`;
  const answer = await fetch(`http://127.0.0.1:${port}${address}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.json() };
}

const said = (more: object = {}) => ({ subAccount: "ada", name: "trainer", state: "running", version: 1, ...more });
const put = (arn: string, more: object = {}) => ask(arn, { body: said(more) });
const retire = (arn: string, version: string) => ask(arn, { method: "DELETE", query: { subAccount: "ada", version } });
const stateOf = async (arn: string) => {
  const [there, gone] = await Promise.all(
    ["live", "retired"].map((state) => listResources(later(root, {}), ResourceFilter.parse({ q: arn, state }))),
  );
  return [...(there?.rows ?? []), ...(gone?.rows ?? [])].map(({ state, name }) => ({ state, name }));
};

it("is told twice, late and out of order, and the highest version stands", async () => {
  const arn = arnOf(root);
  const running = { decided: "running", epoch: 0, reasons: [] };
  expect(await put(arn, { version: 2 })).toEqual({
    ...{ status: 200, type: expect.stringContaining("application/json") },
    body: { status: "registered", version: 2, workspace: running },
  });
  expect(await put(arn, { version: 2 })).toMatchObject({ status: 200, body: { status: "unchanged", version: 2 } });
  expect(await put(arn, { version: 1, state: "pending" })).toMatchObject({ body: { status: "outdated", version: 2 } });
  expect(await put(arn, { version: 2, state: "failed" })).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await stateOf(arn)).toEqual([{ state: "running", name: "trainer" }]);
});

it("is gone when its service says so, stays in the history, and nothing older brings it back", async () => {
  const arn = arnOf(root);
  await put(arn);
  expect(await retire(arn, "3")).toMatchObject({ status: 200, body: { status: "updated", version: 3 } });
  expect(await retire(arn, "3")).toMatchObject({ status: 200, body: { status: "unchanged" } });
  expect(await put(arn, { version: 2 })).toMatchObject({ status: 200, body: { status: "outdated", version: 3 } });
  expect(await stateOf(arn)).toEqual([{ state: "retired", name: "trainer" }]);
});

it("carries the order of its workspace in every answer", async () => {
  const arn = arnOf(root);
  await buildSubAccount(root, { name: "cy" });
  await put(arn, { subAccount: "cy" });
  await disableSubAccount(later(root, { now: new Date() }), { name: "cy", reason: "" });
  expect(await put(arn, { subAccount: "cy" })).toMatchObject({
    body: { status: "unchanged", workspace: { decided: "suspended", epoch: 1, reasons: ["disabled"] } },
  });
});

it("is nobody else's: another sub-account, another service, nobody and a key without the scope are refused", async () => {
  const arn = arnOf(root);
  await put(arn);
  const other = await ask(arn, { body: said({ subAccount: "bob", version: 2 }) });
  const [without, storage] = [await issue(["authorize"]), await issue(["resources:write"], ["storage"])];
  const answers = [
    [other, 409],
    [await put(arnOf(root), { subAccount: "nobody" }), 404],
    [await put(arn.replace(root.account.uid, "9999999999999999")), 404],
    [await ask(arn, { body: said({ version: 2 }), bearer: storage }), 403],
    [await ask(arn, { body: said({ version: 2 }), bearer: without }), 403],
    [await ask(arn, { method: "DELETE", query: { subAccount: "ada", version: "2" }, bearer: storage }), 403],
    [await ask(arn, { body: said({ version: 2 }), bearer: "" }), 401],
  ] as const;
  for (const [answer, status] of answers) {
    expect(answer).toMatchObject({
      status,
      type: "application/problem+json",
      body: { status, code: expect.any(String) },
    });
  }
  expect(await stateOf(arn)).toEqual([{ state: "running", name: "trainer" }]);
});

it("refuses what it cannot read with the places of the faults, and keeps nothing", async () => {
  const arn = arnOf(root);
  for (const [body, place] of [
    [said({ version: 0 }), "/version"],
    [said({ version: 1.5 }), "/version"],
    [said({ state: "retired" }), "/state"],
    [said({ state: "sleeping" }), "/state"],
    [said({ name: "" }), "/name"],
    [said({ name: "x".repeat(129) }), "/name"],
    [said({ subAccount: "" }), "/subAccount"],
    [said({ labels: { "not a key": "x" } }), "/labels/not a key"],
    [said({ labels: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`k${at}`, ""])) }), "/labels"],
    [said({ stateSince: "yesterday" }), "/stateSince"],
    [said({ enforcedEpoch: -1 }), "/enforcedEpoch"],
    [said({ owner: "ada" }), ""],
  ] as const) {
    const answer = await ask(arn, { body });
    expect(answer, JSON.stringify(body)).toMatchObject({ status: 400, type: "application/problem+json" });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).join(" ")).toContain(place);
  }
  for (const one of [
    await ask(arn, { body: "{" }),
    await ask(arn, { body: "[]" }),
    await ask("acs:compute:eu-1::instance/i-1", { body: said() }),
    await ask("no-name", { body: said() }),
    await ask(arn, { method: "DELETE", query: { subAccount: "ada" } }),
    await ask(arn, { method: "DELETE", query: { subAccount: "ada", version: "x" } }),
  ]) {
    expect(one).toMatchObject({ status: 400, type: "application/problem+json" });
  }
  expect(await stateOf(arn)).toEqual([]);
});

const post = async (reports: unknown, bearer = key) => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/platform/v1/resources`, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(reports),
  });
  return { status: answer.status, body: await answer.json() };
};

it("is told for many at once, each judged as it would be alone, also twice about one in a call", async () => {
  const [first, second, gone, foreign] = [arnOf(root), arnOf(root), arnOf(root), arnOf(root)];
  await put(gone);
  await put(foreign, { subAccount: "bob" });
  const one = (arn: string, more: object = {}) => ({ arn, ...said(more) });
  const { status, body } = await post([
    one(first),
    one(second, { version: 3, state: "stopped" }),
    one(first, { version: 2, state: "failed" }),
    { arn: gone, subAccount: "ada", version: 2, state: "retired" },
    one(foreign, { version: 2 }),
    one(arnOf(root), { subAccount: "nobody" }),
    one(arnOf(root).replace(root.account.uid, "9999999999999999")),
    one(second, { version: 2 }),
  ]);
  const workspace = { decided: "running", epoch: 0, reasons: [] };
  const detail = expect.any(String);
  expect([status, body.resources]).toEqual([
    200,
    [
      { status: "registered", version: 1, workspace },
      { status: "registered", version: 3, workspace },
      { status: "updated", version: 2, workspace },
      { status: "updated", version: 2, workspace },
      { status: "refused", code: "conflict", reason: "resourceOfAnother", detail },
      { status: "refused", code: "not-found", detail },
      { status: "refused", code: "not-found", reason: "unknownAccount", detail },
      { status: "outdated", version: 3, workspace },
    ],
  ]);
  expect([await stateOf(first), await stateOf(second), await stateOf(gone)]).toMatchObject([
    [{ state: "failed" }],
    [{ state: "stopped" }],
    [{ state: "retired", name: "trainer" }],
  ]);
});

it("stores nothing of a call that names another service's resource, or cannot be read", async () => {
  const [arn, other] = [arnOf(root), arnOf(root).replace("acs:compute", "acs:storage")];
  const good = { arn, ...said() };
  expect(await post([good, { ...good, arn: other }])).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(await post([good], await issue(["authorize"]))).toMatchObject({ status: 403 });
  const wrong = await post([good, { ...good, version: 0 }]);
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: "/1/version" }] } });
  for (const body of [[], good, [{ ...good, state: "sleeping" }], Array.from({ length: 501 }, () => good)]) {
    expect(await post(body)).toMatchObject({ status: 400 });
  }
  expect(await stateOf(arn)).toEqual([]);
});

it("of many reports of one resource at once, each in a call of its own, the highest version stands", async () => {
  const arn = arnOf(root);
  const versions = Array.from({ length: 30 }, (_, at) => 1 + ((at * 7) % 30));
  const answers = await Promise.all(versions.map((version) => put(arn, { version, name: `v${version}` })));
  expect(answers.map(({ status }) => status)).toEqual(versions.map(() => 200));
  expect(answers.filter(({ body }) => body.status === "registered")).toHaveLength(1);
  expect(await stateOf(arn)).toEqual([{ state: "running", name: "v30" }]);
});
