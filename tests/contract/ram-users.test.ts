import { expect, it } from "vitest";
import { buildAccount } from "@/tests/support/build-account";
import { issueKey, openRamApi } from "@/tests/support/open-ram-api";
import { callApi, ims, imsClient, popClient, ram, ramClient, refusal } from "@/tests/support/ram-clients";
import { uniqueName } from "@/tests/support/unique-name";

it.each(["v3", "v1"] as const)("a sub-account lives its whole life by the RAM client, %s", async (scheme) => {
  const { port, key, root } = await openRamApi();
  const client = ramClient({ port, key, scheme });
  const odd = "Ada 'L' !*()~ 中文+%20";
  const { body: made } = await client.createUser(
    new ram.CreateUserRequest({
      userName: "ada",
      displayName: odd,
      mobilePhone: "86-13800138000",
      email: "ada@example.com",
      comments: "first",
    }),
  );
  expect(made?.user).toMatchObject({
    userName: "ada",
    displayName: odd,
    mobilePhone: "86-13800138000",
    email: "ada@example.com",
    comments: "first",
    userId: expect.stringMatching(/^\d{18}$/),
    createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
  expect(made?.requestId).toMatch(/^[0-9A-F-]{36}$/);
  expect(await refusal(client.createUser(new ram.CreateUserRequest({ userName: "ada" })))).toMatchObject({
    code: "EntityAlreadyExists.User",
    status: 409,
  });
  const { body: got } = await client.getUser(new ram.GetUserRequest({ userName: "ada" }));
  expect(got?.user).toMatchObject({ userName: "ada", lastLoginDate: "", userId: made?.user?.userId });
  const { body: changed } = await client.updateUser(
    new ram.UpdateUserRequest({ userName: "ada", newDisplayName: "Ada", newComments: "" }),
  );
  expect(changed?.user).toMatchObject({ displayName: "Ada", comments: "", email: "ada@example.com" });
  expect(
    await refusal(client.updateUser(new ram.UpdateUserRequest({ userName: "ada", newUserName: "eve" }))),
  ).toMatchObject({ code: "NotSupport.NewUserName", status: 400 });

  await client.createLoginProfile(
    new ram.CreateLoginProfileRequest({
      userName: "ada",
      password: "eleven herons on the weir",
      passwordResetRequired: true,
    }),
  );
  const { body: profile } = await client.getLoginProfile(new ram.GetLoginProfileRequest({ userName: "ada" }));
  expect(profile?.loginProfile).toMatchObject({ userName: "ada", passwordResetRequired: true, MFABindRequired: false });
  await client.updateLoginProfile(new ram.UpdateLoginProfileRequest({ userName: "ada", MFABindRequired: true }));

  const { body: issued } = await client.createAccessKey(new ram.CreateAccessKeyRequest({ userName: "ada" }));
  const own = { accessKeyId: issued?.accessKey?.accessKeyId ?? "", secret: issued?.accessKey?.accessKeySecret ?? "" };
  expect(own.secret).toMatch(/^espsk_/);
  const adas = ramClient({ port, key: own, scheme });
  const { body: self } = await adas.getUser(new ram.GetUserRequest({ userName: "ada" }));
  expect(self?.user?.userName).toBe("ada");
  const denied = await refusal(adas.createUser(new ram.CreateUserRequest({ userName: "eve" })));
  expect(denied).toMatchObject({ code: "NoPermission", status: 403 });
  expect(denied.data.AccessDeniedDetail).toMatchObject({
    AuthAction: "ram:CreateUser",
    AuthPrincipalType: "SubUser",
    AuthPrincipalOwnerId: root.account.uid,
    NoPermissionType: "ImplicitDeny",
  });

  const { body: keys } = await client.listAccessKeys(new ram.ListAccessKeysRequest({ userName: "ada" }));
  expect(keys?.accessKeys?.accessKey).toMatchObject([{ accessKeyId: own.accessKeyId, status: "Active" }]);
  expect(await refusal(client.deleteUser(new ram.DeleteUserRequest({ userName: "ada" })))).toMatchObject({
    code: "DeleteConflict.User.AccessKey",
    status: 409,
  });
  await client.updateAccessKey(
    new ram.UpdateAccessKeyRequest({ userName: "ada", userAccessKeyId: own.accessKeyId, status: "Inactive" }),
  );
  expect(await refusal(adas.getUser(new ram.GetUserRequest({ userName: "ada" })))).toMatchObject({
    code: "InvalidAccessKeyId.Inactive",
    status: 400,
  });
  await client.deleteAccessKey(new ram.DeleteAccessKeyRequest({ userName: "ada", userAccessKeyId: own.accessKeyId }));
  expect(await refusal(adas.getUser(new ram.GetUserRequest({ userName: "ada" })))).toMatchObject({
    code: "InvalidAccessKeyId.NotFound",
    status: 404,
  });
  expect(await refusal(client.deleteUser(new ram.DeleteUserRequest({ userName: "ada" })))).toMatchObject({
    code: "DeleteConflict.User.LoginProfile",
  });
  await client.deleteLoginProfile(new ram.DeleteLoginProfileRequest({ userName: "ada" }));
  expect(await refusal(client.getLoginProfile(new ram.GetLoginProfileRequest({ userName: "ada" })))).toMatchObject({
    code: "EntityNotExist.User.LoginProfile",
    status: 404,
  });
  await client.deleteUser(new ram.DeleteUserRequest({ userName: "ada" }));
  expect(await refusal(client.getUser(new ram.GetUserRequest({ userName: "ada" })))).toMatchObject({
    code: "EntityNotExist.User",
    status: 404,
  });
});

it.each(["v3", "v1"] as const)(
  "the same by the IMS client, %s, who names people by principal or id",
  async (scheme) => {
    const { port, key, root } = await openRamApi();
    const client = imsClient({ port, key, scheme });
    const principal = `lin@${root.account.alias}.onaliyun.com`;
    const { body: made } = await client.createUser(
      new ims.CreateUserRequest({ userPrincipalName: principal, displayName: "Lin" }),
    );
    expect(made?.user).toMatchObject({ userPrincipalName: principal, provisionType: "Manual" });
    const { body: byId } = await client.getUser(new ims.GetUserRequest({ userId: made?.user?.userId ?? "" }));
    expect(byId?.user).toMatchObject({ userName: "lin", userPrincipalName: principal });
    const { body: issued } = await client.createAccessKey(
      new ims.CreateAccessKeyRequest({ userPrincipalName: principal }),
    );
    const accessKeyId = issued?.accessKey?.accessKeyId ?? "";
    const { body: byKey } = await client.getUser(new ims.GetUserRequest({ userAccessKeyId: accessKeyId }));
    expect(byKey?.user?.userName).toBe("lin");
    const { body: list } = await client.listUserBasicInfos(new ims.ListUserBasicInfosRequest({}));
    expect(list?.userBasicInfos?.userBasicInfo).toMatchObject([{ userPrincipalName: principal, status: "active" }]);
    expect(
      await refusal(client.getUser(new ims.GetUserRequest({ userPrincipalName: "lin@elsewhere.onaliyun.com" }))),
    ).toMatchObject({ code: "EntityNotExist.User", status: 404 });
    expect(
      await refusal(client.getUser(new ims.GetUserRequest({ userPrincipalName: principal, userId: "1" }))),
    ).toMatchObject({ code: "InvalidParameter.UserPrincipalName", status: 400 });
    const unknown = callApi(client, "CreateApplication", "2019-08-15", { AppName: "x" });
    expect(await refusal(unknown)).toMatchObject({ code: "InvalidApi.NotFound", status: 404 });
  },
);

it("pages lists by sealed markers, each good for its own list only", async () => {
  const { port, key } = await openRamApi();
  const call = popClient({ port, key });
  for (const name of ["a", "b", "c"]) await call("CreateUser", { UserName: name }, name === "b" ? "GET" : "POST");
  const first = await call("ListUsers", { MaxItems: 2 });
  expect(first).toMatchObject({ IsTruncated: true, Users: { User: [{ UserName: "a" }, { UserName: "b" }] } });
  const second = await call("ListUsers", { MaxItems: 2, Marker: first.Marker });
  expect(second).toMatchObject({ IsTruncated: false, Users: { User: [{ UserName: "c" }] } });
  expect(second).not.toHaveProperty("Marker");
  const other = await openRamApi();
  const theirs = popClient({ port: other.port, key: other.key });
  expect(await theirs("ListUsers")).toMatchObject({ Users: { User: [] }, IsTruncated: false });
  expect((await refusal(theirs("ListUsers", { Marker: first.Marker }))).code).toBe("InvalidParameter.Marker");
  expect((await refusal(call("ListUsers", { Marker: "made-up" }))).code).toBe("InvalidParameter.Marker");
  expect((await refusal(call("ListUsers", { MaxItems: 1001 }))).code).toBe("InvalidParameter.MaxItems");
});

it("answers what cannot be used with the documented code, before it looks at any data", async () => {
  const { port, key } = await openRamApi();
  const call = popClient({ port, key });
  const cases: [string, Record<string, unknown>, string][] = [
    ["CreateUser", {}, "MissingUserName"],
    ["CreateUser", { UserName: "" }, "MissingUserName"],
    ["CreateUser", { UserName: "Ada" }, "InvalidParameter.UserName.InvalidChars"],
    ["CreateUser", { UserName: "a".repeat(50) }, "InvalidParameter.UserName.Length"],
    ["CreateUser", { UserName: "ada", DisplayName: "x".repeat(129) }, "InvalidParameter.DisplayName.Length"],
    ["CreateUser", { UserName: "ada", MobilePhone: "123" }, "InvalidParameter.MobilePhone.Format"],
    ["CreateUser", { UserName: "ada", MobilePhone: "86-1234" }, "InvalidParameter.MobilePhone.Format"],
    ["CreateUser", { UserName: "ada", Email: "nobody" }, "InvalidParameter.Email.Format"],
    ["CreateUser", { UserName: "ada", Comments: "x".repeat(129) }, "InvalidParameter.Comments.Length"],
    ["CreateUser", { UserName: "ada", "Tag.1.Key": "k" }, "InvalidParameter.Tag"],
    ["GetUser", { UserName: "no body" }, "InvalidParameter.UserName.InvalidChars"],
    ["GetUser", { UserName: "NoBody" }, "EntityNotExist.User"],
    ["DeleteUser", { UserName: "nobody" }, "EntityNotExist.User"],
    ["CreateLoginProfile", { UserName: "nobody", Password: "eleven herons on the weir" }, "EntityNotExist.User"],
    ["CreateLoginProfile", { UserName: "nobody", Password: "short" }, "InvalidParameter.Password.TooWeak"],
    ["CreateLoginProfile", { UserName: "nobody" }, "MissingPassword"],
    ["UpdateAccessKey", { UserAccessKeyId: "LTAI1" }, "MissingStatus"],
    ["UpdateAccessKey", { UserAccessKeyId: "LTAI1", Status: "On" }, "InvalidParameter.Status"],
    ["DeleteAccessKey", { UserAccessKeyId: "LTAI1" }, "EntityNotExist.User.AccessKey"],
    ["ChangePassword", { OldPassword: "a", NewPassword: "b" }, "NotSupport.Account"],
    ["SetPasswordPolicy", { MinimumPasswordLength: 7 }, "InvalidParameter.MinimumPasswordLength.Range"],
    ["CreateRole", {}, "InvalidApi.NotFound"],
  ];
  const answers = [];
  for (const [action, parameters] of cases) answers.push((await refusal(call(action, parameters))).code);
  expect(answers).toEqual(cases.map(([, , code]) => code));
});

it("keeps a third active key back, and an unapproved account from creating anybody", async () => {
  const { port, key } = await openRamApi();
  const call = popClient({ port, key });
  await call("CreateUser", { UserName: "ada" });
  await call("CreateAccessKey", { UserName: "ada" });
  await call("CreateAccessKey", { UserName: "ada" });
  expect((await refusal(call("CreateAccessKey", { UserName: "ada" }))).code).toBe("LimitExceeded.User.AccessKey");
  const meadow = { ...(await buildAccount({ approved: false })), authorityEpoch: null };
  const unapproved = popClient({ port, key: await issueKey(meadow, null) });
  expect((await refusal(unapproved("CreateUser", { UserName: "ada" }))).code).toBe("Inactive");
});

it("reads and sets password policy and security preference by RAM's names", async () => {
  const { port, key } = await openRamApi();
  const rams = ramClient({ port, key });
  const { body: set } = await rams.setPasswordPolicy(
    new ram.SetPasswordPolicyRequest({ minimumPasswordLength: 12, hardExpiry: true, maxLoginAttemps: 5 }),
  );
  expect(set?.passwordPolicy).toMatchObject({ minimumPasswordLength: 12, hardExpiry: true, maxLoginAttemps: 5 });
  const imss = imsClient({ port, key });
  const { body: got } = await imss.getPasswordPolicy();
  expect(got?.passwordPolicy).toMatchObject({ minimumPasswordLength: 12, hardExpire: true, maxPasswordAge: 0 });
  const { body: preference } = await imss.setSecurityPreference(
    new ims.SetSecurityPreferenceRequest({ allowUserToManageAccessKeys: true, loginSessionDuration: 8 }),
  );
  expect(preference?.securityPreference).toMatchObject({
    accessKeyPreference: { allowUserToManageAccessKeys: true },
    loginProfilePreference: { loginSessionDuration: 8, allowUserToChangePassword: true },
    maxIdleDays: { maxIdleDaysForUsers: 730 },
  });
});

it("reads, sets and clears the alias, which is one word with two spellings", async () => {
  const { port, key, root } = await openRamApi();
  const call = popClient({ port, key });
  const alias = uniqueName("alias");
  await call("SetAccountAlias", { AccountAlias: alias });
  expect(await call("GetAccountAlias")).toMatchObject({ AccountAlias: alias });
  expect(await popClient({ port, key }, "2019-08-15")("GetDefaultDomain")).toMatchObject({
    DefaultDomainName: `${alias}.onaliyun.com`,
  });
  expect((await refusal(call("SetAccountAlias", { AccountAlias: "a" }))).code).toBe(
    "InvalidParameter.AccountAlias.Length",
  );
  expect((await refusal(call("SetAccountAlias", { AccountAlias: "No_Alias" }))).code).toBe(
    "InvalidParameter.AccountAlias.Format",
  );
  const other = await openRamApi();
  const theirs = popClient({ port: other.port, key: other.key })("SetAccountAlias", { AccountAlias: alias });
  expect((await refusal(theirs)).code).toBe("EntityAlreadyExists.AccountAlias");
  await call("ClearAccountAlias");
  expect(await call("GetAccountAlias")).toMatchObject({ AccountAlias: root.account.name });
  const masked = await call("SetSecurityPreference", { LoginNetworkMasks: "203.0.113.0/24" });
  expect(masked).toMatchObject({
    SecurityPreference: { LoginProfilePreference: { LoginNetworkMasks: "203.0.113.0/24" } },
  });
  expect((await refusal(call("SetSecurityPreference", { LoginNetworkMasks: "nowhere" }))).code).toBe(
    "InvalidParameter.LoginNetworkMasks.Format",
  );
});
