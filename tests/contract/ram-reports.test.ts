import { expect, it } from "vitest";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { issueKey, openRamApi } from "@/tests/support/open-ram-api";
import { callApi, ims, imsClient, popClient, refusal } from "@/tests/support/ram-clients";

const version = "2019-08-15";

it("the account summary counts what there is beside RAM's quotas", async () => {
  const { port, key } = await openRamApi();
  const call = popClient({ port, key });
  for (const UserName of ["ada", "lin"]) await call("CreateUser", { UserName });
  await call("CreateGroup", { GroupName: "team" });
  await call("CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" });
  const { body } = await imsClient({ port, key }).getAccountSummary();
  expect(body?.summaryMap).toMatchObject({
    ...{ users: 2, usersQuota: 1000, groups: 1, groupsQuota: 50, policies: 0, policiesQuota: 1500, roles: 0 },
    ...{ MFADevices: 1, MFADevicesInUse: 0, virtualMFADevicesQuota: 1000, versionsPerPolicyQuota: 5 },
    ...{ accessKeysPerUserQuota: 2, policySizeQuota: 6144, conditionsPerAKPolicyQuota: 8, IPItemsPerAKPolicyQuota: 50 },
  });
});

it("the thousand-and-first sub-account is kept back", async () => {
  const { port, key, root } = await openRamApi();
  await lookDirectly(
    (sql) => sql`update app.sub_account_counters set active = 999 where account_id = ${root.accountId}`,
  );
  const call = popClient({ port, key });
  await call("CreateUser", { UserName: "last" });
  expect(await refusal(call("CreateUser", { UserName: "over" }))).toMatchObject({
    code: "LimitExceeded.User",
    status: 409,
  });
});

it("the credential report is always current, in RAM's columns, and in pages where asked", async () => {
  const { port, key, root } = await openRamApi();
  const client = imsClient({ port, key });
  const call = popClient({ port, key });
  for (const UserName of ["ada", "lin"]) await call("CreateUser", { UserName });
  expect((await client.generateCredentialReport()).body?.state).toBe("COMPLETED");
  const page = async (maxItems: string, nextToken?: string) =>
    (
      await client.getCredentialReport(
        new ims.GetCredentialReportRequest({ maxItems, ...(nextToken && { nextToken }) }),
      )
    ).body;
  const whole = await page("3501");
  const lines = Buffer.from(whole?.content ?? "", "base64")
    .toString("utf8")
    .trim()
    .split("\n");
  expect(lines.map((line) => line.split(",")[0])).toEqual(["user", "<root>", "ada", "lin"]);
  expect(lines[0]).toMatch(
    /^user,user_creation_time,user_last_logon,password_exist,.*additional_access_key_3_last_used$/,
  );
  expect(whole).toMatchObject({ isTruncated: "false", generatedTime: expect.stringMatching(/Z$/) });
  const first = await page("2");
  expect(first?.isTruncated).toBe("true");
  const second = await page("2", first?.nextToken);
  expect(
    Buffer.from(second?.content ?? "", "base64")
      .toString("utf8")
      .split("\n")[1],
  ).toMatch(/^lin,/);
  expect(second?.isTruncated).toBe("false");
  expect((await refusal(page("3502"))).code).toBe("InvalidParameter.MaxItems");
  expect((await refusal(page("2", "made-up"))).code).toBe("InvalidParameter.NextToken");
  await buildSubAccount(root, { name: "reader" });
  const asReader = imsClient({ port, key: await issueKey(root, "reader") });
  for (const ask of [
    () => asReader.getCredentialReport(new ims.GetCredentialReportRequest({})),
    () => asReader.getAccountSummary(),
  ]) {
    expect(await refusal(ask())).toMatchObject({ code: "NoPermission", status: 403 });
  }
});

it("the security practice report counts people, factors and keys as RAM names them", async () => {
  const { port, key, root } = await openRamApi();
  const call = popClient({ port, key });
  for (const UserName of ["ada", "lin"]) await call("CreateUser", { UserName });
  await issueKey(root, "ada");
  await lookDirectly(
    (sql) => sql`update app.access_keys set created_at = now() - interval '91 days'
      where account_id = ${root.accountId} and sub_account_id is not null`,
  );
  await call("SetPasswordPolicy", { MinimumPasswordLength: 12, RequireNumbers: true, RequireSymbols: true });
  const { body } = await imsClient({ port, key }).getAccountSecurityPracticeReport();
  const report = body?.accountSecurityPracticeInfo;
  expect(report?.accountSecurityPracticeUserInfo).toMatchObject({
    ...{ subUser: 2, subUserBindMfa: 0, subUserWithOldAccessKey: 1, subUserWithUnusedAccessKey: 1 },
    ...{ rootWithAccessKey: 1, bindMfa: false, oldAkNum: 1, unusedAkNum: 1, subUserPwdLevel: "mid" },
  });
  expect(report?.score).toBeLessThan(100);
});

const network = (Status: string, ...lists: string[][]) =>
  JSON.stringify({ Version: 1, Status, Statements: lists.map((IPList) => ({ Type: "ClassicWhiteList", IPList })) });

