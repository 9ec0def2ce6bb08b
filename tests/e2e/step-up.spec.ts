import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { passStepUp } from "./pass-step-up";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a deletion asks who it is, says why, and gives the filled form back", async ({
      page,
      maker,
      unprovedCookieOf,
      bringSession,
      freshContext,
    }) => {
      const account = uniqueName("proof");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "ada" });
      await maker.subAccount({ account, name: "bob" });
      const person = { door: "root-user", name: email, password: worldPassword } as const;
      await bringSession(await unprovedCookieOf(person));

      await page.goto("/sub-accounts/ada/delete");
      await page.getByLabel("Name", { exact: true }).fill("bob");
      await page.getByRole("button", { name: "Delete ada" }).click();
      await expect(page.getByText("Type the name exactly as it is shown").first()).toBeVisible();
      await page.getByLabel("Name", { exact: true }).fill("ada");
      await page.getByRole("button", { name: "Delete ada" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Confirm that it is you");
      await expect(page.getByText("You are about to delete something for good.")).toBeVisible();
      const asked = new URL(page.url()).pathname;

      await test.step("whose page it is, and nobody else's", async () => {
        const stranger = await (await freshContext({ javaScriptEnabled })).newPage();
        await stranger.goto(asked);
        await expect(stranger).toHaveURL(/\/login\?next=/);
        const elsewhere = await freshContext({ javaScriptEnabled });
        await bringSession(await unprovedCookieOf(person), elsewhere);
        expect((await (await elsewhere.newPage()).goto(asked))?.status()).toBe(404);
      });

      await test.step("a wrong code is refused at its field, the password is not shown again", async () => {
        await page.getByRole("button", { name: /^Send a code to/ }).click();
        const { code } = await maker.code({ to: email });
        await page.getByLabel("Your password").fill(worldPassword);
        await page.getByLabel("Code", { exact: true }).fill(code === "000000" ? "000001" : "000000");
        await page.getByRole("button", { name: "Confirm", exact: true }).click();
        await expect(page.getByText("The code is not right.").first()).toBeVisible();
        expect(await page.content()).not.toContain(worldPassword);
      });

      await passStepUp(page, maker, { email, password: worldPassword });
      await expect(page).toHaveURL("/sub-accounts/ada/delete");
      await expect(page.getByText("Confirmed. This holds for five minutes")).toBeVisible();
      await expect(page.getByLabel("Name", { exact: true })).toHaveValue("ada");
      await page.getByRole("button", { name: "Delete ada" }).click();
      await expect(page).toHaveURL("/sub-accounts");
      await expect(page.getByText("ada was deleted")).toBeVisible();

      await test.step("what was done is said once: neither again nor on the next page", async () => {
        for (const path of ["/sub-accounts", "/groups", "/home"]) {
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expect(page.getByText("ada was deleted"), path).toHaveCount(0);
        }
      });

      await test.step("the proof is used up: the next deletion asks again", async () => {
        await page.goto("/sub-accounts/bob/delete");
        await expect(page.getByLabel("Name", { exact: true })).toHaveValue("");
        await page.getByLabel("Name", { exact: true }).fill("bob");
        await page.getByRole("button", { name: "Delete bob" }).click();
        await expect(page).toHaveURL(/\/step-up\//);
        await page.getByRole("link", { name: "Back without confirming" }).click();
        await expect(page).toHaveURL("/sub-accounts/bob/delete");
      });
    });
  });
}

test("a chosen file is not kept over the proof, which is said before it and after", async ({
  page,
  maker,
  unprovedCookieOf,
  bringSession,
}) => {
  const code = uniqueName("filed");
  const email = `${code}@espalier.test`;
  await maker.operator({ email, password: worldPassword });
  await bringSession(await unprovedCookieOf({ door: "operator", name: email, password: worldPassword }));
  await page.goto("/operator/prices/import");
  const names = { nameEn: code, nameZh: code };
  const units = { consumedUnit: "Hours", pricingUnit: "1 Hour", unitsPerPriceUnit: "1" };
  const version = { currency: "CNY", validFrom: "2020-01-01T00:00:00Z", tiers: [{ upTo: null, price: "0.5" }] };
  const sku = { code, ...names, meter: code, ...units, prices: [{ code, tierScope: "none", versions: [version] }] };
  const service = { code, ...names, category: "Compute", subcategory: "Virtual Machines", skus: [sku] };
  const buffer = Buffer.from(JSON.stringify({ services: [service] }));
  await page.getByLabel("File").setInputFiles({ name: "prices.json", mimeType: "application/json", buffer });
  await page.getByRole("button", { name: "Import prices", exact: true }).click();
  await expect(page.getByText("The file you chose is not kept while you confirm.")).toBeVisible();
  await passStepUp(page, maker, { email, password: worldPassword });
  await expect(page).toHaveURL("/operator/prices/import");
  await expect(page.getByText("choose the file again")).toBeVisible();
});
