import type { Page } from "@playwright/test";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { passStepUp } from "./pass-step-up";
import { test as base, expect } from "./test";

/** Browsers make passkeys for names, not for addresses: the same server, by its name. */
const test = base.extend<object, { origin: string }>({
  origin: [
    async ({ browserName: _ }, use) =>
      use(String(process.env.ESPALIER_E2E_ORIGIN).replace(/127\.0\.0\.1|\[::1\]/, "localhost")),
    { scope: "worker" },
  ],
});

/** Chromium's own authenticator in this page's browser: it sees who is there, unless told otherwise. */
async function plugIn(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    credentials: async () => (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    seesWhoIsThere: (isUserVerified: boolean) =>
      devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

async function signOut(page: Page, door: string): Promise<void> {
  await page.context().clearCookies({ name: "espalier-session" });
  await page.goto(door);
}
const useIt = (page: Page) => page.getByRole("button", { name: "Use a passkey" }).click();

test("a root user makes a passkey, and signs in, confirms and goes without a password by it", async ({
  page,
  maker,
  unprovedCookieOf,
  bringSession,
}) => {
  const account = uniqueName("key");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada" });
  const authenticator = await plugIn(page);
  await bringSession(await unprovedCookieOf({ door: "root-user", name: email, password: worldPassword }));

  await test.step("it is made after a fresh proof, with the name typed before, and recovery codes with it", async () => {
    await page.goto("/my-sign-in");
    await page.getByRole("link", { name: "Add a passkey" }).click();
    await page.getByLabel("Name").fill("work laptop");
    await page.getByRole("button", { name: "Create the passkey" }).click();
    await passStepUp(page, maker, { email, password: worldPassword });
    await expect(page).toHaveURL("/my-sign-in/passkeys/new");
    await expect(page.getByLabel("Name")).toHaveValue("work laptop");
    await page.getByRole("button", { name: "Create the passkey" }).click();
    await expect(page).toHaveURL("/my-sign-in/recovery-codes");
    await page.getByRole("button", { name: "Make recovery codes" }).click();
    await expect(page.locator("output")).toHaveCount(10);
    expect(await authenticator.credentials()).toMatchObject([{ rpId: "localhost", isResidentCredential: true }]);
    await page.goto("/my-sign-in");
    await expect(page.getByRole("rowheader", { name: "work laptop" })).toBeVisible();
  });

  await test.step("it is asked for after the password", async () => {
    await signOut(page, "/login?next=%2Fpreferences");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(worldPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL("/second-factor?next=%2Fpreferences");
    await authenticator.seesWhoIsThere(false);
    await useIt(page);
    await expect(page.getByText("The browser gave no passkey")).toBeVisible();
    await authenticator.seesWhoIsThere(true);
    await useIt(page);
    await expect(page).toHaveURL("/preferences");
  });

  await test.step("it signs in alone, and confirms a deletion whose form it gives back", async () => {
    await signOut(page, "/login");
    await useIt(page);
    await expect(page).toHaveURL("/home");
    await page.goto("/sub-accounts/ada/delete");
    await page.getByLabel("Name", { exact: true }).fill("ada");
    await page.getByRole("button", { name: "Delete ada" }).click();
    await expect(page).toHaveURL(/\/step-up\//);
    await useIt(page);
    await expect(page).toHaveURL("/sub-accounts/ada/delete");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("ada");
    await page.getByRole("button", { name: "Delete ada" }).click();
    await expect(page).toHaveURL("/sub-accounts");
  });

  await test.step("it is renamed and removed, and opens nothing from then on", async () => {
    await page.goto("/my-sign-in");
    await page.getByRole("link", { name: "Rename" }).click();
    await page.getByLabel("Name").fill("old laptop");
    await page.getByRole("button", { name: "Save the name" }).click();
    await expect(page).toHaveURL("/my-sign-in");
    await page
      .getByRole("row", { name: /old laptop/ })
      .getByRole("link", { name: "Remove" })
      .click();
    await page.getByRole("button", { name: "Remove old laptop" }).click();
    await useIt(page);
    await expect(page).toHaveURL(/\/factors\/.*\/remove/);
    await page.getByRole("button", { name: "Remove old laptop" }).click();
    await expect(page).toHaveURL("/my-sign-in");
    await expect(page.getByText("No second factor is bound.")).toBeVisible();
    await signOut(page, "/login");
    await useIt(page);
    await expect(page.getByText("No sign-in is opened by this passkey here.")).toBeVisible();
  });
});

test("a sub-account that must use a second factor makes a passkey before anything else opens", async ({
  page,
  maker,
  cookieOf,
  bringSession,
  freshContext,
}) => {
  const account = uniqueName("key");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada", password: worldPassword });
  const admin = await freshContext();
  await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }), admin);
  const root = await admin.newPage();
  await root.goto("/sub-accounts/ada/logon");
  await root.getByLabel("Must use a second factor to sign in").check();
  await root.getByRole("button", { name: "Save the requirement" }).click();
  await expect(root).toHaveURL("/sub-accounts/ada");

  await plugIn(page);
  await page.goto(`/${account}/login`);
  await page.getByLabel("Sub-account name").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill(worldPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up a second factor");
  await page.getByLabel("Name").fill("phone");
  await page.getByRole("button", { name: "Create the passkey" }).click();
  await expect(page).toHaveURL("/my-sign-in/recovery-codes");
  await signOut(page, `/${account}/login`);
  await useIt(page);
  await expect(page).toHaveURL("/home");

  await test.step("the account switches signing in by it alone off", async () => {
    await root.goto("/settings/security-preference");
    await root.getByLabel("Sign in by a passkey alone").uncheck();
    await root.getByRole("button", { name: "Save" }).click();
    await expect(root.getByLabel("Sign in by a passkey alone")).not.toBeChecked();
    await signOut(page, `/${account}/login`);
    await useIt(page);
    await expect(page.getByText("Signing in by passkey alone is switched off")).toBeVisible();
  });
});

test("an operator has a passkey like everybody, at the operators' own door", async ({ page, maker }) => {
  const email = `${uniqueName("op")}@operators.test`;
  const { token } = await maker.setUpLink({});
  await plugIn(page);
  await page.goto(`/operator/set-up/${token}`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Your name").fill("Op");
  await page.getByLabel(/^(New p|P)assword$/).fill(worldPassword);
  await page.getByRole("button", { name: "Create the operator" }).click();
  await expect(page).toHaveURL(/\/operator\/login/);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(worldPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/operator/identity-verifications");
  await page.goto("/operator/my-sign-in/passkeys/new");
  await page.getByLabel("Name").fill("key");
  await page.getByRole("button", { name: "Create the passkey" }).click();
  await passStepUp(page, maker, { email, password: worldPassword });
  await page.getByRole("button", { name: "Create the passkey" }).click();
  await expect(page).toHaveURL("/operator/my-sign-in/recovery-codes");
  await signOut(page, "/operator/login");
  await useIt(page);
  await expect(page).toHaveURL(/\/operator\/identity-verifications|\/operator$/);
  await signOut(page, "/login");
  await useIt(page);
  await expect(page.getByText("No sign-in is opened by this passkey here.")).toBeVisible();
});
