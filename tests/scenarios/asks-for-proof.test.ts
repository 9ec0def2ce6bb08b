import { expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { exportAuditEvents } from "@/lib/domain/audit-log/export-audit-events";
import { ExportAuditEventsInput } from "@/lib/domain/audit-log/schema";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createPolicy } from "@/lib/domain/policies/create-policy";
import { createPolicyVersion } from "@/lib/domain/policies/create-policy-version";
import { detachPolicyFromGroup } from "@/lib/domain/policies/detach-policy-from-group";
import { detachPolicyFromUser } from "@/lib/domain/policies/detach-policy-from-user";
import { setDefaultPolicyVersion } from "@/lib/domain/policies/set-default-policy-version";
import { exportCredentialReport } from "@/lib/domain/security-overview/export-credential-report";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { revokeServiceKey } from "@/lib/domain/service-keys/revoke-service-key";
import { buildAccount } from "@/tests/support/build-account";
import { withoutStepUp } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { uniqueName } from "@/tests/support/unique-name";
import { operatorSession } from "./prepare-verb";

const document = JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
const held = { policyType: "System", policyName: "AliyunRAMReadOnlyAccess" } as const;
const everything = ExportAuditEventsInput.parse({ format: "csv" });

/** What changes who may do what, or takes everything away as a file: each refused before it looks at anything. */
const acts: Record<string, (ctx: Context) => Promise<unknown>> = {
  "write a policy": (ctx) => createPolicy(ctx, { name: "p", description: "", document }),
  "write a version that waits": (ctx) =>
    createPolicyVersion(ctx, { name: "p", document, setAsDefault: false, rotate: false }),
  "make a version the default": (ctx) => setDefaultPolicyVersion(ctx, { name: "p", version: 1 }),
  "attach a policy": (ctx) => attachPolicyToUser(ctx, { name: "ada", ...held }),
  "detach a policy": (ctx) => detachPolicyFromUser(ctx, { name: "ada", ...held }),
  "detach a policy from a group": (ctx) => detachPolicyFromGroup(ctx, { groupName: "crew", ...held }),
  "take somebody into a group": (ctx) => addUserToGroup(ctx, { name: "ada", groupName: "crew" }),
  "put somebody out of a group": (ctx) => removeUserFromGroup(ctx, { name: "ada", groupName: "crew" }),
  "export the audit log": (ctx) => exportAuditEvents(ctx, everything),
  "export the credential report": (ctx) => exportCredentialReport(ctx),
};

it.each(Object.entries(acts))("to %s, a person proves anew who it is", async (_, act) => {
  const root = await buildAccount();
  await expect(act(withoutStepUp(root))).rejects.toMatchObject({ code: "step-up-required" });
  const signedCall = { type: "access-key", accessKeyId: "k", subAccountId: null, sessionId: null, name: "k" };
  const outcome = await act({ ...withoutStepUp(root), actor: signedCall as unknown as Context["actor"] }).catch(
    (error: unknown) => (error as { code: string }).code,
  );
  expect(outcome).not.toBe("step-up-required");
});

it("a sub-account takes its own events along without: it is not everything", async () => {
  const ada = await buildSubAccount(await buildAccount());
  (await exportAuditEvents(withoutStepUp(ada), everything)).destroy();
});

it("an operator proves anew who it is to make or revoke a service key", async () => {
  const proved = await operatorSession();
  const operator = withoutStepUp(proved);
  const wish = { name: uniqueName("svc"), services: ["svc"], scopes: [] };
  await expect(createServiceKey(operator, wish)).rejects.toMatchObject({ code: "step-up-required" });
  const { id } = await createServiceKey(proved, wish);
  await expect(revokeServiceKey(operator, { id })).rejects.toMatchObject({ code: "step-up-required" });
});
