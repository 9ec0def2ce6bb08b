import { describe, expect, it } from "vitest";
import { AccessDenied, isRefusal } from "@/lib/authorization/access-denied";
import type { Context } from "@/lib/authorization/context";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { buildAccount } from "@/tests/support/build-account";
import { freshlyProved, later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { listAuditEvents } from "./queries";
import { recordRefusal } from "./record-refusal";
import { AuditFilter } from "./schema";

async function refusalOf(ctx: Context, name: string): Promise<AccessDenied> {
  const error = await disableSubAccount(ctx, { name, reason: "test" }).catch((refused: unknown) => refused);
  if (error instanceof AccessDenied) return error;
  throw new Error("it was not refused");
}
const refusedOf = async (ctx: Context) =>
  (await listAuditEvents(ctx, AuditFilter.parse({ result: "refused" }))).rows.map(
    ({ action, resource, code, actorName }) => [action, resource.split("/").at(-1), code, actorName],
  );

describe("a refusal", () => {
  it("is an event of whoever was refused, and of nobody it was tried on", async () => {
    const root = await buildAccount();
    const [ada, lin] = [await buildSubAccount(root, { name: "ada" }), await buildSubAccount(root, { name: "lin" })];
    await recordRefusal(ada, await refusalOf(ada, "lin"));
    const expected = [["espalier:DisableSubAccount", "lin", "not-found", "ada"]];
    expect(await refusedOf(ada)).toEqual(expected);
    expect(await refusedOf(root)).toEqual(expected);
    expect(await refusedOf(lin)).toEqual([]);
  });

  it("by a rule behind a policy is an event too, under what the policy allowed and the rule's name", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    const boss = await buildSubAccount(root, { name: "boss", policies: ["AliyunRAMFullAccess"] });
    const wish = { name: "boss", policyType: "System", policyName: "AdministratorAccess" } as const;
    const error = await attachPolicyToUser({ ...boss, ...freshlyProved }, wish).catch((refused: unknown) => refused);
    if (!isRefusal(error)) throw new Error("it was not refused");
    await recordRefusal(boss, error);
    expect(await refusedOf(root)).toEqual([["ram:AttachPolicyToUser", expect.any(String), "moreThanHeld", "boss"]]);
  });

  it("is written sixty times in ten minutes and no more", async () => {
    const root = await buildAccount();
    const ada = await buildSubAccount(root, { name: "ada" });
    const refusal = await refusalOf(ada, "lin");
    for (let time = 0; time < 70; time++) await recordRefusal(later(ada, {}), refusal);
    const second = { ...AuditFilter.parse({ result: "refused" }) };
    const first = await listAuditEvents(ada, second);
    const rest = await listAuditEvents(ada, { ...second, cursor: first.older });
    expect(first.rows.length + rest.rows.length).toBe(60);
  });
});
