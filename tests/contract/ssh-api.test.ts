import { expect, it } from "vitest";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { listPublicKeys } from "@/lib/domain/ssh-keys/queries";
import { UploadPublicKeyInput } from "@/lib/domain/ssh-keys/schema";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { buildServer, letIn } from "@/tests/support/build-server";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { openDoor } from "@/tests/support/open-door";
import { uniqueName } from "@/tests/support/unique-name";

async function harbor() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const input = { subAccountName: "ada", publicKey: buildPublicKey(), expiresInDays: "none" };
  await uploadPublicKey(later(root, {}), UploadPublicKeyInput.parse(input));
  const { credential } = await buildServer(root);
  await letIn(root, "gpu-1", { subAccountName: "ada" });
  const fingerprint = (await listPublicKeys(root, "ada"))[0]?.fingerprint ?? "";
  const { port } = await openDoor(() => undefined, { machines: [platformApi] });
  const call = async (path: string, key: string, init: RequestInit = {}) => {
    const headers = { ...init.headers, ...(key && { authorization: `Bearer ${key}` }) };
    const answer = await fetch(`http://127.0.0.1:${port}/api/platform/v1/ssh/${path}`, { ...init, headers });
    return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
  };
  const question = (more: Record<string, string> = {}) =>
    `authorized-keys?${new URLSearchParams({ login: "work", fingerprint, ...more })}`;
  return { root, credential, fingerprint, call, question };
}

it("answers a server with text, and every refusal with a status and nothing else", async () => {
  const { credential, call, question } = await harbor();
  expect(await call(question(), credential)).toMatchObject({
    status: 200,
    type: "text/plain; charset=utf-8",
    text: expect.stringMatching(/^restrict,pty,expiry-time="\d{14}Z" ssh-ed25519 [A-Za-z0-9+/=]+ sub:[0-9a-f-]{36}\n$/),
  });
  const { token } = await createServiceKey(buildOperator({ host: true }), {
    ...{ name: uniqueName("svc"), services: ["compute"], scopes: ["authorize"] },
  });
  for (const [path, key, status] of [
    [question(), "", 401],
    [question(), token, 401],
    [question(), `espsrv_${"0".repeat(49)}`, 401],
    [question({ login: "Root" }), credential, 400],
    [question({ login: "a b" }), credential, 400],
    [question({ login: `x'"$(id)` }), credential, 400],
    [question({ fingerprint: "MD5:aa:bb" }), credential, 400],
    [question({ more: "1" }), credential, 400],
    ["authorized-keys", credential, 400],
  ] as const) {
    expect(await call(path, key), path).toEqual({ status, type: null, text: "" });
  }
});

it("takes reports of logins, and a server's credential opens nothing else", async () => {
  const { root, credential, fingerprint, call } = await harbor();
  const report = (body: object, key = credential) =>
    call("logins", key, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  expect(await report({ login: "work", fingerprint, address: "nowhere" })).toMatchObject({ status: 400 });
  expect(await report({ login: "work", fingerprint, address: "192.0.2.7" }, "")).toMatchObject({ status: 401 });
  expect(await report({ login: "work", fingerprint, address: "192.0.2.7" })).toMatchObject({ status: 204 });
  expect((await listPublicKeys(root, "ada"))[0]?.lastUsedServer).toBe("gpu-1");
  expect(await call("../service", credential)).toMatchObject({ status: 401 });
});

it("a server that asks too often waits", async () => {
  const { root, credential, call, question } = await harbor();
  // Counted before they are read: these cost the database nothing.
  await Promise.all(Array.from({ length: 300 }, () => call("authorized-keys", credential)));
  expect(await call(question(), credential)).toEqual({ status: 429, type: null, text: "" });
  const { credential: another } = await buildServer(root, "gpu-2");
  expect(await call(question(), another)).toMatchObject({ status: 200 });
});
