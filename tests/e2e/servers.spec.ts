import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { passStepUp } from "./pass-step-up";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a server is registered, given a credential once, and a sub-account let in, which sees how", async ({
      page,
      maker,
      unprovedCookieOf,
      cookieOf,
      bringSession,
      freshContext,
    }) => {
      const account = uniqueName("serv");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "ada", password: worldPassword });
      await bringSession(await unprovedCookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto("/servers");
      await page.getByRole("link", { name: "Register server" }).click();
      await page.getByLabel("Name", { exact: true }).fill("gpu-1");
      await page.getByLabel("Hosts").fill("gpu-1.example.com:2222\n[2001:db8::7]");
      await page.getByRole("button", { name: "Register server" }).click();
      await passStepUp(page, maker, { email, password: worldPassword });
      await expect(page.getByLabel("Hosts")).toHaveValue("gpu-1.example.com:2222\n[2001:db8::7]");
      await page.getByRole("button", { name: "Register server" }).click();
      await expect(page.getByText("Server gpu-1 is registered.")).toBeVisible();

      await test.step("its credential is in one answer, and in no page after it", async () => {
        await page.getByRole("button", { name: "Issue credential" }).click();
        const credential = page.getByRole("status").locator("xpath=following::output[1]");
        await expect(credential).toHaveText(/^espsrv_[0-9A-Za-z]{49}$/);
        const text = String(await credential.textContent());
        await page.goto("/servers/gpu-1/install");
        expect(await page.content()).not.toContain(text.slice(7, 40));
        await expect(page.getByText(`…${text.slice(-4)}`)).toBeVisible();
        await expect(page.getByText("sudo sh install.sh http").first()).toBeVisible();
      });

      await page.goto("/servers/gpu-1");
      await page.getByLabel("Its name", { exact: false }).fill("ada");
      await page.getByLabel("Login name").fill("Work!");
      await page.getByRole("button", { name: "Let them log in" }).click();
      await expect(page.getByText("A user name of the server").first()).toBeVisible();
      await page.getByLabel("Login name").fill("work");
      await page.getByLabel("From these networks").fill("10.1.2.3/8");
      await page.getByRole("button", { name: "Let them log in" }).click();
      await expect(page.getByText("They may log in to gpu-1 as work.")).toBeVisible();
      await expect(page.getByRole("table")).toContainText("10.0.0.0/8");

      await test.step("the sub-account reads the command, and manages nothing", async () => {
        const adas = await freshContext({ javaScriptEnabled });
        const ada = await adas.newPage();
        const cookie = await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword });
        await bringSession(cookie, adas);
        await ada.goto("/servers");
        await expect(ada.getByText("ssh -p 2222 work@gpu-1.example.com").first()).toBeVisible();
        await expect(ada.getByText("ssh work@2001:db8::7").first()).toBeVisible();
        await expect(ada.getByRole("link", { name: "Register server" })).toHaveCount(0);
        expect((await ada.goto("/servers/gpu-1"))?.status()).toBe(404);
      });

      await page.getByRole("button", { name: "Remove" }).click();
      await expect(page.getByText("Nobody may log in yet.")).toBeVisible();
      await page.goto("/servers/gpu-1/edit");
      await page.getByLabel("Type the name to delete it").fill("gpu-1");
      await page.getByRole("button", { name: "Delete server" }).click();
      await expect(page.getByText("Server gpu-1 is deleted.")).toBeVisible();
    });
  });
}
