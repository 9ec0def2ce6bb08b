import type { Page } from "@playwright/test";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { castMember, expect, test } from "./test";

const newPassword = "eleven herons on the weir";

async function type(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel(/^(E-mail address|Sub-account name)$/).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.locator("summary", { hasText: "Profile menu" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("status")).toContainText("Signed out");
}

test("a root user enters at /login, comes out where it wanted to go, and leaves for good", async ({
  page,
  maker,
  http,
  context,
  origin,
}) => {
  const account = uniqueName("door");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await page.goto("/sub-accounts?state=disabled");
  await expect(page).toHaveURL(/\/login\?next=/);
  await type(page, `root@${account}.test`, worldPassword);
  await expect(page).toHaveURL("/sub-accounts?state=disabled");
  const cookie = `espalier-session=${(await context.cookies()).find(({ name }) => name === "espalier-session")?.value}`;
  expect((await http({ path: "/home", cookie })).status).toBe(200);

  await page.goto("/my-sign-in");
  await expect(page.getByRole("main")).toContainText(`root@${account}.test`);
  await signOut(page);
  await expect(page).toHaveURL("/login");
  await page.goBack();
  await expect(page.getByLabel("E-mail address")).toBeVisible();
  await expect(page.getByText(`Company ${account}`)).toHaveCount(0);

  for (const path of ["/home", "/my-sign-in", "/sub-accounts", "/audit-log"]) {
    expect((await http({ path, cookie })).location, path).toMatch(/^\/login/);
  }
  const file = await http({ method: "POST", path: "/hand-over/any/file", cookie, headers: { origin } });
  expect(file.location).toBe("/login");
  expect((await http({ path: "/identity-verification/documents/x", cookie })).status).toBe(401);
});

test("a sub-account enters at its account's door by its name alone or as pasted", async ({
  page,
  maker,
  freshContext,
}) => {
  const account = uniqueName("door");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "vic", password: worldPassword });
  await page.goto("/");
  await page.getByLabel(/account#name$/).fill(`${account}#vic`);
  await page.getByRole("button", { name: "Go to its sign-in" }).click();
  await expect(page).toHaveURL(new RegExp(`/${account}/login`));
  await expect(page.getByText(`Company ${account}`)).toBeVisible();
  await expect(page.getByLabel("Sub-account name")).toHaveValue(/vic$/);
  await type(page, "vic", worldPassword);
  await expect(page).toHaveURL("/home");

  const other = await (await freshContext()).newPage();
  await other.goto(`/${account}/login`);
  await type(other, ` ${account}#vic `, worldPassword);
  await expect(other).toHaveURL("/home");
  await expect(other.getByRole("main")).toContainText(`${account}#vic`);
});

test("an operator enters at its own door, and the browser's account session ends", async ({
  page,
  maker,
  http,
  context,
}) => {
  const account = uniqueName("hats");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await page.goto("/login");
  await type(page, `root@${account}.test`, worldPassword);
  await expect(page).toHaveURL("/home");
  const cookie = `espalier-session=${(await context.cookies()).find(({ name }) => name === "espalier-session")?.value}`;
  const { name, password } = castMember("operator");
  await page.goto("/operator/login");
  await type(page, name, password);
  await expect(page).toHaveURL("/operator/identity-verifications");
  expect((await http({ path: "/home", cookie })).location).toBe("/login");
  await page.goto("/home");
  await expect(page).toHaveURL("/login");
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a wrong password is refused in one sentence, whoever it was, and after five one has to wait", async ({
      page,
      maker,
      context,
    }) => {
      const account = uniqueName("guess");
      await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "vic", password: worldPassword });
      for (const [door, name] of [
        [`/${account}/login`, "vic"],
        [`/${account}/login`, "nobody-here"],
        ["/no-such-alias/login", "vic"],
        ["/login", "nobody@example.test"],
      ] as const) {
        await page.goto(door);
        await type(page, name, "a wrong guess of mine");
        await expect(
          page.getByRole("alert").filter({ hasText: "The name or the password is not right." }),
        ).toBeVisible();
        await expect(page.getByLabel(/^(E-mail address|Sub-account name)$/)).toHaveValue(name);
        // With JavaScript nothing is reset; what the server draws never holds a password.
        if (!javaScriptEnabled) await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
      }
      expect((await context.cookies()).some(({ name }) => name === "espalier-session")).toBe(false);
      await page.goto(`/${account}/login`);
      for (let guess = 2; guess <= 5; guess += 1) {
        const answered = page.waitForResponse((response) => response.request().method() === "POST");
        await type(page, "vic", `guess number ${guess}`);
        await answered;
        await expect(page.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
        await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
      }
      await type(page, "vic", worldPassword);
      await expect(
        page.getByRole("alert").filter({ hasText: /Too many attempts\. Try again in \d+ seconds?\./ }),
      ).toBeVisible();
      await expect(page).toHaveURL(`/${account}/login`);
    });
  });
}

