import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a limit that asks is set, approved and asks again, and its sub-account reads it without a way to approve", async ({
      page,
      maker,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("asks");
      await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ account, name, password: worldPassword });
      await maker.history({ account, people: ["ada", "bo"], days: 1 });
      await bringSession(await cookieOf({ door: "root-user", name: `root@${account}.test`, password: worldPassword }));
      await page.goto("/limits/new?for=ada&per=lifetime&onSoft=ask");
      await page.getByRole("button", { name: "Set limit" }).click();
      await expect(page.getByLabel("Warn at")).toHaveAccessibleDescription(/beyond which amount/);
      await page.getByLabel("Warn at").fill("0.01");
      await page.getByRole("button", { name: "Set limit" }).click();
      await expect(page).toHaveURL("/limits");
      await expect(page.getByText("The limit is set.")).toBeVisible();
      const row = page.getByRole("row").filter({ hasText: "ada" });
      await expect(row).toContainText("Needs approval");
      await row.getByRole("button", { name: "Approve" }).click();
      await expect(page.getByText("New things may begin until the window ends.")).toBeVisible();
      await expect(row).toContainText("Approved");
      await row.getByRole("button", { name: "Take back" }).click();
      await expect(page.getByText("The approval is taken back.")).toBeVisible();
      await expect(row).toContainText("Needs approval");

      await page.context().clearCookies();
      await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword }));
      await page.goto("/limits");
      await expect(page.getByRole("row").filter({ hasText: "ada" })).toContainText("Ask a finance user");
      await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
    });
  });
}
