import { firstDifference, withoutChance } from "../support/same-bytes";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { spendWorld } from "./spend-world";
import { expect, test } from "./test";

test("a finance user goes from the bill to the usage that made it, and every total agrees", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const { account, month } = await spendWorld(maker);
  await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "fin", password: worldPassword }));
  await page.goto("/home");
  const side = page.getByRole("navigation", { name: "Main navigation" });
  await expect(page.getByRole("heading", { name: "Money" })).toBeVisible();
  await side.getByRole("link", { name: "Bills" }).click();
  await page.getByRole("table", { name: "Bills" }).getByRole("rowheader").first().getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/bills/${month}`));
  const lines = page.getByRole("table", { name: "What it is made of" });
  await expect(lines.getByRole("link", { name: "ada", exact: true })).toBeVisible();
  // As many digits as the column needs: the same amount, with or without its last zeros.
  const totalOf = async () => (await lines.locator("tfoot .num").first().textContent())?.replace(/0+$/, "");
  const total = await totalOf();

  for (const name of ["Service", "SKU", "Day"]) {
    await page.getByRole("navigation", { name: "Sides of the bill" }).getByRole("link", { name }).click();
    await expect(lines.getByRole("columnheader").first()).toHaveText(name);
    expect(await totalOf()).toBe(total);
  }

  await page.goto(`/bills/${month}/ada?by=sku`);
  await page
    .getByRole("table", { name: "What it is made of" })
    .getByRole("rowheader")
    .getByRole("link")
    .first()
    .click();
  await expect(page).toHaveURL(/\/charges\?.*name=ada/);
  await page.getByRole("table", { name: "Charges" }).getByRole("rowheader").first().getByRole("link").click();
  await expect(page.getByRole("heading", { name: "How it is worked out" })).toBeVisible();
  await expect(page.getByText(" × ")).toBeVisible();
  await expect(page.getByRole("table", { name: "Usage behind it" }).getByRole("rowheader")).not.toHaveCount(0);

  await side.getByRole("link", { name: "Transactions" }).click();
  const transactions = page.getByRole("table", { name: "Transactions" });
  await transactions.getByRole("link", { name: "Usage", exact: true }).first().click();
  await expect(page).toHaveURL(/\/charges\?.*settlement=/);
  await side.getByRole("link", { name: "Wallet" }).click();
  await expect(page.getByRole("table", { name: "Statement" }).getByRole("row")).not.toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("transactions are filtered by a form, and the totals are the filter's", async ({
    page,
    maker,
    cookieOf,
    bringSession,
  }) => {
    const { email, month } = await spendWorld(maker);
    await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
    await page.goto("/transactions");
    await page.getByLabel("Kind").selectOption("top-up");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page).toHaveURL(/kind=top-up/);
    await expect(page.getByRole("table", { name: "Transactions" }).getByRole("link", { name: "Top-up" })).toHaveCount(
      1,
    );
    await expect(page.getByRole("status").filter({ hasText: "of this filter" })).toContainText("¥500.00");
    await page.goto(`/charges?month=${month}&name=ada&sku=storage-standard`);
    await expect(page.getByRole("link", { name: "Remove filter SKU code: storage-standard" })).toBeVisible();
    await expect(page.getByText("Standard storage").first()).toBeVisible();
  });
});

test("a sub-account has its own spend, and every address of another's is not there", async ({
  page,
  http,
  maker,
  cookieOf,
  bringSession,
}) => {
  const { account, month, chargeId } = await spendWorld(maker);
  const other = uniqueName("other");
  await maker.account({ name: other, password: worldPassword, approved: true });
  await maker.subAccount({ account: other, name: "pip" });
  const cookie = await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword });
  await bringSession(cookie);
  await page.goto("/spend");
  await expect(page.getByRole("heading", { name: "The last 30 days, by service" })).toBeVisible();
  await page.getByRole("table", { name: "Months" }).getByRole("rowheader").first().getByRole("link").click();
  await expect(page).toHaveURL(`/bills/${month}/ada`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ada");
  await expect(page.locator("main").getByText(/\bbo\b/)).toHaveCount(0);

  const addresses: [string, (name: string) => string][] = [
    ["its bill", (name) => `/bills/${month}/${name}`],
    ["its bill by day", (name) => `/bills/${month}/${name}?by=day`],
    ["its charges", (name) => `/charges?month=${month}&name=${name}`],
  ];
  for (const [what, at] of addresses) {
    const answers: string[] = [];
    for (const name of ["bo", "pip", "nobody-here"]) {
      const { status, body } = await http({ path: at(name), cookie });
      expect(status, `${what} of ${name}`).toBe(404);
      answers.push(withoutChance(body, name));
    }
    expect(firstDifference(answers[0], answers[2]), what).toBe("");
    expect(firstDifference(answers[1], answers[2]), what).toBe("");
  }
  const charges = [chargeId, "999999999999"];
  const told = await Promise.all(charges.map((id) => http({ path: `/charges/${month}/${id}`, cookie })));
  expect(told.map(({ status }) => status)).toEqual([404, 404]);
  const [first, second] = told.map(({ body }, index) => withoutChance(body, charges[index] ?? ""));
  expect(firstDifference(first, second)).toBe("");
  for (const path of [
    "/wallet",
    "/bills",
    `/bills/${month}`,
    "/transactions",
    `/charges?month=${month}&settlement=1`,
  ]) {
    expect((await http({ path, cookie })).status, path).toBe(403);
  }
});
