import { buildPublicKey } from "../support/build-public-key";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { passStepUp } from "./pass-step-up";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("an administrator adds a key, its owner sees it, the administrator takes it away", async ({
      page,
      maker,
      unprovedCookieOf,
      cookieOf,
      bringSession,
      freshContext,
    }) => {
      const account = uniqueName("keys");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "ada", password: worldPassword });
      await bringSession(await unprovedCookieOf({ door: "root-user", name: email, password: worldPassword }));
      const adas = await freshContext({ javaScriptEnabled });
      await bringSession(
        await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword }),
        adas,
      );
      const ada = await adas.newPage();
      await ada.goto("/ssh-keys");
      await expect(ada.getByText("Send your .pub file to an administrator")).toBeVisible();
      expect((await ada.goto("/ssh-keys/new"))?.status()).toBe(403);

      await page.goto("/sub-accounts/ada/ssh-keys");
      await page.getByRole("link", { name: "Add SSH key" }).click();
      await expect(page.getByLabel("Sub-account", { exact: true })).toHaveValue("ada");

      await test.step("a private key is refused in words, and never shown again", async () => {
        await page.getByLabel("Public key").fill("-----BEGIN OPENSSH PRIVATE KEY----- c2VjcmV0aGFsZg==");
        await page.getByRole("button", { name: "Add SSH key" }).click();
        await expect(page.getByText("This is a private key.").first()).toBeVisible();
        if (!javaScriptEnabled) expect(await page.content()).not.toContain("c2VjcmV0aGFsZg");
      });

      const line = buildPublicKey("ada@laptop");
      await page.getByLabel("Public key").fill(line);
      await page.getByRole("button", { name: "Add SSH key" }).click();
      await passStepUp(page, maker, { email, password: worldPassword });
      await expect(page.getByLabel("Public key")).toHaveValue(line);
      await page.getByRole("button", { name: "Add SSH key" }).click();
      await expect(page).toHaveURL("/ssh-keys");
      await expect(page.getByText("The key of ada was added.")).toBeVisible();

      await test.step("its owner sees the same fingerprint, and not who added it", async () => {
        const fingerprint = await page.getByRole("code").first().textContent();
        await ada.goto("/ssh-keys");
        await expect(ada.getByText(String(fingerprint))).toBeVisible();
        await expect(ada.getByText("By an administrator")).toBeVisible();
      });

      await page.getByRole("link", { name: "ada@laptop" }).click();
      await page.getByRole("button", { name: "Remove key" }).click();
      await expect(page.getByText("The key of ada was removed.")).toBeVisible();
      await expect(page.getByText("No SSH keys")).toBeVisible();
    });
  });
}
