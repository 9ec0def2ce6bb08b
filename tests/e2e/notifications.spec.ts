import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a notice is read by its person alone, and what comes by mail is that person's choice", async ({
      page,
      maker,
      http,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("notices");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "ada", password: worldPassword, email: `ada@${account}.test` });
      await maker.accessKey({ account, subAccount: "ada" });
      const root = await cookieOf({ door: "root-user", name: email, password: worldPassword });
      const ada = await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword });

      await bringSession(root);
      await page.goto("/notifications");
      expect(await page.locator("main").textContent()).not.toContain("LTAI");
      await page.goto("/sub-accounts/ada/logon");
      await page.getByRole("button", { name: "Set new password" }).click();
      await expect(page).toHaveURL(/\/hand-over\/ada/);
      expect((await http({ path: "/home", cookie: ada })).status).toBe(307);
      expect((await http({ path: "/notifications" })).status).toBe(307);

      const told = await maker.notices({ account, name: "ada" });
      expect(told.kinds).toEqual(["access-key-made", "password-changed"]);

      await maker.subAccount({ account, name: "bo", password: worldPassword });
      await maker.accessKey({ account, subAccount: "bo" });
      await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "bo", password: worldPassword }));
      await page.goto("/notifications");
      await expect(page.getByRole("row", { name: /Access key LTAI\w+ was made for/ })).toContainText("New");
      const wanted = page.getByRole("checkbox", { name: "Access keys made for me" });
      const { promise: unticked, resolve: answerNow } = Promise.withResolvers<void>();
      if (javaScriptEnabled) {
        // Before React has taken over, the browser sends the form itself, and the page that comes has its boxes anew.
        await expect(page.locator("main form[novalidate]").first()).toBeVisible();
        await page.route("**/notifications", (route) => unticked.then(() => route.continue()));
      }
      await page.getByRole("button", { name: "Mark all as read" }).click();
      // With JavaScript the page stays: what is unticked while the answer is on its way stays so.
      if (javaScriptEnabled) await wanted.setChecked(false);
      answerNow();
      await expect(page.getByRole("row", { name: /Access key LTAI\w+ was made for/ })).not.toContainText("New");
      await expect(page.getByRole("button", { name: "Mark all as read" })).toHaveCount(0);
      if (!javaScriptEnabled) await wanted.setChecked(false);
      await expect(wanted).not.toBeChecked();
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByRole("status").filter({ hasText: /saved/i })).toBeVisible();
      await page.goto("/notifications");
      await expect(wanted).not.toBeChecked();
    });
  });
}
