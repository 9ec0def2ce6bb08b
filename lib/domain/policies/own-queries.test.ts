import { expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildGroup, buildPolicy, withHeld } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { explainOwnDecision, listOwnPolicies } from "./own-queries";

/** A sub-account that holds one custom policy. */
async function holderOf(root: Context, policyName: string) {
  const ada = await buildSubAccount(root);
  await attachPolicyToUser(later(root, {}), { name: ada.actor.name, policyType: "Custom", policyName });
  return withHeld(ada);
}

const everything = "acs:oss::1:bucket/a";

it("shows what one holds by itself and by a group, and what everybody like it holds", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const ada = await buildSubAccount(root, { policies: ["AliyunBSSReadOnlyAccess"] });
  const [group, policyName] = [await buildGroup(root), await buildPolicy(root)];
  await attachPolicyToGroup(later(root, {}), { groupName: group, policyType: "Custom", policyName });
  await addUserToGroup(later(root, {}), { name: ada.actor.name, groupName: group });
  const held = await listOwnPolicies(await withHeld(ada));
  expect(held.map(({ type, name, group: by }) => [type, name, by])).toEqual([
    ["System", "AliyunBSSReadOnlyAccess", null],
    ["Custom", policyName, group],
    ["Self", "itself", null],
    ["Role", "account", null],
  ]);
  expect(held[1]?.statements).toMatchObject([{ allows: true, actions: ["oss:Get*"] }]);
});

it("answers why one may or may not, by this session's own facts", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const near = { Effect: "Allow", Action: ["oss:Get*"], Resource: ["*"] } as const;
  const policy = await buildPolicy(root, [{ ...near, Condition: { IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } } }]);
  const ada = await holderOf(root, policy);
  const from = (ip: string) => ({ ...ada, facts: { ...ada.facts, ip } });
  const asked = { action: "oss:GetObject", resource: everything };
  expect(await explainOwnDecision(from("10.1.2.3"), asked)).toMatchObject({
    outcome: "allowed",
    matches: [{ policy: { name: policy, type: "Custom" } }],
  });
  expect(await explainOwnDecision(from("192.0.2.1"), asked)).toMatchObject({ outcome: "implicit-deny", matches: [] });
});

it("is not shown to whom a policy denies its own account", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const policy = await buildPolicy(root, [{ Effect: "Deny", Action: ["ram:GetUser"], Resource: ["*"] }]);
  const ada = await holderOf(root, policy);
  await expect(listOwnPolicies(ada)).rejects.toMatchObject({ code: "forbidden" });
  const asked = { action: "oss:GetObject", resource: everything };
  await expect(explainOwnDecision(ada, asked)).rejects.toMatchObject({ code: "forbidden" });
});
