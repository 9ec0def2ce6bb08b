import type { Page } from "@playwright/test";
import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, ownAddress, test } from "./test";

const strong = "Herons Wade At 5 in the weir";

async function build(maker: Maker) {
  const account = uniqueName("settings");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada", password: worldPassword, email: `ada@${account}.test` });
  return { account, root: { door: "root-user", name: `root@${account}.test`, password: worldPassword } as const };
}

async function typeAtDoor(page: Page, alias: string, password: string) {
  await page.goto(`/${alias}/login`);
  await page.getByLabel("Sub-account name").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("the alias moves, the old link says where to, and sub-accounts sign in at the new one", async ({
      page,
      maker,
      cookieOf,
      bringSession,
      freshContext,
    }) => {
      const { account, root } = await build(maker);
      await bringSession(await cookieOf(root));
      await page.goto("/settings");
      await expect(page.getByText("Applies to 1 sub-account, at once.")).toBeVisible();
      await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
      const alias = page.getByRole("textbox", { name: "Alias" });
      await alias.fill("settings");
      await page.getByRole("button", { name: "Change the alias" }).click();
      await expect(alias).toHaveAttribute("aria-invalid", "true");
      await expect(alias).toHaveValue("settings");
      const moved = uniqueName("moved");
      await alias.fill(moved);
      await page.getByRole("button", { name: "Change the alias" }).click();
      await expect(page.getByRole("status").first()).toContainText("has moved");
      await expect(page.locator("code", { hasText: `/${moved}/login` }).first()).toBeVisible();

      const stranger = await (await freshContext({ javaScriptEnabled })).newPage();
      await stranger.goto(`/${account}/login`);
      await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("This sign-in has moved");
      await expect(stranger.getByLabel("Password", { exact: true })).toHaveCount(0);
      await stranger.getByRole("link", { name: `Go to /${moved}/login` }).click();
      await typeAtDoor(stranger, moved, worldPassword);
      await expect(stranger).toHaveURL(/\/home$/);
      expect((await stranger.goto("/settings"))?.status()).toBe(403);
    });

    test("a password policy is told and enforced where passwords are chosen, and old ones must be changed", async ({
      page,
      maker,
      cookieOf,
      bringSession,
      freshContext,
    }) => {
      const { account, root } = await build(maker);
      await bringSession(await cookieOf(root));
      await page.goto("/settings/password-policy");
      await page.getByLabel("Shortest length").fill("40");
      await page.getByLabel("An uppercase letter").check();
      await page.getByRole("button", { name: "Save the password policy" }).click();
      await expect(page.getByLabel("Shortest length")).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByLabel("An uppercase letter")).toBeChecked();
      await page.getByLabel("Shortest length").fill("18");
      await page.getByRole("button", { name: "Save the password policy" }).click();
      await expect(page.getByRole("status").first()).toContainText("The password policy is saved.");

      const ada = await (await freshContext({ javaScriptEnabled })).newPage();
      await typeAtDoor(ada, account, worldPassword);
      await expect(ada).toHaveURL(/\/home$/);
      await ada.goto("/my-sign-in");
      await expect(ada.getByText("At least 18 characters, an uppercase letter.")).toBeVisible();
      const choose = async (password: string) => {
        await ada.getByLabel("Current password").fill(worldPassword);
        await ada.getByLabel("New password", { exact: true }).fill(password);
        await ada.getByRole("button", { name: "Change the password" }).click();
      };
      await choose("all lowercase words here");
      await expect(ada.getByText("Add an uppercase letter.").first()).toBeVisible();
      await choose(strong);
      await expect(ada.getByRole("status").first()).toContainText("The new password is set.");
    });
  });
}

