import { expect, it } from "vitest";
import { openRamApi } from "@/tests/support/open-ram-api";
import { ims, imsClient, popClient, ram, ramClient, refusal } from "@/tests/support/ram-clients";

const document = (action: string, effect = "Allow") =>
  `{ "Version": "1",\n  "Statement": [ { "Effect": "${effect}", "Action": "${action}", "Resource": "*" } ] }`;

it.each(["v3", "v1"] as const)("policies, versions, groups and attachments by the RAM client, %s", async (scheme) => {
  const { port, key } = await openRamApi();
  const client = ramClient({ port, key, scheme });
  const call = popClient({ port, key });
  for (const name of ["ada", "lin"]) await call("CreateUser", { UserName: name });
  const { body: made } = await client.createPolicy(
    new ram.CreatePolicyRequest({
      policyName: "reader",
      policyDocument: document("ram:ListUsers"),
      description: "reads",
    }),
  );
  expect(made?.policy).toMatchObject({ policyName: "reader", policyType: "Custom", defaultVersion: "v1" });
  const { body: got } = await client.getPolicy(
    new ram.GetPolicyRequest({ policyName: "reader", policyType: "Custom" }),
  );
  expect(got?.defaultPolicyVersion).toMatchObject({
    versionId: "v1",
    isDefaultVersion: true,
    policyDocument: document("ram:ListUsers"),
  });
  await client.attachPolicyToUser(
    new ram.AttachPolicyToUserRequest({ policyName: "reader", policyType: "Custom", userName: "ada" }),
  );
  const { body: adas } = await client.createAccessKey(new ram.CreateAccessKeyRequest({ userName: "ada" }));
  const own = { accessKeyId: adas?.accessKey?.accessKeyId ?? "", secret: adas?.accessKey?.accessKeySecret ?? "" };
  const asAda = ramClient({ port, key: own, scheme });
  const { body: list } = await asAda.listUsers(new ram.ListUsersRequest({}));
  expect(list?.users?.user).toHaveLength(2);

  const { body: second } = await client.createPolicyVersion(
    new ram.CreatePolicyVersionRequest({
      policyName: "reader",
      policyDocument: document("ram:ListUsers", "Deny"),
      setAsDefault: true,
    }),
  );
  expect(second?.policyVersion).toMatchObject({ versionId: "v2", isDefaultVersion: true });
  const denied = await refusal(asAda.listUsers(new ram.ListUsersRequest({})));
  expect(denied).toMatchObject({ code: "NoPermission", status: 403 });
  expect(denied.data.AccessDeniedDetail).toMatchObject({
    NoPermissionType: "ExplicitDeny",
    AuthAction: "ram:ListUsers",
  });
  const { EncodedDiagnosticMessage } = denied.data.AccessDeniedDetail as Record<string, string>;
  expect(await call("DecodeDiagnosticMessage", { EncodedDiagnosticMessage })).toMatchObject({
    DecodedDiagnosticMessage: {
      ExplicitDeny: true,
      MatchedPolicies: [{ PolicyIdentifier: "reader", PolicyVersion: "v2", AttachedEntityType: "RamUser" }],
    },
  });
  await call("SetDefaultPolicyVersion", { PolicyName: "reader", VersionId: "v1" });
  expect((await asAda.listUsers(new ram.ListUsersRequest({}))).body?.users?.user).toHaveLength(2);

  const { body: group } = await client.createGroup(new ram.CreateGroupRequest({ groupName: "team", comments: "all" }));
  expect(group?.group).toMatchObject({ groupName: "team", comments: "all" });
  await client.addUserToGroup(new ram.AddUserToGroupRequest({ userName: "lin", groupName: "team" }));
  await client.attachPolicyToGroup(
    new ram.AttachPolicyToGroupRequest({
      policyName: "AliyunRAMReadOnlyAccess",
      policyType: "System",
      groupName: "team",
    }),
  );
  const { body: entities } = await client.listEntitiesForPolicy(
    new ram.ListEntitiesForPolicyRequest({ policyName: "reader", policyType: "Custom" }),
  );
  expect(entities).toMatchObject({
    users: { user: [{ userName: "ada" }] },
    groups: { group: [] },
    roles: { role: [] },
  });
  const { body: members } = await client.listUsersForGroup(new ram.ListUsersForGroupRequest({ groupName: "team" }));
  expect(members?.users?.user).toMatchObject([{ userName: "lin" }]);
  const { body: versions } = await client.listPolicyVersions(
    new ram.ListPolicyVersionsRequest({ policyName: "reader", policyType: "Custom" }),
  );
  expect(versions?.policyVersions?.policyVersion?.map(({ versionId }) => versionId)).toEqual(["v2", "v1"]);
  const { body: theirs } = await imsClient({ port, key, scheme }).listGroups(new ims.ListGroupsRequest({}));
  expect(theirs?.groups?.group).toMatchObject([{ groupName: "team", displayName: "" }]);
});

