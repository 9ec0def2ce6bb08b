import type { Page } from "@playwright/test";
import { drawDocument } from "../support/draw-document";
import { uniqueName } from "../support/unique-name";
import { castMember, expect, test } from "./test";

const rootPassword = "seven herons over the weir";
const ownPassword = "quiet lanterns by the ferry";

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a stranger becomes a verified account that hands over a working sub-account sign-in", async ({
      maker,
      page: root,
      freshContext,
      origin,
    }) => {
      const accountName = uniqueName("weir");
      const email = `root@${accountName}.test`;
      const operator = await (await freshContext({ javaScriptEnabled })).newPage();
      const person = await (await freshContext({ javaScriptEnabled })).newPage();
      await signInOperator(operator);

      await test.step("the root user signs up with the code that was sent", async () => {
        await root.goto("/");
        await root.getByRole("link", { name: "Create one" }).click();
        await root.getByLabel("Company or person").fill("Weir Labs");
        await root.getByLabel("Account name").fill(accountName);
        await root.getByLabel("E-mail address").fill(email);
        await root.getByLabel("Phone number").fill("+86 138 0013 8000");
        await root.getByLabel("Password", { exact: true }).fill(rootPassword);
        await root.getByRole("button", { name: "Send the code" }).click();
        await expect(root.getByRole("heading", { level: 1 })).toHaveText("Type the code");
        await root.getByLabel("Code", { exact: true }).fill(await readCode(operator, email));
        await root.getByRole("button", { name: "Create the account" }).click();
        await expect(root.getByRole("status")).toContainText(`The account ${accountName} is made`);
        await root.getByLabel("E-mail address").fill(email);
        await root.getByLabel("Password", { exact: true }).fill(rootPassword);
        await root.getByRole("button", { name: "Sign in" }).click();
        await expect(root).toHaveURL("/home");
      });

      await test.step("before approval every way to create says why not and what to do", async () => {
        await openFromProfileMenu(root, "Sub-accounts");
        await expect(root.getByRole("link", { name: "Create sub-account" })).toHaveCount(0);
        await expect(root.getByText("Identity verification has not been submitted yet.")).toBeVisible();
        await root.goto("/sub-accounts/new");
        await expect(root.getByText("Identity verification has not been submitted yet.")).toBeVisible();
        await expect(root.getByRole("button", { name: "Create sub-account" })).toHaveCount(0);
      });

      await test.step("the account applies with details and documents", async () => {
        await root.getByRole("main").getByRole("link", { name: "Identity verification" }).click();
        await root.getByRole("link", { name: /^(A|Verify a) person$/ }).click();
        await root.getByLabel("Legal name").fill("Wren Castellan");
        await root.getByLabel("Identity document").selectOption("Passport");
        await root.getByLabel("Document number").fill("P 123-4567");
        await root.getByLabel("Address").fill("12 Mill Lane\nMeadow Park");
        await root.getByRole("button", { name: "Save and go on to documents" }).click();
        await expect(root.getByRole("button", { name: "Submit for verification" })).toHaveCount(0);
        for (const [slot, format] of [
          ["front", "png"],
          ["back", "jpeg"],
        ] as const) {
          const panel = root.getByRole("listitem").filter({
            has: root.getByRole("heading", { name: `Identity document, ${slot}` }),
          });
          await panel.locator('input[type="file"]').setInputFiles({
            name: `passport ${slot}.${format}`,
            mimeType: `image/${format}`,
            buffer: await drawDocument(`${accountName} ${slot}`, format),
          });
          await panel.getByRole("button", { name: "Upload file" }).click();
          await expect(panel.getByText(`passport ${slot}.${format}`)).toBeVisible();
        }
        await root.getByRole("button", { name: "Submit for verification" }).click();
        await expect(root.getByText("An operator will look at it.")).toBeVisible();
      });

      await test.step("the operator looks at the documents and approves", async () => {
        await operator.getByRole("link", { name: "Verification queue" }).first().click();
        await operator.getByRole("link", { name: accountName }).click();
        await expect(operator.getByRole("heading", { level: 1 })).toContainText(accountName);
        const pictures = operator.getByRole("img", { name: /^Picture of/ });
        await expect(pictures).toHaveCount(2);
        for (const picture of await pictures.all()) {
          await picture.scrollIntoViewIfNeeded();
          await expect
            .poll(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
            .toBe(640);
        }
        // The operator is everybody's here, and so is its mailbox: the page that asks is walked in step-up.spec.ts.
        const [session] = (await operator.context().cookies()).filter(({ name }) => name === "espalier-session");
        await maker.prove({ cookie: `espalier-session=${session?.value}` });
        await operator.getByRole("button", { name: "Approve identity" }).click();
        await expect(operator.getByRole("button", { name: "Approve identity" })).toHaveCount(0);
        await expect(operator.getByText(/^Decided .* by/)).toBeVisible();
        expect(await readMail(operator, email, "is approved")).toContain(accountName);
      });

      const password =
        await test.step("the root user creates a sub-account and is shown its password once", async () => {
          await root.goto("/home");
          await openFromProfileMenu(root, "Sub-accounts");
          await root.getByRole("link", { name: "Create sub-account" }).click();
          await root.getByLabel("Name", { exact: true }).fill("samzong");
          await root.getByLabel("Display name").fill("Sam Zong");
          await root.getByRole("button", { name: "Create sub-account" }).click();
          await expect(root).toHaveURL("/hand-over/samzong");
          await root.getByRole("button", { name: "Show it" }).click();
          const shown = (await root.locator("output").textContent()) ?? "";
          expect(shown).toMatch(/^\S{20}$/);
          for (const fact of [`${origin}/${accountName}/login`, `${accountName}#samzong`]) {
            await expect(root.getByText(fact, { exact: true }).filter({ visible: true }).first()).toBeVisible();
          }
          return shown;
        });

      await test.step("the sub-account signs in and must choose a password of its own", async () => {
        await person.goto(`/${accountName}/login`);
        await expect(person.getByText("Weir Labs")).toBeVisible();
        await person.getByLabel("Sub-account name").fill("samzong");
        await person.getByLabel("Password", { exact: true }).fill(password);
        await person.getByRole("button", { name: "Sign in" }).click();
        await expect(person).toHaveURL("/new-password");
        for (const path of ["/home", "/my-sign-in", "/sub-accounts", "/preferences"]) {
          await person.goto(path);
          await expect(person, path).toHaveURL("/new-password");
        }
        await person.getByLabel("Current password").fill(password);
        await person.getByLabel("New password", { exact: true }).fill(ownPassword);
        await person.getByRole("button", { name: "Set the password and go on" }).click();
        await expect(person).toHaveURL("/home");
        await expect(person.getByRole("main")).toContainText(`${accountName}#samzong`);
      });

      await test.step("it sees its own workspace and nothing else", async () => {
        for (const path of ["/sub-accounts", "/sub-accounts/new", "/identity-verification"]) {
          const answer = await person.goto(path);
          expect([403, 404], path).toContain(answer?.status());
          await expect(person.getByRole("link", { name: "Sub-accounts" })).toHaveCount(0);
        }
        await person.goto("/operator");
        await expect(person).toHaveURL(/\/operator\/login/);
        await person.goto(`/${accountName}/login`);
        await expect(person).toHaveURL("/home");
      });
    });
  });
}

async function signInOperator(page: Page): Promise<void> {
  const { name, password } = castMember("operator");
  await page.goto("/operator/login");
  await page.getByLabel("E-mail address").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/operator/identity-verifications");
}

async function openFromProfileMenu(page: Page, item: string): Promise<void> {
  await page.locator("summary", { hasText: "Profile menu" }).click();
  await page.getByRole("banner").getByRole("link", { name: item }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(item);
}

async function readMail(operator: Page, recipient: string, subject: string): Promise<string> {
  await operator.goto("/operator/outbox");
  const row = operator.getByRole("row").filter({ hasText: recipient }).filter({ hasText: subject }).first();
  await row.locator("summary").click();
  return row.locator("pre").textContent().then(String);
}

async function readCode(operator: Page, recipient: string): Promise<string> {
  const code = /\b\d{6}\b/.exec(await readMail(operator, recipient, "is your Espalier code"))?.[0];
  if (!code) throw new Error("the mail holds no code");
  return code;
}
