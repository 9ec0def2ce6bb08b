import { expect, it } from "vitest";
import { walletCommands } from "@/lib/entrypoints/cli/commands/wallet";
import { buildAccount } from "@/tests/support/build-account";
import { operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { getInvoicing } from "./invoicing-queries";

const run = (flags: Record<string, string>) =>
  walletCommands["set-invoicing"].run(flags, { appUrl: "", ownerUrl: undefined, close: async () => undefined });

it("the command line orders a mode for the first month that has not begun, and says from when", async () => {
  const { accountId, account } = await buildAccount();
  const other = await buildAccount();
  const { month, nextMonth } = await getInvoicing(operator, accountId);
  const { json, text } = await run({ account: account.name, mode: "prepayment_invoiced" });
  expect(json).toEqual({ account: account.name, mode: "prepayment_invoiced", from: nextMonth });
  expect(text).toContain(`prepayment_invoiced from ${nextMonth} on`);
  expect(await getInvoicing(operator, accountId)).toEqual({
    ...{ month, mode: "usage_invoiced", nextMonth, nextMode: "prepayment_invoiced" },
  });
  expect(await getInvoicing(operator, other.accountId)).toMatchObject({ nextMode: "usage_invoiced" });
  const told = await lookDirectly(
    (sql) => sql`select actor_name, after from app.audit_events
      where account_id = ${accountId} and action = 'espalier:SetInvoicingMode'`,
  );
  expect(told).toEqual([
    { actor_name: "command line", after: { invoicingMode: "prepayment_invoiced", from: nextMonth } },
  ]);
});

it("the command line refuses a mode that is none, one that holds already, and an account that is not there", async () => {
  const { name } = (await buildAccount()).account;
  const refusal = (flags: Record<string, string>) => expect(run(flags)).rejects;
  await refusal({ account: name, mode: "monthly" }).toMatchObject({
    ...{ code: "invalid-input", reason: "chooseOne", details: { field: "mode" } },
  });
  await refusal({ account: name }).toMatchObject({ code: "invalid-input", details: { field: "mode" } });
  await refusal({ account: name, mode: "usage_invoiced" }).toMatchObject({
    ...{ code: "invalid-state", reason: "invoicingModeHolds", details: { field: "mode" } },
  });
  await refusal({ account: "nobody-here", mode: "usage_invoiced" }).toMatchObject({ code: "not-found" });
});
