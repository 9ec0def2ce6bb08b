import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("sessions are ended by their owner and by an administrator, from the next request on, and by nobody else; so is waiting", async ({
      page,
      maker,
      http,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("sessions");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ account, name, password: worldPassword });
      const of = (name: string) => cookieOf({ door: "sub-account", alias: account, name, password: worldPassword });
      const [first, second, bo] = [await of("ada"), await of("ada"), await of("bo")];
      const home = async (cookie: string) => (await http({ path: "/home", cookie })).status;
      expect([await home(first), await home(second)]).toEqual([200, 200]);

      await bringSession(first);
      await page.goto("/sessions");
      await expect(page.getByRole("row", { name: /This session/ })).toHaveCount(1);
      await page.getByRole("button", { name: "End the other session" }).click();
      await expect(page.getByRole("status").filter({ hasText: "The session has ended" })).toBeVisible();
      expect([await home(first), await home(second)]).toEqual([200, 307]);
      await expect(page.getByRole("table", { name: "Sign-in history" }).getByText("Signed in").first()).toBeVisible();

      const path = "/sub-accounts/ada/sessions";
      expect((await http({ path, cookie: bo })).status).toBe(404);
      expect((await http({ path: `${path}/end`, cookie: bo })).status).toBeGreaterThanOrEqual(403);
      expect((await http({ path: "/sessions" })).status).toBe(307);

      await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto(path);
      await page.getByRole("link", { name: "End all sessions of ada" }).click();
      await expect(page).toHaveURL(/\/sessions\/end$/);
      await page.getByRole("button", { name: /^End/ }).click();
      await expect(page).toHaveURL(/\/sessions$/);
      expect([await home(first), await home(bo)]).toEqual([307, 200]);

      // Somebody guesses at bo: the fifth wrong password holds up browsers it does not know, until an administrator ends that.
      for (let guess = 1; guess <= 5; guess += 1) {
        const wrong = { door: "sub-account", alias: account, name: "bo", password: `not it, ${guess}` } as const;
        await expect(cookieOf(wrong)).rejects.toThrow();
      }
      await page.goto("/sub-accounts/bo/sessions");
      await expect(page.getByText("5 wrong passwords since the last sign-in")).toBeVisible();
      await expect(
        page
          .getByRole("table", { name: "Sign-in history" })
          .getByText(/wrong password/)
          .first(),
      ).toBeVisible();
      await page.getByRole("button", { name: "Unlock bo" }).click();
      await expect(page.getByRole("status").filter({ hasText: "bo can try to sign in again at once." })).toBeVisible();
      await expect(page.getByText("since the last sign-in")).toHaveCount(0);
    });
  });
}
