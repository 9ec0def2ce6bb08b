import type { Page } from "@playwright/test";
import { codeAt, inSeconds } from "../support/authenticator-app";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { passStepUp } from "./pass-step-up";
import { expect, test } from "./test";

/** Two codes in a row, as somebody types them who waited for the second. */
async function bindApp(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Show the QR code" }).click();
  const seed = (await page.locator("output").first().textContent()) ?? "";
  expect(seed).toMatch(/^[A-Z2-7]{32}$/);
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  const now = new Date();
  await page.getByLabel("First code").fill(codeAt(seed, inSeconds(now, -30)));
  await page.getByLabel("The code after it").fill(codeAt(seed, now));
  await page.getByRole("button", { name: "Bind the app" }).click();
  return seed;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("an authenticator app is bound, asked for at the next sign-in, and a recovery code stands in once", async ({
      page,
      maker,
      unprovedCookieOf,
      bringSession,
      freshContext,
    }) => {
      const { email } = await maker.account({ name: uniqueName("app"), password: worldPassword, approved: true });
      const person = { door: "root-user", name: email, password: worldPassword } as const;
      await bringSession(await unprovedCookieOf(person));
      await page.goto("/my-sign-in");
      await page.getByRole("link", { name: "Add an authenticator app" }).click();
      await page.getByRole("button", { name: "Show the QR code" }).click();
      await passStepUp(page, maker, { email, password: worldPassword });
      await expect(page).toHaveURL("/my-sign-in/authenticator");
      const seed = await bindApp(page);

      const code = await test.step("ten recovery codes are shown once", async () => {
        await expect(page).toHaveURL("/my-sign-in/recovery-codes");
        await page.getByRole("button", { name: "Make recovery codes" }).click();
        await expect(page.locator("output")).toHaveCount(10);
        const first = (await page.locator("output").first().textContent()) ?? "";
        await page.emulateMedia({ media: "print" });
        await expect(page.getByRole("article")).toContainText(email);
        await expect(page.getByText("Demonstration data")).toBeHidden();
        await page.emulateMedia({ media: null });
        await page.goto("/my-sign-in/recovery-codes");
        await expect(page.locator("output")).toHaveCount(0);
        expect((await maker.search({ text: first })).found).toEqual([]);
        expect((await maker.search({ text: seed })).found).toEqual([]);
        return first;
      });

      const second = await (await freshContext({ javaScriptEnabled })).newPage();
      await test.step("the next sign-in opens nothing before it", async () => {
        await second.goto("/login?next=%2Fpreferences");
        await second.getByLabel("E-mail address").fill(email);
        await second.getByLabel("Password", { exact: true }).fill(worldPassword);
        await second.getByRole("button", { name: "Sign in" }).click();
        await expect(second).toHaveURL("/second-factor?next=%2Fpreferences");
        for (const path of ["/home", "/sub-accounts", "/my-sign-in", "/my-sign-in/authenticator", "/audit-log"]) {
          await second.goto(path);
          await expect(second, path).toHaveURL("/second-factor");
        }
        await second.goto("/second-factor?next=%2Fpreferences");
        await second.getByLabel("Code from the authenticator app").fill("000000");
        await second.getByRole("button", { name: "Go on" }).first().click();
        await expect(second.getByText("The code is not right.").first()).toBeVisible();
        // A step is taken once: the one that bound the app is over, so the next one is typed.
        await second.getByLabel("Code from the authenticator app").fill(codeAt(seed, inSeconds(new Date(), 30)));
        await second.getByRole("button", { name: "Go on" }).first().click();
        await expect(second).toHaveURL("/preferences");
      });

      await test.step("a recovery code stands in, once", async () => {
        for (const outcome of ["/home", /\/second-factor/]) {
          const third = await (await freshContext({ javaScriptEnabled })).newPage();
          await third.goto("/login");
          await third.getByLabel("E-mail address").fill(email);
          await third.getByLabel("Password", { exact: true }).fill(worldPassword);
          await third.getByRole("button", { name: "Sign in" }).click();
          await third.getByText("Use a recovery code").click();
          await third.getByLabel("Recovery code").fill(code.toLowerCase());
          await third.getByRole("button", { name: "Go on" }).last().click();
          await expect(third).toHaveURL(outcome);
        }
      });
    });

    test("an operator takes the factors of a root user away: its sessions end, and the password opens again", async ({
      page,
      http,
      maker,
      cookieOf,
      signedInAs,
      freshContext,
    }) => {
      const account = uniqueName("lost");
      const { accountId, email } = await maker.account({ name: account, password: worldPassword, approved: true });
      const { cookie } = await maker.passkey({
        cookie: await cookieOf({ door: "root-user", name: email, password: worldPassword }),
      });
      await signedInAs("operator");
      await page.goto(`/operator/accounts/${accountId}/reset-second-factors`);
      await page.getByLabel("Reason").fill("phone lost at sea");
      await page.getByRole("button", { name: `Reset the second factors of ${account}` }).click();
      await expect(page.getByRole("checkbox")).toHaveAttribute("aria-invalid", "true");
      expect((await http({ path: "/home", cookie })).status).toBe(200);
      await page.getByRole("checkbox").check();
      await page.getByRole("button", { name: `Reset the second factors of ${account}` }).click();
      await expect(page).toHaveURL(`/operator/accounts/${accountId}`);
      expect((await http({ path: "/home", cookie })).status).toBe(307);
      const root = await (await freshContext({ javaScriptEnabled })).newPage();
      await root.goto("/login");
      await root.getByLabel("E-mail address").fill(email);
      await root.getByLabel("Password", { exact: true }).fill(worldPassword);
      await root.getByRole("button", { name: "Sign in" }).click();
      await expect(root).toHaveURL("/home");
      await root.goto("/notifications");
      await expect(root.getByText("was reset by an administrator").first()).toBeVisible();
    });

    test("a sub-account that must use one sets it up before anything else opens", async ({
      page,
      maker,
      cookieOf,
      bringSession,
      freshContext,
    }) => {
      const account = uniqueName("must");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "ada", password: worldPassword });
      await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto("/sub-accounts/ada/logon");
      await page.getByLabel("Must use a second factor to sign in").check();
      await page.getByRole("button", { name: "Save the requirement" }).click();
      await expect(page).toHaveURL("/sub-accounts/ada");

      const ada = await (await freshContext({ javaScriptEnabled })).newPage();
      const signIn = async () => {
        await ada.goto(`/${account}/login`);
        await ada.getByLabel("Sub-account name").fill("ada");
        await ada.getByLabel("Password", { exact: true }).fill(worldPassword);
        await ada.getByRole("button", { name: "Sign in" }).click();
      };
      await signIn();
      await expect(ada.getByRole("heading", { level: 1 })).toHaveText("Set up a second factor");
      await ada.goto("/home");
      await expect(ada).toHaveURL("/second-factor");
      await bindApp(ada);
      await expect(ada).toHaveURL("/my-sign-in/recovery-codes");
      await ada.goto("/home");
      await expect(ada).toHaveURL("/home");

      await page.goto("/sub-accounts/ada/logon");
      await expect(page.getByText("1 is bound.")).toBeVisible();
      await page.getByRole("button", { name: "Reset the second factors of ada" }).click();
      await expect(page).toHaveURL("/sub-accounts/ada");
      await ada.goto("/home");
      await expect(ada).toHaveURL(/\/login/);
      await signIn();
      await expect(ada.getByRole("heading", { level: 1 })).toHaveText("Set up a second factor");
    });
  });
}