it("a key's network policy takes the place of the account's, and one that is switched off does not", async () => {
  const { port, key, root } = await openRamApi();
  const client = imsClient({ port, key });
  const ask = (action: string, query: Record<string, string> = {}) => callApi(client, action, version, query);
  await popClient({ port, key })("CreateUser", { UserName: "ada" });
  const own = await issueKey(root, "ada");
  const asAda = popClient({ port, key: own });
  const call = () => asAda("GetUser", { UserName: "ada" });
  const which = { UserAccessKeyId: own.accessKeyId, UserPrincipalName: `ada@${root.account.alias}.onaliyun.com` };
  expect(await ask("GetAccessKeyPolicy", which)).toMatchObject({
    AccessKeyId: own.accessKeyId,
    AccessKeyPolicy: network("Inactive"),
  });
  const far = network("Active", ["203.0.113.0/24"]);
  const here = network("Active", ["203.0.113.0/24"], ["127.0.0.1", "::1"]);
  expect(await ask("SetAccessKeyPolicy", { ...which, AccessKeyPolicy: far })).toMatchObject({ AccessKeyPolicy: far });
  expect(await refusal(call())).toMatchObject({
    code: "NoPermission",
    data: { AccessDeniedDetail: { PolicyType: "AccessKeyPolicy" } },
  });
  await ask("SetAccessKeyPolicy", { ...which, AccessKeyPolicy: here });
  await ask("SetAccessKeyPolicyForAccount", { AccessKeyPolicy: here });
  expect(await ask("GetAccessKeyPolicyForAccount")).toMatchObject({ AccessKeyPolicy: here });
  expect(await call()).toMatchObject({ User: { UserName: "ada" } });
  // From here on the root user's own key, which has no policy of its own, is refused too.
  await ask("SetAccessKeyPolicyForAccount", { AccessKeyPolicy: far });
  expect(await call()).toMatchObject({ User: { UserName: "ada" } });
  expect((await refusal(ask("GetAccessKeyPolicyForAccount"))).code).toBe("NoPermission");
  const events = await lookDirectly(
    (sql) => sql`select action, after from app.audit_events where account_id = ${root.accountId}
      and action like 'ram:SetAccessKeyPolicy%' order by occurred_at`,
  );
  expect(events.at(-1)).toMatchObject({ action: "ram:SetAccessKeyPolicyForAccount" });
  expect(events).toHaveLength(4);
});

it("a network policy that cannot be is refused with its parameter named", async () => {
  const { port, key, root } = await openRamApi();
  const client = imsClient({ port, key });
  const of = { UserAccessKeyId: key.accessKeyId };
  const codeOf = async (AccessKeyPolicy: string, more: Record<string, string> = of) =>
    (await refusal(callApi(client, "SetAccessKeyPolicy", version, { ...more, AccessKeyPolicy }))).code;
  const vpc = JSON.stringify({
    Version: 1,
    Status: "Active",
    Statements: [{ Type: "VPCWhiteList", Value: "vpc-1", IPList: ["10.0.0.1"] }],
  });
  for (const text of ["{}", "nonsense", vpc, JSON.stringify({ Version: 1, Status: "Active", Statements: null })]) {
    expect(await codeOf(text)).toBe("InvalidParameter.AccessKeyPolicy");
  }
  const many = Array.from({ length: 51 }, (_, index) => `192.0.2.${index}`);
  expect(await codeOf(network("Active", many))).toBe("InvalidParameter.AccessKeyPolicy");
  expect(await codeOf(network("Active", ...many.slice(0, 9).map((one) => [one])))).toBe(
    "InvalidParameter.AccessKeyPolicy",
  );
  expect(await codeOf(network("Active", ["nowhere"]))).toBe("InvalidParameter.AccessKeyPolicy.Format");
  expect(await codeOf("")).toBe("MissingAccessKeyPolicy");
  expect(await codeOf(network("Active"), { UserAccessKeyId: "LTAI0" })).toBe("EntityNotExist.User.AccessKey");
  await buildSubAccount(root, { name: "manager", policies: ["AliyunRAMFullAccess"] });
  const asManager = imsClient({ port, key: await issueKey(root, "manager") });
  const reached = callApi(asManager, "SetAccessKeyPolicy", version, { ...of, AccessKeyPolicy: network("Inactive") });
  expect((await refusal(reached)).code).toBe("EntityNotExist.User.AccessKey");
});

it("verification types arrive as one text and flattened", async () => {
  const { port, key } = await openRamApi();
  const call = popClient({ port, key }, version);
  const types = (answer: Record<string, unknown>) =>
    (answer.SecurityPreference as Record<string, Record<string, unknown>>).VerificationPreference?.VerificationTypes;
  expect(types(await call("SetSecurityPreference", { VerificationTypes: ["sms", "email"] }))).toEqual(["sms", "email"]);
  const text = await call("SetSecurityPreference", { VerificationTypes: '["email"]' });
  expect(types(text)).toEqual(["email"]);
  expect((await refusal(call("SetSecurityPreference", { "VerificationTypes.1": "fax" }))).code).toBe(
    "InvalidParameter.VerificationTypes",
  );
  const sdk = imsClient({ port, key });
  const { body } = await sdk.setSecurityPreference(
    new ims.SetSecurityPreferenceRequest({ verificationTypes: ["sms"] }),
  );
  expect(body?.securityPreference?.verificationPreference?.verificationTypes).toEqual(["sms"]);
});
