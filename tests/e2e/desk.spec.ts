import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

test("an operator credits a wallet once for one slip", async ({ page, maker, signedInAs }) => {
  const account = uniqueName("desk");
  const { accountId } = await maker.account({ name: account, password: worldPassword, approved: true });
  await signedInAs("operator");
  await page.goto(`/operator/accounts/${accountId}`);
  const credit = async (amount: string) => {
    await page.getByRole("link", { name: "Top up" }).click();
    await page.getByLabel("Amount").fill(amount);
    await page.getByLabel("Reference").fill("SLIP-7");
    await page.getByRole("button", { name: "See what it does" }).click();
    await page.getByRole("button", { name: "Top up" }).click();
  };
  await credit("1250.50");
  await expect(page).toHaveURL(`/operator/accounts/${accountId}`);
  const statement = page.getByRole("table", { name: "Statement" });
  const row = statement.getByRole("row").filter({ hasText: "SLIP-7" });
  await expect(row).toHaveCount(1);
  await expect(row.locator(".num").last()).toContainText("1,250.50");

  await credit("99");
  await expect(page.getByText("credited before with another amount: it will be refused")).toBeVisible();
  await expect(page.getByLabel("Amount")).toHaveValue("99.00");
  await expect(page.getByLabel("Reference")).toHaveValue("SLIP-7");
  await page.goto(`/operator/accounts/${accountId}`);
  await expect(statement.getByRole("row").filter({ hasText: "SLIP-7" })).toHaveCount(1);
});

test("an operator imports a price, and a later version that begins in the past is refused with its text kept", async ({
  page,
  signedInAs,
}) => {
  const code = `desk-${Date.now()}`;
  const book = (validFrom: string) => {
    const names = { nameEn: `Desk ${code}`, nameZh: `台 ${code}` };
    const version = { currency: "CNY", validFrom, tiers: [{ upTo: null, price: "0.5" }] };
    const units = { consumedUnit: "Hours", pricingUnit: "1 Hour", unitsPerPriceUnit: "1" };
    const sku = { code, ...names, meter: code, ...units, prices: [{ code, tierScope: "none", versions: [version] }] };
    const service = { code, ...names, category: "Compute", subcategory: "Virtual Machines", skus: [sku] };
    return JSON.stringify({ services: [service] });
  };
  await signedInAs("operator");
  await page.goto("/operator/prices");
  await page.getByRole("link", { name: "Import prices" }).click();
  const text = page.getByLabel("Price book");
  await text.fill(book("2020-01-01T00:00:00Z"));
  await page.getByRole("button", { name: "Import prices" }).click();
  await expect(page).toHaveURL("/operator/prices");
  await expect(page.getByText("1 version was added.")).toBeVisible();
  await expect(page.getByText(`Desk ${code}`).first()).toBeVisible();

  await page.getByRole("link", { name: "Import prices" }).click();
  const past = book("2021-01-01T00:00:00Z");
  await text.fill(past);
  await page.getByRole("button", { name: "Import prices" }).click();
  await expect(page.getByText(`${code} CNY 2021-01-01T00h: past`)).toBeVisible();
  await expect(text).toHaveValue(past);
});

test("usage of somebody who is not there yet waits, and is billed when an operator replays it", async ({
  page,
  maker,
  signedInAs,
}) => {
  const account = uniqueName("stray");
  const { accountId } = await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada" });
  await maker.subAccount({ account, name: "bo" });
  await maker.history({ account, people: ["ada", "bo"], days: 1 });
  const id = `event-${account}`;
  await maker.usage({ account, name: "late", meter: "cpu.8.seconds", value: "3600", id });
  await signedInAs("operator");
  await page.goto(`/operator/quarantine?account=${account}`);
  await expect(page.getByRole("row").filter({ hasText: id })).toContainText("Unknown sub-account");
  await maker.subAccount({ account, name: "late" });
  await page.getByRole("link", { name: id }).click();
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByText("The event was taken in; it is rated within a second.")).toBeVisible();
  await page.goto(`/operator/quarantine?account=${account}&show=replayed`);
  await expect(page.getByRole("link", { name: id })).toBeVisible();
  await expect(async () => {
    await page.goto(`/operator/accounts/${accountId}/charges/?subAccount=late`);
    await expect(page.getByRole("table").getByRole("rowheader")).not.toHaveCount(0, { timeout: 500 });
  }).toPass();
});
