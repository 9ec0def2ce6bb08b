import { describe, expect, it } from "vitest";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildGroup } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { addUserToGroup } from "./add-user-to-group";
import { createGroup } from "./create-group";
import { deleteGroup } from "./delete-group";
import { getGroup, listGroups, listGroupsForUser, listUsersForGroup } from "./queries";
import { removeUserFromGroup } from "./remove-user-from-group";
import { GroupFilter } from "./schema";
import { updateGroup } from "./update-group";

const buildRoot = async () => later(await buildAccount(), { authorityEpoch: null });
const group = (name: string) => ({ name, displayName: "", comments: "" });
const page = (fields: object = {}) => GroupFilter.parse(fields);

describe("a group", () => {
  it("has members, told from both ends, and keeps them under another name", async () => {
    const root = await buildRoot();
    const { name } = (await buildSubAccount(root)).actor;
    await createGroup(root, { ...group("builders"), comments: "they build" });
    await addUserToGroup(root, { name, groupName: "builders" });
    expect(await updateGroup(root, { name: "builders", newName: "makers" })).toMatchObject({
      name: "makers",
      comments: "they build",
    });
    expect((await listGroupsForUser(root, name)).map((one) => one.name)).toEqual(["makers"]);
    expect((await listUsersForGroup(root, "makers", page())).rows).toMatchObject([{ name, state: "active" }]);
    expect(await getGroup(root, "makers")).toMatchObject({ memberCount: 1 });
    await expect(getGroup(root, "builders")).rejects.toMatchObject({ code: "not-found" });
  });

  it("goes only when it is empty of members and policies", async () => {
    const root = await buildRoot();
    const { name } = (await buildSubAccount(root)).actor;
    const groupName = await buildGroup(root);
    await addUserToGroup(root, { name, groupName });
    await attachPolicyToGroup(root, { groupName, policyType: "System", policyName: "AliyunRAMReadOnlyAccess" });
    await expect(deleteGroup(root, { name: groupName })).rejects.toMatchObject({ reason: "groupHasUsers" });
    await removeUserFromGroup(root, { name, groupName });
    await expect(deleteGroup(root, { name: groupName })).rejects.toMatchObject({ reason: "groupHasPolicies" });
  });

  it("a name is taken once, another account's group is nobody's", async () => {
    const [root, other] = [await buildRoot(), await buildRoot()];
    await createGroup(root, group("builders"));
    await createGroup(root, group("makers"));
    const taken = { code: "already-exists", noun: "group" };
    await expect(createGroup(root, group("builders"))).rejects.toMatchObject(taken);
    await expect(updateGroup(root, { name: "makers", newName: "builders" })).rejects.toMatchObject(taken);
    const asks = [getGroup(other, "builders"), getGroup(other, "made-up")].map((ask) => ask.catch((error) => error));
    const [theirs, made] = await Promise.all(asks);
    expect(JSON.stringify(theirs)).toBe(JSON.stringify(made));
    expect(theirs).toMatchObject({ code: "not-found" });
  });

  it("there are fifty at most, and a sub-account is in five", async () => {
    const root = await buildRoot();
    const { name } = (await buildSubAccount(root)).actor;
    const made = await Promise.allSettled(Array.from({ length: 52 }, (_, at) => createGroup(root, group(`g${at}`))));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
    const { rows, older } = await listGroups(root, page({ size: 6 }));
    expect(older).toBeDefined();
    const joins = rows.map((one) => addUserToGroup(root, { name, groupName: one.name }));
    const joined = await Promise.allSettled(joins);
    expect(joined.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect(joined.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "limit-reached", reason: "GroupsPerUserQuota" },
    });
  });

  it("loses a member that is deleted", async () => {
    const root = await buildRoot();
    const { name } = (await buildSubAccount(root)).actor;
    const groupName = await buildGroup(root);
    await addUserToGroup(root, { name, groupName });
    await deleteSubAccount(root, { name, typedName: name });
    expect(await getGroup(root, groupName)).toMatchObject({ memberCount: 0 });
    await deleteGroup(root, { name: groupName });
  });
});
