import { expect, it } from "vitest";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { listServiceKeys } from "@/lib/domain/service-keys/queries";
import { revokeServiceKey } from "@/lib/domain/service-keys/revoke-service-key";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { newCredential } from "@/lib/foundation/credential-format";
import { buildOperator } from "@/tests/support/build-context";
import { lookDirectly } from "@/tests/support/look-directly";
import { openDoor } from "@/tests/support/open-door";
import { uniqueName } from "@/tests/support/unique-name";

const host = buildOperator({ host: true });

async function openApi() {
  let reached = 0;
  const { port } = await openDoor((_, response) => void response.end(String(++reached)), { machines: [platformApi] });
  return {
    pagesReached: () => reached,
    call: async (path: string, init: RequestInit & { key?: string } = {}) => {
      const headers = { ...(init.key && { authorization: `Bearer ${init.key}` }), ...init.headers };
      const response = await fetch(`http://127.0.0.1:${port}/api/platform/v1${path}`, { ...init, headers });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get("content-type") ?? "");
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    },
  };
}

const issue = (scopes: ("signatures:verify" | "authorize" | "usage:write")[] = ["authorize"]) =>
  createServiceKey(host, { name: uniqueName("svc"), services: ["compute"], scopes });

it("a service key says who calls; revoked, its next call is refused", async () => {
  const { call } = await openApi();
  const { id, token } = await issue();
  const answer = await call("/service", { key: token });
  expect(answer).toMatchObject({ status: 200, body: { services: ["compute"] } });
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  const seen = (await listServiceKeys(host)).find((key) => key.id === id);
  expect(seen?.lastUsedAt).toBeInstanceOf(Date);
  await revokeServiceKey(host, { id });
  expect(await call("/service", { key: token })).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
});

it("nobody, a made-up key and a mistyped one are told apart by nothing", async () => {
  const { call } = await openApi();
  const { token } = await issue();
  const answers = [];
  for (const key of ["", newCredential("service-key"), `${token.slice(0, -1)}~`, "espsv_x"]) {
    const { status, headers, body } = await call("/service", { key });
    expect(headers.get("www-authenticate")).toContain("Bearer");
    expect(headers.get("content-type")).toBe("application/problem+json");
    answers.push({ status, ...body, requestId: "" });
  }
  expect(new Set(answers.map((one) => JSON.stringify(one)))).toHaveLength(1);
  expect(answers[0]).toMatchObject({ status: 401, type: "/api/platform/v1/docs#unauthenticated" });
});

it("a call outside a key's scopes is refused and stands in the platform's log", async () => {
  const { call } = await openApi();
  const { id, token } = await issue(["signatures:verify"]);
  const headers = { "content-type": "application/json" };
  const refused = await call("/authorize", { method: "POST", key: token, headers, body: "{}" });
  expect(refused).toMatchObject({ status: 403, body: { code: "forbidden", reason: "scopeMissing" } });
  const events = await lookDirectly(
    (sql) => sql`select action, resource, result, code from app.operator_audit_events where actor_id = ${id}`,
  );
  expect(events).toEqual([
    { action: "platform:CallPlatformApi", resource: "POST /authorize", result: "refused", code: "scopeMissing" },
  ]);
});

it("every refusal is a problem: unknown route, another method", async () => {
  const { call, pagesReached } = await openApi();
  expect(await call("/nowhere")).toMatchObject({ status: 404, body: { code: "no-such-route" } });
  const wrong = await call("/service", { method: "DELETE" });
  expect(wrong).toMatchObject({ status: 405, body: { code: "method-not-allowed" } });
  expect(wrong.headers.get("allow")).toBe("GET");
  expect(pagesReached()).toBe(0);
});

it("the document and its page need no key, and name every route", async () => {
  const { call } = await openApi();
  const { status, body } = await call("/openapi.json");
  expect(status).toBe(200);
  expect(body).toMatchObject({ openapi: "3.1.1", security: [{ serviceKey: [] }] });
  const page = await call("/docs");
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
  for (const path of Object.keys(body.paths)) expect(page.text).toContain(`<code>${path}</code>`);
});

it("no key is stored: the table holds its hash and its last four", async () => {
  const { id, token } = await issue();
  const key = (await listServiceKeys(host)).find((one) => one.id === id);
  expect(key).toMatchObject({ lastFour: token.slice(-4), scopes: ["authorize"] });
  expect(JSON.stringify(key)).not.toContain(token.slice(6, -4));
});

it("what no database stores is refused as a name and as a value, however it is written; its like is read", async () => {
  const { call } = await openApi();
  const { token } = await issue(["usage:write"]);
  const headers = { "content-type": "application/json" };
  const send = (body: string) => call("/usage", { key: token, method: "POST", headers, body });
  for (const bad of ["\\u0000", "\\ud800", "\\uDFFF"]) {
    expect(await send(`{"id":"${bad}"}`), bad).toMatchObject({ status: 400 });
    expect(await send(`{"data":{"dims":{"${bad}":"1"}}}`), bad).toMatchObject({ status: 400 });
  }
  for (const good of ["\\ud83d\\ude00", "\\\\u0000", "\\u00e9"]) {
    expect(await send(`{"id":"${good}"}`), good).toMatchObject({ status: 202, body: { rejected: 1 } });
  }
});
