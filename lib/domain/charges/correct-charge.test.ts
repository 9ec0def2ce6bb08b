import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { rebuildRollups } from "@/lib/domain/wallet/rebuild-rollups";
import { RebuildRollupsInput } from "@/lib/domain/wallet/schema";
import { newId, type OperatorId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { withoutStepUp } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { correctCharge } from "./correct-charge";
import { CorrectChargeInput } from "./correction-schema";

async function charged() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 1000);
  await reportUsage(operator, [buildEvent(root, { meter, subAccount: "ada", value: "5000000", at })]);
  await rateAll(root, operator, 1);
  const [charge] = await rows(root);
  return { root, charge: { accountId: root.accountId, period: charge?.period, chargeId: charge?.id } };
}
const rows = ({ accountId }: Context) =>
  lookDirectly(
    (
      sql,
    ) => sql`select period::text, id::text, trim_scale(quantity)::text as quantity, effective_cost::text as cost, note
      from app.charges where account_id = ${accountId} order by id`,
  );
const correct = (input: object, by = operator) =>
  correctCharge(by, CorrectChargeInput.parse({ reason: "the meter was wrong", ...input }));

const person = () => {
  const operatorId = newId() as OperatorId;
  return withoutStepUp({ ...operator, actor: { type: "operator", operatorId, sessionId: null, name: "op" } as const });
};

describe("a correction", () => {
  it("takes a charge back to the micro and charges what it should have been; every sum agrees", async () => {
    const { root, charge } = await charged();
    await correct({ ...charge, quantity: "3000000.5" });
    expect((await rows(root)).map(({ quantity, cost, note }) => [quantity, cost, note])).toEqual([
      ["5000000", "5000000", ""],
      ["-5000000", "-5000000", "the meter was wrong"],
      ["3000000.5", "3000000", "the meter was wrong"],
    ]);
    expect(await brokenInvariants(root)).toEqual([]);
    await expect(correct(charge)).rejects.toMatchObject({ code: "invalid-state", reason: "alreadyReversed" });
  });

  it("is refused for another account's charge as for a made-up one, and asks an operator for a fresh proof", async () => {
    const { charge } = await charged();
    const other = await buildAccount();
    for (const chargeId of [charge.chargeId, "999999999999"]) {
      await expect(correct({ ...charge, chargeId, accountId: other.accountId })).rejects.toMatchObject({
        code: "not-found",
      });
    }
    await expect(correct(charge, person())).rejects.toMatchObject({ code: "step-up-required" });
    expect(CorrectChargeInput.safeParse({ ...charge, reason: "x", quantity: "-1" }).success).toBe(false);
  });

  it("leaves sums that a rebuild finds right, and a spoilt one is put right from its charges", async () => {
    const { root, charge } = await charged();
    const rebuild = () =>
      rebuildRollups(
        operator,
        RebuildRollupsInput.parse(charge && { accountId: root.accountId, period: charge.period }),
      );
    expect(await rebuild()).toEqual({ changed: 0 });
    await lookDirectly(
      (sql) => sql`update app.spend_days set effective_cost = effective_cost + 1 where account_id = ${root.accountId}`,
    );
    expect((await brokenInvariants(root)).map(({ invariant }) => invariant)).toContain("I7");
    expect(await rebuild()).toEqual({ changed: 1 });
    expect(await brokenInvariants(root)).toEqual([]);
  });
});
