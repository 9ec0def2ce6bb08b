import { once } from "node:events";
import { request as send } from "node:http";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { editAccessKey } from "@/lib/domain/access-keys/edit-access-key";
import { listActivity, listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { buildOperator } from "@/tests/support/build-context";
import { lookDirectly } from "@/tests/support/look-directly";
import { openDoor } from "@/tests/support/open-door";
import { issueKey, openRamApi } from "@/tests/support/open-ram-api";
import { popClient, refusal } from "@/tests/support/ram-clients";
import { buildV1Request, buildV3Request } from "@/tests/support/sign-request";
import { uniqueName } from "@/tests/support/unique-name";

interface Raw {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

async function sendRaw(port: number, { method, path, headers, body }: Raw) {
  const outgoing = send({ host: "127.0.0.1", port, method, path, headers, agent: false });
  outgoing.end(body);
  const [answer] = await once(outgoing, "response");
  const said = await text(answer);
  return { status: answer.statusCode as number, headers: answer.headers, text: said };
}

type Built = ReturnType<typeof buildV3Request> | ReturnType<typeof buildV1Request>;

const rawOf = ({ request, body }: Built): Raw => ({
  method: request.method,
  path: `/?${new URLSearchParams(request.query.map(([name, value]) => [name, value]))}`,
  headers: Object.fromEntries(request.headers),
  body,
});

it("a nonce is good once, also of ten copies at once, and a wrong signature spends none", async () => {
  const { port, key } = await openRamApi();
  const host = `127.0.0.1:${port}`;
  const right = rawOf(buildV3Request(key, { action: "ListUsers", host }));
  const wrong = { ...right, headers: { ...right.headers, "x-acs-action": "GetUser" } };
  expect(JSON.parse((await sendRaw(port, wrong)).text).Code).toBe("SignatureDoesNotMatch");
  const answers = await Promise.all(Array.from({ length: 10 }, () => sendRaw(port, right)));
  const codes = answers.map((answer) => JSON.parse(answer.text).Code ?? "passed").sort();
  expect(codes).toEqual([...Array(9).fill("SignatureNonceUsed"), "passed"]);
});

it("a disabled sub-account's key and a foreign address are refused on the next call", async () => {
  const { root, port, key } = await openRamApi();
  const admin = popClient({ port, key });
  await admin("CreateUser", { UserName: "ada" });
  const own = await issueKey(root, "ada");
  const asAda = popClient({ port, key: own });
  expect(await asAda("GetUser", { UserName: "ada" })).toMatchObject({ User: { UserName: "ada" } });
  await disableSubAccount(root, { name: "ada", reason: "test" });
  const refused = async () => (await refusal(asAda("GetUser", { UserName: "ada" }))).code;
  expect(await refused()).toBe("InvalidAccessKeyId.Inactive");
  await enableSubAccount(root, { name: "ada" });
  expect(await asAda("GetUser", { UserName: "ada" })).toMatchObject({ User: { UserName: "ada" } });
  const edit = { id: own.accessKeyId, ownerName: "ada", name: "", note: "", expiresInDays: "keep" } as const;
  await editAccessKey(
    { ...root, stepUp: new Set(["access-keys"] as const) },
    { ...edit, addresses: [["203.0.113.0/24"]] },
  );
  const away = await refusal(asAda("GetUser", { UserName: "ada" }));
  expect(away).toMatchObject({ code: "NoPermission", data: { AccessDeniedDetail: { PolicyType: "AccessKeyPolicy" } } });
  await editAccessKey({ ...root, stepUp: new Set(["access-keys"] as const) }, { ...edit, addresses: [] });
  expect(await asAda("GetUser", { UserName: "ada" })).toMatchObject({ User: { UserName: "ada" } });
});

it("an expired key is refused on the next call", async () => {
  const { root, port, key } = await openRamApi();
  await popClient({ port, key })("CreateUser", { UserName: "ada" });
  const own = await issueKey(root, "ada");
  const asAda = popClient({ port, key: own });
  expect(await asAda("GetUser", { UserName: "ada" })).toMatchObject({ User: { UserName: "ada" } });
  await lookDirectly(
    (sql) => sql`update app.access_keys set expires_at = now() - interval '1 second' where id = ${own.accessKeyId}`,
  );
  expect(await refusal(asAda("GetUser", { UserName: "ada" }))).toMatchObject({
    code: "InvalidAccessKeyId.Inactive",
    status: 400,
  });
});

it("a new password that is weak, used before or asked for with the wrong old one is refused by its name", async () => {
  const { root, port, key } = await openRamApi();
  const admin = popClient({ port, key });
  await admin("CreateUser", { UserName: "ada" });
  const [first, second] = ["eleven herons on the weir", "twelve otters in the reeds"];
  await admin("CreateLoginProfile", { UserName: "ada", Password: first });
  await admin("SetPasswordPolicy", { PasswordReusePrevention: 3 });
  const asAda = popClient({ port, key: await issueKey(root, "ada") });
  const change = (OldPassword: string, NewPassword: string) => asAda("ChangePassword", { OldPassword, NewPassword });
  const refused = async (old: string, next: string) => (await refusal(change(old, next))).code;
  expect(await refused(first, "short")).toBe("InvalidParameter.NewPassword.TooWeak");
  expect(await refused("not this one at all", second)).toBe("InvalidParameter.OldPassword.Incorrect");
  await change(first, second);
  expect(await refused(second, first)).toBe("InvalidParameter.NewPassword.ReusePrevention");
});

it("a refused call stands in the log of whoever signed it, under its key, and in that of nobody it was tried on", async () => {
  const { root, port, key } = await openRamApi();
  const admin = popClient({ port, key });
  for (const UserName of ["ada", "lin"]) await admin("CreateUser", { UserName });
  const adas = await issueKey(root, "ada");
  const asAda = popClient({ port, key: adas });
  expect((await refusal(asAda("DeleteUser", { UserName: "lin" }))).code).toBe("NoPermission");
  expect((await refusal(asAda("ListUsers"))).code).toBe("NoPermission");
  const { rows } = await listAuditEvents(root, AuditFilter.parse({ result: "refused" }));
  const told = rows.map(({ action, actorName, accessKeyId, code }) => ({ action, actorName, accessKeyId, code }));
  const by = { actorName: "ada", accessKeyId: adas.accessKeyId, code: "not-found" };
  expect(told).toEqual([
    { action: "ram:ListUsers", ...by, code: "forbidden" },
    { action: "ram:DeleteUser", ...by },
  ]);
  const { rows: lins } = await listActivity(root, "lin", AuditFilter.parse({ result: "refused" }));
  expect(lins).toEqual([]);
});

it("what a group's policy allows is allowed until a policy of the account's own denies it", async () => {
  const { root, port, key } = await openRamApi();
  const admin = popClient({ port, key });
  for (const UserName of ["ada", "lin"]) await admin("CreateUser", { UserName });
  const asAda = popClient({ port, key: await issueKey(root, "ada") });
  await admin("CreateGroup", { GroupName: "readers" });
  const readOnly = { PolicyType: "System", PolicyName: "AliyunRAMReadOnlyAccess" };
  await admin("AttachPolicyToGroup", { ...readOnly, GroupName: "readers" });
  const read = () => asAda("GetUser", { UserName: "lin" });
  expect((await refusal(read())).code).toBe("NoPermission");
  await admin("AddUserToGroup", { UserName: "ada", GroupName: "readers" });
  expect(await read()).toMatchObject({ User: { UserName: "lin" } });
  const Statement = [{ Effect: "Deny", Action: "ram:GetUser", Resource: `acs:ram::${root.account.uid}:user/lin` }];
  const PolicyDocument = JSON.stringify({ Version: "1", Statement });
  await admin("CreatePolicy", { PolicyName: "not-lin", PolicyDocument });
  await admin("AttachPolicyToUser", { PolicyType: "Custom", PolicyName: "not-lin", UserName: "ada" });
  const denied = await refusal(read());
  expect(denied).toMatchObject({
    code: "NoPermission",
    data: { AccessDeniedDetail: { NoPermissionType: "ExplicitDeny" } },
  });
  expect(await asAda("GetUser", { UserName: "ada" })).toMatchObject({ User: { UserName: "ada" } });
});

it("a signature that a service's client was refused for is noted on its key, for the owner", async () => {
  const { root, key } = await openRamApi();
  const { token } = await createServiceKey(buildOperator({ host: true }), {
    name: uniqueName("svc"),
    services: ["compute"],
    scopes: ["signatures:verify"],
  });
  const { port } = await openDoor((_, response) => void response.end(), { machines: [platformApi] });
  const wrong = { ...key, secret: `${key.secret}x` };
  const { method, path, headers } = rawOf(buildV3Request(wrong, { action: "ListUsers", host: "compute.test" }));
  const answer = await fetch(`http://127.0.0.1:${port}/api/platform/v1/signatures:verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ request: { method, path, headers, body: "" }, sourceIp: "203.0.113.9" }),
  });
  expect(await answer.json()).toMatchObject({ valid: false });
  const noted = async () => {
    const [row] = await lookDirectly(
      (sql) => sql`select refused_code, refused_address from app.access_keys
        where account_id = ${root.accountId} and id = ${key.accessKeyId}`,
    );
    return row;
  };
  await expect.poll(noted, { timeout: 5_000 }).toMatchObject({ refused_code: "SignatureDoesNotMatch" });
});

it("another account's sub-account and a made-up one are refused alike, byte for byte", async () => {
  const one = await openRamApi();
  const other = await openRamApi();
  await popClient(other)("CreateUser", { UserName: "pip" });
  const call = popClient(one);
  for (const action of ["GetUser", "DeleteUser", "ListAccessKeys", "GetLoginProfile"]) {
    const [foreign, madeUp] = [
      await refusal(call(action, { UserName: "pip" })),
      await refusal(call(action, { UserName: "zap" })),
    ];
    expect({ ...foreign.data, RequestId: "" }).toEqual({ ...madeUp.data, RequestId: "" });
    expect(foreign.code).toBe("EntityNotExist.User");
  }
});

it("of calls at once each has its own key's answer: disabled, deleted, another account's, another's secret", async () => {
  const { root, port, key } = await openRamApi();
  const foreign = await openRamApi();
  const admin = popClient({ port, key });
  for (const UserName of ["ada", "lin"]) await admin("CreateUser", { UserName });
  const own = await issueKey(root, "ada");
  const [disabled, deleted] = [await issueKey(root, "lin"), await issueKey(root, "lin")];
  const of = (one: typeof key) => ({ UserName: "lin", UserAccessKeyId: one.accessKeyId });
  await admin("UpdateAccessKey", { ...of(disabled), Status: "Inactive" });
  await admin("DeleteAccessKey", of(deleted));
  const ask = (as: typeof key) => {
    const answer = popClient({ port, key: as })("GetUser", { UserName: "ada" });
    return answer.then(
      () => "passed",
      (error) => error.code as string,
    );
  };
  const expected: [typeof key, string][] = [
    [own, "passed"],
    [disabled, "InvalidAccessKeyId.Inactive"],
    [deleted, "InvalidAccessKeyId.NotFound"],
    [foreign.key, "EntityNotExist.User"],
    [{ ...foreign.key, secret: own.secret }, "SignatureDoesNotMatch"],
  ];
  const all = Array.from({ length: 5 }, () => expected).flat();
  expect(await Promise.all(all.map(([as]) => ask(as)))).toEqual(all.map(([, code]) => code));

  for (const action of ["UpdateAccessKey", "DeleteAccessKey"]) {
    for (const one of [foreign.key, deleted]) {
      const refused = await refusal(admin(action, { ...of(one), Status: "Inactive" }));
      expect(refused).toMatchObject({ code: "EntityNotExist.User.AccessKey", status: 404 });
    }
  }
  expect(await popClient(foreign)("ListUsers")).toMatchObject({ Users: { User: [] } });
});

it("everything is answered as JSON with a request id: other methods, long bodies, nonsense", async () => {
  const { port } = await openRamApi();
  const nonsense: [Raw, number, string][] = [
    [{ method: "PUT", path: "/", headers: { "x-acs-action": "ListUsers" }, body: "" }, 400, "UnsupportedHTTPMethod"],
    [{ method: "GET", path: "/?Action=ListUsers&Signature=x", headers: {}, body: "" }, 400, "MissingAccessKeyId"],
    [{ method: "GET", path: "/?Action=a&Action=b&Signature=x", headers: {}, body: "" }, 400, "InvalidParameter.Action"],
    [{ method: "GET", path: "/?Action=a&Signature=x&b=%00", headers: {}, body: "" }, 400, "InvalidParameter.b"],
    [
      {
        method: "POST",
        path: "/",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "a".repeat(131_073),
      },
      413,
      "RequestEntityTooLarge",
    ],
  ];
  for (const [raw, status, code] of nonsense) {
    const answer = await sendRaw(port, raw);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(JSON.parse(answer.text)).toMatchObject({ Code: code, RequestId: answer.headers["x-acs-request-id"] });
  }
});

const change = fc.record({
  where: fc.constantFrom("path", "body", "header", "value"),
  at: fc.nat(400),
  text: fc.string({ minLength: 1, maxLength: 6 }).map(encodeURIComponent),
});

it("a changed request is refused or means the same, and is never a fault of ours", async () => {
  const { port, key } = await openRamApi();
  const host = `127.0.0.1:${port}`;
  // Twenty bad signatures of one key and address in a minute are answered by the limit and no longer by the verifier.
  const keys = [key, ...(await Promise.all([1, 2, 3, 4].map(async () => (await openRamApi()).key)))];
  let run = 0;
  await fc.assert(
    fc.asyncProperty(change, fc.boolean(), async ({ where, at, text: inserted }, isV3) => {
      const build = isV3 ? buildV3Request : buildV1Request;
      const raw = rawOf(
        build(keys[run++ % keys.length] ?? key, {
          action: "CreateUser",
          query: { UserName: "Not-Allowed" },
          form: { Comments: "x" },
          method: "POST",
          host,
        }),
      );
      const insert = (value: string) =>
        value.slice(0, at % (value.length + 1)) + inserted + value.slice(at % (value.length + 1));
      if (where === "path") raw.path = `/?${insert(raw.path.slice(2))}`;
      if (where === "body") raw.body = insert(raw.body);
      if (where === "header") raw.headers.authorization = insert(raw.headers.authorization ?? "");
      if (where === "value") raw.headers["x-acs-date"] = insert(raw.headers["x-acs-date"] ?? "");
      const { status, text: said } = await sendRaw(port, raw);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(JSON.parse(said)).toHaveProperty("Code");
    }),
    { numRuns: 90 },
  );
});
