import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

const chosen = "eleven herons on the weir";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a claim link is shown once, opened by a button alone, claimed once, and followed on the board", async ({
      page,
      maker,
      cookieOf,
      bringSession,
      freshContext,
    }) => {
      const account = uniqueName("claim");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto("/sub-accounts/new");
      await page.getByLabel("Name", { exact: true }).fill("ada");
      await page.getByRole("radio", { name: "Claim link" }).check();
      await page.getByRole("button", { name: "Create sub-account" }).click();
      await expect(page.getByRole("heading", { name: "One claim link waits" })).toBeVisible();
      await page.getByRole("button", { name: "Show it" }).click();
      const link = String(await page.locator("output.secret-value").textContent()).replaceAll(/\s/g, "");
      expect(link).toMatch(/\/claim\/[\w-]{43}$/);

      const board = async () => {
        await page.goto("/hand-over");
        return page.getByRole("row", { name: /ada/ }).getByRole("cell").first().textContent();
      };
      const theirs = await (await freshContext({ javaScriptEnabled })).newPage();
      await theirs.goto(link);
      await theirs.goto(link);
      await expect(theirs.getByText(`${account}#ada`)).toBeVisible();
      page.once("dialog", (dialog) => dialog.accept());
      expect(await board()).toBe("Created");
      await theirs.getByRole("button", { name: "Open" }).click();
      await expect(theirs.getByRole("heading", { name: "Set your password" })).toBeVisible();
      expect(await board()).toBe("Opened");
      await theirs.getByLabel("New password").fill(chosen);
      await theirs.getByRole("button", { name: "Set password" }).click();
      await expect(theirs).toHaveURL(new RegExp(`/${account}/login`));
      expect(await board()).toBe("Password set");
      await theirs.goto(link);
      await expect(theirs.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
      await theirs.goto(`/${account}/login?name=ada`);
      await theirs.getByLabel("Password", { exact: true }).fill(chosen);
      await theirs.getByRole("button", { name: "Sign in" }).click();
      await expect(theirs).toHaveURL(/\/home/);
      expect(await board()).toBe("Signed in");
      await page.goto("/hand-over/ada");
      await expect(page.getByText("The claim link cannot be shown again")).toBeVisible();
      expect(await page.content()).not.toContain(link.slice(-43));
    });

    test("a claim link whose time is up opens nothing, says so in the reader's language, and a new one replaces it", async ({
      page,
      origin,
      maker,
      cookieOf,
      bringSession,
      freshContext,
    }) => {
      const account = uniqueName("late");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      const cookie = await cookieOf({ door: "root-user", name: email, password: worldPassword });
      const { claimToken } = await maker.creationRun({ account, name: "ada", cookie });
      const context = await freshContext({ javaScriptEnabled });
      const theirs = await context.newPage();
      await theirs.goto(`/claim/${claimToken}`);
      await maker.expireClaimLinks({ account });
      await theirs.getByRole("button", { name: "Open" }).click();
      await expect(
        theirs.getByText(/This link (does not work any more|has expired or was used)/).first(),
      ).toBeVisible();
      await expect(theirs.getByLabel("New password")).toHaveCount(0);
      for (const [locale, title] of [
        ["en", "This link does not work any more"],
        ["zh-CN", "此链接已失效"],
      ] as const) {
        await context.addCookies([{ name: "espalier-locale", value: locale, url: origin }]);
        const answer = await theirs.goto(`/claim/${claimToken}`);
        expect(answer?.status()).toBe(200);
        await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(title);
        expect(await theirs.content()).not.toContain(account);
      }

      await bringSession(cookie);
      await page.goto("/hand-over?state=expired");
      await expect(page.getByRole("row", { name: /ada/ })).toContainText("Expired");
      await page.getByRole("button", { name: /New claim link for ada/ }).click();
      await expect(page).toHaveURL("/hand-over/ada");
      await page.getByRole("button", { name: "Show it" }).click();
      const link = String(await page.locator("output.secret-value").textContent()).replaceAll(/\s/g, "");
      expect(link).not.toContain(claimToken);
      await theirs.goto(link);
      await expect(theirs.getByText(`${account}#ada`)).toBeVisible();
      page.once("dialog", (dialog) => dialog.accept());
      await page.goto("/hand-over");
      await expect(page.getByRole("row", { name: /ada/ })).toContainText("Created");
    });

    test("a list is judged, created, handed over as a file, and changes nothing a second time", async ({
      page,
      maker,
      http,
      origin,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("many");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      const cookie = await cookieOf({ door: "root-user", name: email, password: worldPassword });
      await bringSession(cookie);
      const dryRun = async (list: string) => {
        await page.goto("/sub-accounts/new/many");
        await page.getByLabel("List").fill(list);
        await page.getByRole("button", { name: "Check the list" }).click();
        await expect(page).toHaveURL(/\/bulk-runs\/[0-9a-f-]{36}$/);
      };
      await dryRun("name,display_name\nada,Ada\nBad Name,x\nbo,Bo");
      await expect(page.getByRole("row", { name: "Bad Name" })).toContainText("Refused");
      await expect(page.getByRole("row", { name: "ada" })).toContainText("To do");
      await page.getByRole("button", { name: "Create 2 sub-accounts" }).click();
      await expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 30_000 });
      await expect(page.getByRole("row", { name: "bo" })).toContainText("Done");

      const run = new URL(page.url()).pathname;
      const result = await http({ path: `${run}/result.csv`, cookie });
      expect(result.body).toContain("ada,done,");
      const file = await http({ method: "POST", path: `${run}/hand-over/file`, cookie, headers: { origin }, body: "" });
      expect(file.body.match(/\/claim\/[\w-]{43}/g)).toHaveLength(2);
      expect(file.headers["cache-control"]).toBe("no-store");
      await page.getByRole("link", { name: "Hand over" }).click();
      await page.getByRole("button", { name: "Show to print" }).click();
      await expect(page.getByRole("img", { name: /QR/ })).toHaveCount(2);
      page.once("dialog", (dialog) => dialog.accept());
      await dryRun("ada\nbo");
      await expect(page.getByText("Nothing to do", { exact: true })).toBeVisible();
    });

    test("rows are ticked, the act is looked at first, done, and told row by row", async ({
      page,
      maker,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("bulk");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo", "cy"]) await maker.subAccount({ account, name });
      await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto("/sub-accounts");
      await page.getByLabel("Act", { exact: true }).selectOption("Label");
      await page.getByRole("button", { name: "Review" }).click();
      await expect(page.getByText("Select at least one sub-account").first()).toBeVisible();
      await page.getByRole("checkbox", { name: "Select ada" }).check();
      await page.getByRole("checkbox", { name: "Select cy" }).check();
      if (javaScriptEnabled)
        await expect(page.getByRole("status").filter({ hasText: "2 rows selected" })).toBeVisible();
      await page.getByLabel("Act", { exact: true }).selectOption("Disable");
      await page.getByRole("button", { name: "Review" }).click();
      await expect(page.getByText("2 rows to do")).toBeVisible();
      await page.getByLabel("Reason").fill("reorganized");
      await page.getByRole("button", { name: "Disable 2 sub-accounts" }).click();
      await expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 30_000 });
      await page.goto("/sub-accounts?state=disabled");
      await expect(page.getByRole("rowheader")).toHaveCount(2);

      await page.goto("/sub-accounts");
      await page.getByLabel("Act", { exact: true }).selectOption("Delete");
      await page.getByRole("checkbox", { name: "All 3 that match" }).check();
      await page.getByRole("button", { name: "Review" }).click();
      await page.getByLabel("Number of sub-accounts").fill("2");
      await page.getByRole("button", { name: "Delete 3 sub-accounts" }).click();
      await expect(page.getByText("Type the number exactly as it is shown").first()).toBeVisible();
      await page.getByLabel("Number of sub-accounts").fill("3");
      await page.getByRole("button", { name: "Delete 3 sub-accounts" }).click();
      await expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 30_000 });
      await page.goto("/sub-accounts");
      await expect(page.getByRole("rowheader")).toHaveCount(0);
    });
  });
}
