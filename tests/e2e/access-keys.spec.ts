import { readFileSync } from "node:fs";
import { uniqueName } from "../support/unique-name";
import { axeFaults } from "./axe-faults";
import { worldPassword } from "./build-world";
import { passStepUp } from "./pass-step-up";
import { expect, test } from "./test";

const secretShape = /espsk_[0-9A-Za-z]{49}/;

test("an administrator makes a key after a fresh proof, sees its secret once, rotates, disables and deletes it", async ({
  page,
  maker,
  unprovedCookieOf,
  bringSession,
}) => {
  const account = uniqueName("keys");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada" });
  await bringSession(await unprovedCookieOf({ door: "root-user", name: email, password: worldPassword }));

  await page.goto("/access-keys");
  await page.getByRole("link", { name: "Create access key" }).first().click();
  await page.getByLabel("Sub-account").fill("ada");
  await page.getByLabel("Name").fill("nightly backup");
  await page.getByLabel("Allowed addresses").fill("203.0.113.0/24");
  await page.getByRole("button", { name: "Create access key" }).click();
  await passStepUp(page, maker, { email });
  await expect(page.getByLabel("Name")).toHaveValue("nightly backup");
  await page.getByRole("button", { name: "Create access key" }).click();

  await expect(page).toHaveURL(/\/issued-access-key\/LTAI/);
  const id = page.url().split("/").at(-1) ?? "";
  expect(await page.content()).not.toMatch(secretShape);
  await page.getByRole("button", { name: "Show it" }).click();
  const secret = ((await page.locator("output").last().textContent()) ?? "").replaceAll(/\s/g, "");
  expect(secret).toMatch(secretShape);
  expect(await axeFaults(page)).toEqual([]);
  // Once: neither a reload nor the database has it again.
  await page.getByLabel("I have saved it").check();
  await page.reload();
  await expect(page.getByText("The secret cannot be shown")).toBeVisible();
  expect(await page.content()).not.toMatch(secretShape);
  expect(await maker.search({ text: secret })).toEqual({ found: [] });
  expect(readFileSync("test-results/server.log", "utf8").includes(secret)).toBe(false);

  await page.getByRole("link", { name: "To the access key" }).first().click();
  await expect(page.getByText("Waiting for the first signed call")).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole("link", { name: "Rotate" }).click();
  await page.getByLabel("One day").check();
  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(page).toHaveURL(/\/issued-access-key\//);
  const successor = page.url().split("/").at(-1) ?? "";
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: ".env" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${successor}.env`);
  expect(readFileSync(await download.path(), "utf8")).toMatch(
    new RegExp(`^ALIBABA_CLOUD_ACCESS_KEY_ID=${successor}\nALIBABA_CLOUD_ACCESS_KEY_SECRET=${secretShape.source}\n$`),
  );
  await page.reload();
  await expect(page.getByText("The secret cannot be shown")).toBeVisible();
  await page.goto(`/access-keys/${id}`);
  await expect(page.getByText(/Stops by itself on/)).toBeVisible();
  await page.getByRole("button", { name: "Keep this key" }).click();
  await expect(page.getByText("The old key stays. Both keys are active.")).toBeVisible();

  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("The access key is disabled.")).toBeVisible();
  await page.getByRole("link", { name: "Delete access key" }).click();
  await page.getByRole("textbox", { name: "AccessKey ID" }).fill(id);
  await page.getByRole("button", { name: "Delete access key" }).click();
  await expect(page.getByText("The access key is deleted.")).toBeVisible();
  await expect(page.getByText(id)).toHaveCount(0);
});

test("without JavaScript a key is made, shown once, and found in a pasted text", async ({
  maker,
  cookieOf,
  bringSession,
  freshContext,
}) => {
  const account = uniqueName("plainkeys");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada" });
  const context = await freshContext({ javaScriptEnabled: false });
  await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }), context);
  const page = await context.newPage();
  await page.goto("/sub-accounts/ada/access-keys");
  await page.getByRole("link", { name: "Create access key" }).click();
  await expect(page.getByLabel("Sub-account")).toHaveValue("ada");
  await page.getByRole("button", { name: "Create access key" }).click();
  await page.getByRole("button", { name: "Show it" }).click();
  const secret = ((await page.locator("output").last().textContent()) ?? "").replaceAll(/\s/g, "");
  expect(secret).toMatch(secretShape);
  await page.goto("/access-keys/leaked");
  await page.getByLabel("Text with keys in it").fill(`password=${secret};`);
  await page.getByRole("button", { name: "Find and disable" }).click();
  await expect(page.getByText("One key found, 1 disabled now.")).toBeVisible();
  await expect(page.getByText("What was done with it")).toBeVisible();
});

test("a key can be saved as a file with RAM's own heads instead, once", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("csvkey");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada" });
  await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
  await page.goto("/access-keys/new?owner=ada");
  await page.getByRole("button", { name: "Create access key" }).click();
  await expect(page).toHaveURL(/\/issued-access-key\//);
  const id = page.url().split("/").at(-1) ?? "";
  const save = page.getByRole("button", { name: ".csv" });
  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  expect(download.suggestedFilename()).toBe(`${id}.csv`);
  const file = readFileSync(await download.path(), "utf8");
  expect(file).toMatch(new RegExp(`^\ufeffAccessKey ID,AccessKey Secret\r\n${id},${secretShape.source}\r\n$`));
  await page.reload();
  await expect(page.getByText("The secret cannot be shown")).toBeVisible();
});

test("a sub-account has no keys to manage until the account allows it, and then its own alone", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("ownkeys");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada", password: worldPassword });
  await maker.subAccount({ account, name: "lin" });
  const others = await maker.accessKey({ account, subAccount: "lin" });
  await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword }));
  await page.goto("/home");
  await expect(page.getByRole("link", { name: "Access keys" })).toHaveCount(0);
  expect((await page.goto("/access-keys"))?.status()).toBe(403);

  await maker.allowOwnKeys({ account });
  await page.goto("/access-keys/new");
  await expect(page.getByLabel("Sub-account")).toHaveCount(0);
  await page.getByRole("button", { name: "Create access key" }).click();
  await expect(page).toHaveURL(/\/issued-access-key\/LTAI/);
  await page.goto("/access-keys");
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  expect((await page.goto(`/access-keys/${others.id}`))?.status()).toBe(404);
  expect((await page.goto("/sub-accounts/lin/access-keys"))?.status()).toBe(404);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("keys of a view are looked at as a draft, then disabled in bulk", async ({
      page,
      maker,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("keys");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ account, name });
      const ada = await maker.accessKey({ account, subAccount: "ada" });
      const bo = await maker.accessKey({ account, subAccount: "bo" });
      await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto("/access-keys?show=never-used");
      await page.getByRole("button", { name: "Review disabling" }).click();
      await expect(page.getByText("Select at least one access key").first()).toBeVisible();
      await page.getByRole("checkbox", { name: `Select ${ada.id}` }).check();
      await page.getByRole("button", { name: "Review disabling" }).click();
      await expect(page.getByRole("heading", { name: "Disable 1 access key" })).toBeVisible();
      await expect(page.getByRole("row", { name: new RegExp(ada.id) })).toContainText("Never used");
      await page.goto("/access-keys");
      await page.getByLabel("All keys of this view").check();
      await page.getByRole("button", { name: "Review disabling" }).click();
      await expect(page.getByRole("heading", { name: "Disable 2 access keys" })).toBeVisible();
      await expect(page.getByRole("row", { name: new RegExp(bo.id) })).toContainText("bo");
      if (javaScriptEnabled) expect(await axeFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Disable 2 access keys" }).click();
      await expect(async () => {
        await page.reload();
        await expect(page.getByText("2 done, 0 skipped, 0 refused.")).toBeVisible();
      }).toPass();
      await page.goto("/access-keys?show=disabled");
      await expect(page.getByRole("row", { name: /LTAI/ })).toHaveCount(2);
    });
  });
}
