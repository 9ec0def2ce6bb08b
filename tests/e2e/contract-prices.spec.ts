import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a contract price counts, is taken back before it begins, and is ended", async ({
      page,
      maker,
      castCookie,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("deal");
      const { accountId, email } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ account, name });
      await maker.history({ account, people: ["ada", "bo"], days: 1 });
      await maker.contractPrice({ account, priceCode: "cpu-8", discount: "25" });
      await maker.subAccount({ account, name: "lin" });
      await maker.usage({ account, name: "lin", meter: "cpu.8.seconds", value: "7200", id: `hours-${account}` });

      await test.step("what is used now is priced by it, and the charge says so", async () => {
        await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
        const charges = page.getByRole("table", { name: "Charges" });
        await expect(async () => {
          await page.goto("/charges?name=lin");
          await expect(charges.getByRole("rowheader")).toHaveCount(1, { timeout: 500 });
        }).toPass();
        await charges.getByRole("rowheader").getByRole("link").click();
        await expect(page.getByText("Price with the account’s discount")).toBeVisible();
        // Two hours at 1.08 yuan, a quarter off.
        await expect(page.getByRole("main")).toContainText("7200 × 0.000225 = 1.62 CNY");
      });

      await bringSession(await castCookie("operator"));
      await page.goto(`/operator/accounts/${accountId}/contract-prices`);
      const contracts = page.getByRole("table", { name: "Contract prices" });
      const coming = contracts.getByRole("row").filter({ hasText: "Coming" });
      const counting = contracts.getByRole("row").filter({ hasText: "Now" });
      await expect(counting).toContainText("0.81");

      await test.step("another one is agreed from the next hour, and taken back before it begins", async () => {
        await page.getByLabel("Price", { exact: true }).selectOption("cpu-8");
        await page.getByLabel("Discount").fill("50");
        await page.getByRole("button", { name: "Agree a contract price" }).click();
        await expect(page.getByText("The contract price is agreed.")).toBeVisible();
        await expect(coming).toContainText("0.54");
        await coming.getByRole("button", { name: "Take back cpu-8" }).click();
        await expect(page.getByText("The contract price is taken back: it will not begin.")).toBeVisible();
        await expect(coming).toHaveCount(0);
      });

      await test.step("the one that counts is ended with the next hour", async () => {
        await counting.getByRole("button", { name: "End with the next hour cpu-8" }).click();
        await expect(page.getByText("The account pays the list price from the next hour.")).toBeVisible();
        await expect(coming).toContainText("1.08");
        await expect(counting).toContainText("25");
      });
    });
  });
}