test("only who knows the password is told that a sub-account is disabled", async ({ page }) => {
  const { password } = castMember("sub-account");
  await page.goto("/harbor/login");
  await type(page, "kit", "a wrong guess of mine");
  await expect(page.getByRole("alert").filter({ hasText: "The name or the password is not right." })).toBeVisible();
  await type(page, "kit", password);
  await expect(page.getByRole("alert").filter({ hasText: "This sub-account is disabled." })).toBeVisible();
});

test("a forgotten password is replaced by a link that works once, and every session ends", async ({
  page,
  maker,
  http,
  cookieOf,
  castCookie,
}) => {
  const account = uniqueName("forgot");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  const cookie = await cookieOf({ door: "root-user", name: email, password: worldPassword });
  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot the password?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reset the password");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look into your mail");

  const outbox = await http({ path: "/operator/outbox", cookie: await castCookie("operator") });
  const link = /\/reset-password\/[\w-]{43}/.exec(outbox.body.slice(outbox.body.indexOf(email)))?.[0] ?? "";
  // Mail scanners open links: looking uses nothing up.
  expect((await http({ path: link })).status).toBe(200);
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByLabel("New password", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("New password", { exact: true }).fill(newPassword);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page).toHaveURL("/login");
  expect((await http({ path: "/home", cookie })).location).toBe("/login");
  await type(page, email, worldPassword);
  await expect(page.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
  await type(page, email, newPassword);
  await expect(page).toHaveURL("/home");
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work any more");
});

test("a changed password gives this browser a new session and ends the others", async ({
  page,
  maker,
  http,
  cookieOf,
  context,
}) => {
  const account = uniqueName("change");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "vic", password: worldPassword });
  const elsewhere = await cookieOf({ door: "sub-account", alias: account, name: "vic", password: worldPassword });
  await page.goto(`/${account}/login`);
  await type(page, "vic", worldPassword);
  await expect(page).toHaveURL("/home");
  const sessionOf = async () => (await context.cookies()).find(({ name }) => name === "espalier-session")?.value;
  const before = await sessionOf();
  await page.goto("/my-sign-in");
  await page.getByLabel("Current password").fill("not the one I have");
  await page.getByLabel("New password", { exact: true }).fill(newPassword);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Current password").fill(worldPassword);
  await page.getByLabel("New password", { exact: true }).fill(newPassword);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The new password is set." })).toBeVisible();
  expect(await sessionOf()).not.toBe(before);
  for (const cookie of [elsewhere, `espalier-session=${before}`]) {
    expect((await http({ path: "/home", cookie })).location).toBe("/login");
  }
  await page.goto("/home");
  await expect(page).toHaveURL("/home");
});

test("the first operator is set up by a link that works once", async ({ page, maker }) => {
  const { token } = await maker.setUpLink({});
  const email = `${uniqueName("first")}@operators.test`;
  await page.goto(`/operator/set-up/${token}`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Your name").fill("Nora First");
  await page.getByLabel(/^(New p|P)assword$/).fill(newPassword);
  await page.getByRole("button", { name: "Create the operator" }).click();
  await expect(page).toHaveURL("/operator/login");
  await type(page, email, newPassword);
  await expect(page).toHaveURL("/operator/identity-verifications");
  await page.goto(`/operator/set-up/${token}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work any more");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("language and theme are chosen at the door and kept", async ({ page }) => {
    await page.goto("/login");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.getByRole("button", { name: "简体中文" }).click();
    await expect(page).toHaveURL("/login");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await page.getByRole("button", { name: "深色" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.goto("/sign-up");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });
});
