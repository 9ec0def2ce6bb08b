import { firstDifference, withoutChance } from "../support/same-bytes";
import { uniqueName } from "../support/unique-name";
import { ids } from "./access-ids";
import { worldPassword } from "./build-world";
import { spendWorld } from "./spend-world";
import { expect, test } from "./test";

test.describe("a resource", () => {
  test("is its sub-account's and the administrator's, with what is decided and what is done told apart", async ({
    page,
    maker,
    cookieOf,
    bringSession,
  }) => {
    const account = uniqueName("res");
    const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
    for (const name of ["ada", "bo"]) await maker.subAccount({ account, name, password: worldPassword });
    const { id } = await maker.resource({ account, subAccount: "ada", name: "trainer" });
    await maker.resource({ account, subAccount: "bo", name: "secret-of-bo" });
    await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword }));
    await page.goto("/resources");
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.getByRole("link", { name: "trainer" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("trainer");
    await expect(page.locator("#decision")).toContainText("It may run");
    await expect(page.locator("#facts")).toContainText("team: vision");

    await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
    await page.goto("/resources");
    await expect(page.getByRole("row")).toHaveCount(3);
    await page.getByRole("searchbox", { name: "Search name, id or label" }).fill("secret");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page).toHaveURL(/q=secret/);
    await expect(page.getByRole("row")).toHaveCount(2);
    await maker.disable({ account, name: "ada" });
    await page.goto("/sub-accounts/ada/resources");
    await expect(page.getByText("One resource is not as decided yet")).toBeVisible();
    await page.getByRole("link", { name: "Show which" }).click();
    await expect(page).toHaveURL(/state=waiting/);
    await expect(page.getByRole("row").nth(1)).toContainText("Stopping…");
    await page.getByRole("link", { name: "trainer" }).click();
    await expect(page).toHaveURL(`/resources/ada/${id}`);
    await expect(page.locator("#decision")).toContainText("It is to be stopped");
    await expect(page.locator("#decision")).toContainText("Not yet: compute has not confirmed it");
    await expect(page.getByRole("link", { name: "Enable" })).toHaveAttribute("href", "/sub-accounts/ada/enable");
  });

  test("leads to its charges, and each of them to it", async ({ page, maker, cookieOf, bringSession }) => {
    const { account, month } = await spendWorld(maker);
    await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword }));
    await page.goto(`/charges?month=${month}`);
    await page.getByRole("link", { name: "instance/cpu-press" }).first().click();
    await expect(page).toHaveURL(/\/resources\/ada\/[0-9a-f-]{36}$/);
    const itsPage = page.url();
    const cost = await page.locator("#cost tbody td").first().textContent();
    await page.locator("#cost tbody a").first().click();
    await expect(page.getByText("Resource: instance/cpu-press")).toBeVisible();
    await expect(page.locator(".result-count")).toContainText(String(cost).replace(/0+$/, ""));
    const rows = await page.locator("tbody tr").count();
    await expect(page.getByRole("link", { name: "instance/cpu-press", exact: true })).toHaveCount(rows);
    await page.locator("tbody th a").first().click();
    await page.locator("#what").getByRole("link", { name: "instance/cpu-press" }).click();
    await expect(page).toHaveURL(itsPage);
  });

  test("of somebody else answers as one that never was, byte for byte", async ({ http, maker, cookieOf }) => {
    const account = uniqueName("res");
    await maker.account({ name: account, password: worldPassword, approved: true });
    for (const name of ["ada", "bo", "cy"]) await maker.subAccount({ account, name, password: worldPassword });
    const { id } = await maker.resource({ account, subAccount: "bo", name: "secret-of-bo" });
    // Cy asks, whose own name stands in the shell and in no address.
    const cookie = await cookieOf({ door: "sub-account", alias: account, name: "cy", password: worldPassword });
    const answers = new Map<string, string>();
    for (const [owner, asked] of [
      ["bo", id],
      ["bo", ids.madeUp],
      ["ada", id],
      ["ada", ids.madeUp],
    ] as const) {
      const { status, body } = await http({ path: `/resources/${owner}/${asked}`, cookie });
      expect(status).toBe(404);
      answers.set(`${owner} ${asked}`, withoutChance(withoutChance(body, asked), owner));
    }
    const [first, ...others] = [...answers.values()];
    for (const other of others) expect(firstDifference(other, first)).toBe("");
  });
});