test("a login mask refuses the door and an open session elsewhere, never the one who saves it", async ({
  page,
  maker,
  cookieOf,
  bringSession,
  freshContext,
  address,
}) => {
  const { account, root } = await build(maker);
  const elsewhere = await freshContext();
  await elsewhere.setExtraHTTPHeaders({ "x-forwarded-for": ownAddress() });
  const ada = await elsewhere.newPage();
  await typeAtDoor(ada, account, worldPassword);
  await expect(ada).toHaveURL(/\/home$/);

  await bringSession(await cookieOf(root));
  await page.goto("/settings/login-mask");
  await expect(page.getByText(address)).toBeVisible();
  const masks = page.getByLabel("Addresses and ranges");
  await masks.fill("203.0.113.0/24\nnonsense");
  await page.getByRole("button", { name: "Save the login mask" }).click();
  await expect(page.getByText("nonsense is no IP address or range").first()).toBeVisible();
  await masks.fill("203.0.113.0/24");
  await page.getByRole("button", { name: "Save the login mask" }).click();
  await expect(page.getByText(`Your own address ${address} is outside`).first()).toBeVisible();
  await masks.fill(`203.0.113.0/24\n${address}`);
  await page.getByRole("button", { name: "Save the login mask" }).click();
  await expect(page.getByRole("status").first()).toContainText("The login mask is saved.");

  await ada.goto("/home");
  await expect(ada).toHaveURL(/\/login/);
  await typeAtDoor(ada, account, worldPassword);
  await expect(ada.getByText("certain networks only").first()).toBeVisible();
  const here = await (await freshContext()).newPage();
  await typeAtDoor(here, account, worldPassword);
  await expect(here).toHaveURL(/\/home$/);
});

test("a session opens with the hours the account gives it, and people keep to what the preference allows", async ({
  page,
  maker,
  cookieOf,
  bringSession,
  freshContext,
}) => {
  const { account, root } = await build(maker);
  const ada = await (await freshContext()).newPage();
  await typeAtDoor(ada, account, worldPassword);
  await expect(ada).toHaveURL(/\/home$/);
  await bringSession(await cookieOf(root));
  await page.goto("/settings/security-preference");
  await expect(page.getByLabel("Manage their own access keys")).not.toBeChecked();
  await page.getByLabel("Change their own password").uncheck();
  await page.getByLabel("Hours until a session ends").fill("25");
  await page.getByRole("button", { name: "Save the security preference" }).click();
  await expect(page.getByText("Enter a whole number from 1 to 24.").first()).toBeVisible();
  await page.getByLabel("Hours until a session ends").fill("2");
  await page.getByRole("button", { name: "Save the security preference" }).click();
  await expect(page.getByRole("status").first()).toContainText("The security preference is saved.");
  await page.goto("/audit-log");
  await expect(page.getByText("changed the security preference").first()).toBeVisible();

  await ada.goto("/my-sign-in");
  await ada.getByLabel("Current password").fill(worldPassword);
  await ada.getByLabel("New password", { exact: true }).fill(strong);
  await ada.getByRole("button", { name: "Change the password" }).click();
  await expect(ada.getByRole("alert").first()).toBeVisible();
});

test("keys call from the account's addresses only, until the page opens them again", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const { account, root } = await build(maker);
  await maker.accessKey({ account, subAccount: "ada" });
  await bringSession(await cookieOf(root));
  await page.goto("/settings/key-network");
  await expect(page.getByText("1 access key goes by this policy")).toBeVisible();
  await expect(page.getByText("Keys may call from anywhere")).toBeVisible();
  const addresses = page.getByLabel("Allowed addresses");
  await addresses.fill("203.0.113.0/24\nnonsense");
  await page.getByRole("button", { name: "Save the network policy" }).click();
  await expect(page.getByText("nonsense").first()).toBeVisible();
  await addresses.fill("203.0.113.0/24");
  await page.getByRole("button", { name: "Save the network policy" }).click();
  await expect(page.getByText("The network policy is saved.")).toBeVisible();
  await expect(page.getByText("Calls are answered from this address only.")).toBeVisible();
  await page.getByLabel("In force").uncheck();
  await page.getByRole("button", { name: "Save the network policy" }).click();
  await expect(page.getByText("Keys may call from anywhere")).toBeVisible();
  await expect(addresses).toHaveValue("203.0.113.0/24");
});
