import { readFileSync } from "node:fs";
import { uniqueName } from "../support/unique-name";
import { expect, test } from "./test";

test("a service key can be saved as a file instead, once", async ({ page, signedInAs }) => {
  const name = uniqueName("svc");
  await signedInAs("operator");
  await page.goto("/operator/services/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Services", { exact: true }).fill("compute");
  await page.getByLabel("Ask whether somebody may do something").check();
  await page.getByRole("button", { name: "Issue a service key" }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download .csv" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe(`${name}.csv`);
  expect(readFileSync(await file.path(), "utf8")).toMatch(
    new RegExp(`^\ufeffservice,service_key\r\n${name},espsv_[0-9A-Za-z]{49}\r\n$`),
  );
  await expect(page.getByText("It cannot be shown again")).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("an operator issues a service key, sees it once, uses it, and revokes it by its name", async ({
      page,
      signedInAs,
      http,
    }) => {
      const name = uniqueName("svc");
      await signedInAs("operator");
      await page.goto("/operator/services/new");
      await page.getByLabel("Name", { exact: true }).fill(name);
      await page.getByLabel("Services", { exact: true }).fill("compute");
      await page.getByRole("button", { name: "Issue a service key" }).click();
      await expect(page.getByLabel("Services", { exact: true })).toHaveValue("compute");
      await page.getByLabel("Ask whether somebody may do something").check();
      await page.getByRole("button", { name: "Issue a service key" }).click();
      await expect(page).toHaveURL(/\/operator\/issued-service-key\//);
      await expect(page.getByText(/espsv_/)).toHaveCount(0);
      await page.getByRole("button", { name: "Show it" }).click();
      const token = (await page.locator("code", { hasText: "espsv_" }).textContent())?.trim() ?? "";
      const bearer = { authorization: `Bearer ${token}` };
      const asked = () => http({ path: "/api/platform/v1/service", headers: bearer });
      expect((await asked()).status).toBe(200);
      const issued = page.url();
      await page.goto(issued);
      await expect(page.getByText("It cannot be shown again")).toBeVisible();
      expect(await page.content()).not.toContain(token);

      await page.goto("/operator/services");
      const row = page.getByRole("row", { name: new RegExp(name) });
      await expect(row).toContainText(`espsv_…${token.slice(-4)}`);
      await row.getByRole("link", { name: "Revoke" }).click();
      await page.getByLabel("Type the key's name").fill("another");
      await page.getByRole("button", { name: "Revoke" }).click();
      await expect(page.getByLabel("Type the key's name")).toHaveValue("another");
      expect((await asked()).status).toBe(200);
      await page.getByLabel("Type the key's name").fill(name);
      await page.getByRole("button", { name: "Revoke" }).click();
      await expect(page).toHaveURL("/operator/services");
      expect((await asked()).status).toBe(401);
    });
  });
}
