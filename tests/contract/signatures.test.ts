import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { beforeAll, expect, it } from "vitest";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { buildOperator } from "@/tests/support/build-context";
import { openDoor } from "@/tests/support/open-door";
import { issueKey, openRamApi } from "@/tests/support/open-ram-api";
import { popClient } from "@/tests/support/ram-clients";
import { buildV1Request, buildV3Request } from "@/tests/support/sign-request";
import { uniqueName } from "@/tests/support/unique-name";

const document = JSON.stringify({
  Version: "1",
  Statement: [
    { Effect: "Allow", Action: "compute:*", Resource: "*" },
    { Effect: "Deny", Action: "compute:Delete*", Resource: "acs:compute:*:*:instance/kept" },
  ],
});

let serviceKey = "";
beforeAll(async () => {
  const scopes = ["signatures:verify", "authorize"] as const;
  const input = { name: uniqueName("svc"), services: ["compute"], scopes: [...scopes] };
  serviceKey = (await createServiceKey(buildOperator({ host: true }), input)).token;
});

const host = buildOperator({ host: true });

async function open({ credit = "10" } = {}) {
  const { root, port, key } = await openRamApi();
  const ram = popClient({ port, key });
  await ram("CreateUser", { UserName: "ada" });
  await ram("CreatePolicy", { PolicyName: "compute", PolicyDocument: document });
  await ram("AttachPolicyToUser", { UserName: "ada", PolicyType: "Custom", PolicyName: "compute" });
  const own = await issueKey(root, "ada");
  const topUp = (amount: string) =>
    topUpWallet(host, TopUpWalletInput.parse({ accountId: root.accountId, amount, reference: uniqueName("slip") }));
  if (credit) await topUp(credit);
  const api = await openDoor(() => undefined, { machines: [platformApi] });
  const ask = async (path: string, body: unknown) => {
    const response = await fetch(`http://127.0.0.1:${api.port}/api/platform/v1${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${serviceKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const resource = (id: string, uid = root.account.uid) => `acs:compute:eu-1:${uid}:instance/${id}`;
  return { root, own, ask, resource, topUp, ram };
}

type Signed = ReturnType<typeof buildV3Request> | ReturnType<typeof buildV1Request>;
const partsOf = ({ request, body }: Signed) => ({
  method: request.method,
  path: `${request.path}?${new URLSearchParams(request.query.map(([name, value]) => [name, value]))}`,
  headers: Object.fromEntries(request.headers),
  body,
});
const client = { sourceIp: "203.0.113.7" };

it("a service learns who signed, by V3 and V1, and what decided; the same request does not pass twice", async () => {
  const { own, ask, resource, root } = await open();
  for (const build of [buildV3Request, buildV1Request]) {
    const request = partsOf(build(own, { action: "StartInstance", query: { Id: "i-1" } }));
    const wish = { request, ...client, action: "compute:StartInstance", resource: resource("i-1") };
    expect(await ask("/signatures:verify", wish)).toMatchObject({
      status: 200,
      body: {
        valid: true,
        identity: { accountUid: root.account.uid, subAccount: "ada", accessKeyId: own.accessKeyId },
        decision: { allowed: true, by: { policyName: "compute", policyType: "Custom", statement: 0 }, ttlSeconds: 0 },
      },
    });
    expect((await ask("/signatures:verify", wish)).body).toEqual({ valid: false, code: "SignatureNonceUsed" });
  }
});

it("AWS's own signer passes, and not with another body, key or path", async () => {
  const { own, ask } = await open();
  const signer = new SignatureV4({
    credentials: { accessKeyId: own.accessKeyId, secretAccessKey: own.secret },
    region: "eu-1",
    service: "models",
    sha256: Sha256,
  });
  const body = JSON.stringify({ prompt: "hello 世界" });
  const signed = await signer.sign({
    method: "POST",
    protocol: "https:",
    hostname: "models.example.com",
    path: "/v1/chat",
    query: { stream: "true" },
    headers: { host: "models.example.com", "content-type": "application/json" },
    body,
  });
  const request = { method: "POST", path: "/v1/chat?stream=true", headers: signed.headers, body };
  const verdict = async (changes: object) =>
    (await ask("/signatures:verify", { request: { ...request, ...changes }, ...client })).body;
  expect(await verdict({})).toMatchObject({ valid: true, identity: { subAccount: "ada" } });
  expect(await verdict({ body: "{}" })).toMatchObject({ valid: false, code: "SignatureDoesNotMatch" });
  expect(await verdict({ path: "/v1/other?stream=true" })).toMatchObject({ valid: false });
  const authorization = String(signed.headers.authorization).replace(own.accessKeyId, "LTAInobodysKeyAtAll00000");
  expect(await verdict({ headers: { ...signed.headers, authorization } })).toMatchObject({
    code: "InvalidAccessKeyId.NotFound",
  });
});

it("authorize names the statement that decided, for the asking service's own things only", async () => {
  const { ask, resource, root } = await open();
  const of = { accountUid: root.account.uid, subAccount: "ada", ...client };
  const decide = (action: string, on: string) => ask("/authorize", { ...of, action, resource: on });
  expect((await decide("compute:DeleteInstance", resource("kept"))).body).toMatchObject({
    outcome: "explicit-deny",
    by: { statement: 1 },
  });
  expect((await decide("compute:DeleteInstance", resource("other"))).body).toMatchObject({ allowed: true });
  expect(await decide("storage:Read", resource("kept"))).toMatchObject({
    status: 400,
    body: { reason: "notOwnService" },
  });
  expect(await decide("compute:Start", resource("kept", "1".repeat(16)))).toMatchObject({ status: 404 });
  const nobody = await ask("/authorize", {
    ...of,
    subAccount: "eve",
    action: "compute:Start",
    resource: resource("x"),
  });
  expect(nobody).toMatchObject({ status: 404, body: { code: "not-found" } });
  await disableSubAccount(root, { name: "ada", reason: "test" });
  expect(await decide("compute:StartInstance", resource("x"))).toMatchObject({ status: 409 });
});

it("what cannot be parsed is a problem that names the place", async () => {
  const { ask } = await open();
  const answer = await ask("/signatures:verify", { request: { method: "get" }, ...client });
  expect(answer).toMatchObject({ status: 400, body: { code: "invalid-input" } });
  expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain("/request/method");
});

it("a decision says whether the money lets something new begin: never what stops, and again right after a top-up", async () => {
  const { own, ask, resource, root, topUp } = await open({ credit: "" });
  const about = { accountUid: root.account.uid, subAccount: "ada", ...client, resource: resource("i-1") };
  const may = async (action: string, more: object = {}) =>
    (await ask("/authorize", { ...about, action: `compute:${action}`, ...more })).body;
  const broke = {
    allowed: false,
    outcome: "allowed",
    spend: { allowed: false, reason: "wallet_exhausted", limit: null },
  };
  expect(await may("StartInstance")).toMatchObject(broke);
  const request = partsOf(buildV3Request(own, { action: "StartInstance", query: { Id: "i-1" } }));
  const wish = { request, ...client, action: "compute:StartInstance", resource: resource("i-1") };
  expect((await ask("/signatures:verify", wish)).body).toMatchObject({ valid: true, decision: broke });
  expect(await may("StopInstance")).toMatchObject({ allowed: true, spend: null });
  expect(await may("StartInstance", { costs: false })).toMatchObject({ allowed: true, spend: null });
  await topUp("1");
  expect(await may("StartInstance")).toMatchObject({ allowed: true, spend: { allowed: true } });
  await setSpendLimit(root, SetSpendLimitInput.parse({ subAccountName: "ada", per: "day", hard: "0" }));
  expect(await may("StartInstance")).toMatchObject({
    allowed: false,
    spend: { reason: "spend_limit", limit: { window: "day", hard: "0.00", spent: "0.00" } },
  });
  await setSpendLimit(root, SetSpendLimitInput.parse({ per: "lifetime", hard: "0" }));
  await setSpendLimit(root, SetSpendLimitInput.parse({ subAccountName: "ada", per: "day", hard: "1" }));
  expect(await may("StartInstance")).toMatchObject({ spend: { reason: "account_limit", limit: { resetsAt: null } } });
});

it("asked about many at once, of two accounts, it answers each by that one's own state, policies and limits", async () => {
  const [one, other] = [await open(), await open({ credit: "" })];
  for (const name of ["bo", "cy"]) await one.ram("CreateUser", { UserName: name });
  await one.ram("AttachPolicyToUser", { UserName: "cy", PolicyType: "Custom", PolicyName: "compute" });
  await createAndDisable(one, "dan");
  await setSpendLimit(one.root, SetSpendLimitInput.parse({ subAccountName: "cy", per: "day", hard: "0" }));
  const expected = [
    [one, "ada", { status: 200, body: { allowed: true, spend: { allowed: true } } }],
    [one, "bo", { status: 200, body: { allowed: false, outcome: "implicit-deny", spend: null } }],
    [one, "cy", { status: 200, body: { allowed: false, outcome: "allowed", spend: { reason: "spend_limit" } } }],
    [one, "dan", { status: 409 }],
    [one, "eve", { status: 404 }],
    [other, "ada", { status: 200, body: { allowed: false, spend: { reason: "wallet_exhausted" } } }],
    [other, "bo", { status: 404 }],
  ] as const;
  const asked = Array.from({ length: 10 }, () => expected).flat();
  await Promise.all(
    asked.map(async ([{ ask, root, resource }, subAccount, answer]) => {
      const wish = { ...client, action: "compute:StartInstance", resource: resource("i-1") };
      expect(await ask("/authorize", { accountUid: root.account.uid, subAccount, ...wish })).toMatchObject(answer);
    }),
  );
});

async function createAndDisable({ ram, root }: Awaited<ReturnType<typeof open>>, name: string): Promise<void> {
  await ram("CreateUser", { UserName: name });
  await disableSubAccount(root, { name, reason: "test" });
}
