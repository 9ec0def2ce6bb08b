import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a webhook is created, its secret shown once, tested, paused, given a new secret and deleted", async ({
      page,
      maker,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("hook");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto("/webhooks");
      await page.getByRole("link", { name: "Create webhook" }).click();

      await test.step("an address with a password in it is refused at its field, and everything typed stays", async () => {
        await page.getByLabel("Address").fill("https://me:word@hooks.invalid/in");
        await page.getByLabel("What it is for").fill("our pager");
        await page.getByLabel("Wallet low").uncheck();
        await page.getByRole("button", { name: "Create webhook" }).click();
        await expect(page.getByText("Write a whole address").first()).toBeVisible();
        await expect(page.getByLabel("Address")).toHaveValue("https://me:word@hooks.invalid/in");
        await expect(page.getByLabel("What it is for")).toHaveValue("our pager");
        await expect(page.getByLabel("Wallet low")).not.toBeChecked();
        await expect(page.getByLabel("Wallet empty")).toBeChecked();
        await page.getByLabel("Address").fill("http://127.0.0.1:9/in");
        await page.getByRole("button", { name: "Create webhook" }).click();
        await expect(page.getByText("Use an address that begins with https://.").first()).toBeVisible();
        await page.getByLabel("Address").fill("https://10.1.2.3/in");
        await page.getByRole("button", { name: "Create webhook" }).click();
        await expect(page.getByText("This address is in a private network").first()).toBeVisible();
      });

      const shown = page.getByRole("status").locator("xpath=following::output[1]");
      const isShownOnce = async () => {
        await expect(shown).toHaveText(/^whsec_[0-9A-Za-z+/]{43}=$/);
        const secret = String(await shown.textContent());
        await page.getByRole("link", { name: "I have kept it" }).click();
        await expect(page.getByText("Copy the secret now")).toHaveCount(0);
        expect(await page.content()).not.toContain(secret.slice(6, 40));
        return secret;
      };
      await page.getByLabel("Address").fill("https://hooks.invalid/in");
      await page.getByRole("button", { name: "Create webhook" }).click();
      const first = await isShownOnce();

      await page.getByRole("link", { name: "https://hooks.invalid/in" }).click();
      await expect(page.getByText("Nothing was sent yet.")).toBeVisible();
      await page.getByRole("button", { name: "Send a test" }).click();
      await expect(page.getByText("A test is on its way.")).toBeVisible();
      await expect(async () => {
        await page.reload();
        await expect(page.getByText("1 attempt", { exact: true })).toBeVisible({ timeout: 1_000 });
      }).toPass();
      await page.getByText("1 attempt", { exact: true }).click();
      await expect(page.getByText("The host is unknown")).toBeVisible();
      await page.getByRole("button", { name: "Send again" }).click();
      await expect(page.getByText("It is sent again.")).toBeVisible();

      await page.getByLabel("Show").selectOption({ label: "Delivered" });
      await page.getByRole("button", { name: "Apply" }).click();
      await expect(page.getByText("No delivery is in this state.")).toBeVisible();

      await page.getByRole("button", { name: "Pause" }).click();
      await expect(page.getByText("Paused", { exact: true })).toBeVisible();

      await page.getByRole("link", { name: "Change" }).click();
      await page.getByRole("button", { name: "Give it a new secret" }).click();
      expect(await isShownOnce()).not.toBe(first);
      await expect(page.getByText("Former secret signs until")).toBeVisible();

      await page.getByRole("link", { name: "Change" }).click();
      await page.getByText("Delete this webhook…").click();
      await page.getByRole("button", { name: "Delete for good" }).click();
      await expect(page.getByText("No webhooks")).toBeVisible();
    });

    test("an operator makes one for a service, which may be near, and changes it", async ({
      page,
      castCookie,
      bringSession,
    }) => {
      await bringSession(await castCookie("operator"));
      const name = uniqueName("service");
      await page.goto("/operator/webhooks/new");
      await page.getByLabel("Name", { exact: true }).fill(name);
      await page.getByLabel("In a private network").check();
      await page.getByLabel("Address").fill("http://127.0.0.1:9/in");
      await page.getByRole("button", { name: "Create webhook" }).click();
      await page.getByRole("link", { name: "I have kept it" }).click();
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("button", { name: "Send a test" }).click();
      await expect(page.getByRole("status").filter({ hasText: "The test got no answer" })).toHaveClass(/tone-danger/);
      await expect(page.getByText("Fails")).toBeVisible();
      await page.getByRole("link", { name: "Change" }).click();
      await expect(page.getByLabel("In a private network")).toBeChecked();
      await page.getByLabel("What it is for").fill("instances");
      await page.getByRole("button", { name: "Save changes" }).click();
      await expect(page.getByText("The webhook is changed.")).toBeVisible();
      await page.getByRole("link", { name: "Change" }).click();
      await page.getByText("Delete this webhook…").click();
      await page.getByRole("button", { name: "Delete for good" }).click();
      await expect(page.getByText("The webhook is deleted.")).toBeVisible();
    });
  });
}

test("who may only read webhooks sees them and their deliveries, and nothing to press", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("hook");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "reader", password: worldPassword });
  await maker.allow({ account, name: "reader", actions: ["espalier:ListWebhooks"] });
  const { id } = await maker.webhook({ account, tested: true });
  await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "reader", password: worldPassword }));
  const main = page.getByRole("main");
  await page.goto("/webhooks");
  await expect(main.getByRole("link", { name: "Create webhook" })).toHaveCount(0);
  await main.getByRole("link", { name: "https://hooks.invalid/in" }).click();
  await expect(main.getByRole("table", { name: "Deliveries" }).getByRole("rowheader", { name: "Test" })).toBeVisible();
  for (const name of ["Send a test", "Pause", "Send again", "Send all dead ones again"]) {
    await expect(main.getByRole("button", { name })).toHaveCount(0);
  }
  await expect(main.getByRole("link", { name: "Change" })).toHaveCount(0);
  for (const path of ["/webhooks/new", `/webhooks/${id}/edit`]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
});