it("each refusal about policies and groups has its documented code", async () => {
  const { port, key } = await openRamApi();
  const call = popClient({ port, key });
  await call("CreateUser", { UserName: "ada" });
  await call("CreatePolicy", { PolicyName: "p", PolicyDocument: document("ram:Get*") });
  await call("CreateGroup", { GroupName: "g" });
  await call("AddUserToGroup", { UserName: "ada", GroupName: "g" });
  await call("AttachPolicyToUser", { UserName: "ada", PolicyType: "Custom", PolicyName: "p" });
  await call("AttachPolicyToGroup", { GroupName: "g", PolicyType: "Custom", PolicyName: "p" });
  const of = { PolicyType: "Custom", PolicyName: "p" };
  const cases: [string, Record<string, unknown>, string][] = [
    ["CreatePolicy", { PolicyName: "p", PolicyDocument: document("ram:*") }, "EntityAlreadyExists.Policy"],
    ["CreatePolicy", { PolicyName: "q", PolicyDocument: "{" }, "MalformedPolicyDocument"],
    ["CreatePolicy", { PolicyName: "q", PolicyDocument: '{"Version":"2","Statement":[]}' }, "MalformedPolicyDocument"],
    ["CreatePolicy", { PolicyName: "q_", PolicyDocument: "{}" }, "InvalidParameter.PolicyName.InvalidChars"],
    ["CreatePolicy", { PolicyName: "q", PolicyDocument: " ".repeat(6145) }, "InvalidParameter.PolicyDocument.Length"],
    ["GetPolicy", { PolicyName: "q", PolicyType: "Custom" }, "EntityNotExist.Policy"],
    ["GetPolicy", { PolicyName: "q" }, "MissingPolicyType"],
    ["GetPolicy", { PolicyName: "q", PolicyType: "Own" }, "InvalidParameter.PolicyType"],
    ["GetPolicyVersion", { ...of, VersionId: "v9" }, "EntityNotExist.Policy.Version"],
    ["GetPolicyVersion", { ...of, VersionId: "9" }, "InvalidParameter.VersionId.Format"],
    ["DeletePolicyVersion", { PolicyName: "p", VersionId: "v1" }, "DeleteConflict.Policy.Version.Default"],
    ["DeletePolicy", { PolicyName: "p" }, "DeleteConflict.Policy.User"],
    ["AttachPolicyToUser", { ...of, UserName: "ada" }, "EntityAlreadyExists.User.Policy"],
    ["AttachPolicyToUser", { ...of, UserName: "eve" }, "EntityNotExist.User"],
    ["AttachPolicyToUser", { ...of, PolicyName: "q", UserName: "ada" }, "EntityNotExist.Policy"],
    ["AttachPolicyToGroup", { ...of, GroupName: "g" }, "EntityAlreadyExists.Group.Policy"],
    ["DetachPolicyFromGroup", { ...of, GroupName: "h" }, "EntityNotExist.Group"],
    [
      "DetachPolicyFromUser",
      { PolicyType: "System", PolicyName: "AdministratorAccess", UserName: "ada" },
      "EntityNotExist.User.Policy",
    ],
    ["CreateGroup", { GroupName: "g" }, "EntityAlreadyExists.Group"],
    ["GetGroup", { GroupName: "h" }, "EntityNotExist.Group"],
    ["DeleteGroup", { GroupName: "g" }, "DeleteConflict.Group.User"],
    ["AddUserToGroup", { GroupName: "g", UserName: "ada" }, "EntityAlreadyExists.User.Group"],
    ["RemoveUserFromGroup", { GroupName: "g", UserName: "eve" }, "EntityNotExist.User"],
    ["DeleteUser", { UserName: "ada" }, "DeleteConflict.User.Group"],
  ];
  const answers = [];
  for (const [action, parameters] of cases) answers.push((await refusal(call(action, parameters))).code);
  expect(answers).toEqual(cases.map(([, , code]) => code));
});
