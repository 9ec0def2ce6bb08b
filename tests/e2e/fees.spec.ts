import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a fee by the month is given, refused where it cannot be, and cancelled", async ({
      page,
      maker,
      castCookie,
      bringSession,
    }) => {
      const account = uniqueName("fee");
      const { accountId } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ account, name });
      // With the demo's price book.
      await maker.history({ account, people: ["ada", "bo"], days: 1 });
      await bringSession(await castCookie("operator"));
      await page.goto(`/operator/accounts/${accountId}/fees`);
      await expect(page.getByText("This account has no recurring fee.")).toBeVisible();
      await page.getByLabel("Price", { exact: true }).selectOption("support-business");
      await page.getByLabel("For sub-account").fill("nobody");
      await page.getByLabel("Note on the bill").fill("Seats");
      await page.getByRole("button", { name: "Give a fee" }).click();
      await expect(page.getByLabel("For sub-account")).toHaveAccessibleDescription(/never had|no such|sub-account/i);
      await page.getByLabel("For sub-account").fill("ada");
      await page.getByRole("button", { name: "Give a fee" }).click();
      await expect(page.getByText("The fee is given.")).toBeVisible();
      const fees = page.getByRole("table", { name: "Recurring fees" });
      await expect(fees.getByRole("row").filter({ hasText: "Seats" })).toContainText("Running");
      await expect(fees).toContainText("1 month is not charged yet.");
      await fees.getByRole("button", { name: "Cancel after this month support-business" }).click();
      await expect(page.getByText("The fee is cancelled: this month is its last.")).toBeVisible();
      await expect(fees).toContainText("Cancelled");
      await expect(fees.getByRole("button")).toHaveCount(0);
    });
  });
}
