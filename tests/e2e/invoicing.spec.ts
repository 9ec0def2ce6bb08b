import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

/** Longer than any month with the next one and its late usage. */
const days = 66;

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("an operator orders another way of invoicing, and the month that has begun keeps its own", async ({
      page,
      maker,
      castCookie,
      bringSession,
    }) => {
      const account = uniqueName("inv");
      const { accountId } = await maker.account({ name: account, password: worldPassword, approved: true });
      await bringSession(await castCookie("operator"));
      await page.goto(`/operator/accounts/${accountId}/invoicing`);
      const facts = page.getByRole("region", { name: "Invoicing" });
      await expect(facts.getByText("By consumption")).toHaveCount(2);
      await page.getByRole("button", { name: "Change invoicing" }).click();
      await expect(page.getByText("That is how months are invoiced from then on already.").first()).toBeVisible();
      await page.getByLabel("By top-ups").check();
      await page.getByRole("button", { name: "Change invoicing" }).click();
      await expect(page.getByText("The change is ordered: this month keeps its way.")).toBeVisible();
      await expect(facts.getByText("By consumption")).toHaveCount(1);
      await expect(facts.getByText("By top-ups")).toHaveCount(1);
    });

    test("a bill says how its month is invoiced, and what of it is the invoice", async ({
      page,
      maker,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("inv");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ account, name });
      await maker.orderInvoicing({ account, mode: "prepayment_invoiced", daysAgo: days + 31 });
      await maker.orderInvoicing({ account, mode: "usage_invoiced", daysAgo: days });
      await maker.history({ account, people: ["ada", "bo"], days });
      const { months } = await maker.closeMonths({ account });
      const [paid, next] = months.slice(-2);
      await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto(`/bills/${paid}`);
      await expect(page.getByText("This month is invoiced by top-ups: what is consumed")).toBeVisible();
      const table = page.getByRole("table", { name: "What is invoiced" });
      await expect(table.getByRole("rowheader", { name: /^Top-up / }).first()).toBeVisible();
      await table
        .getByRole("link", { name: /^Top-up / })
        .first()
        .click();
      await expect(page.getByRole("table").getByRole("row").filter({ hasText: "Top-up" }).first()).toBeVisible();
      await page.goto(`/bills/${next}`);
      await expect(page.getByText("This month is invoiced by what is consumed.")).toBeVisible();
      await expect(table.getByRole("rowheader", { name: "Balance carried over" })).toBeVisible();
      await page.goto(`/bills/${paid}/ada`);
      await expect(page.getByText("This month is invoiced by top-ups: what is consumed")).toBeVisible();
      await expect(table).toHaveCount(0);
    });
  });
}
