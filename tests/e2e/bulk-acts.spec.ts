import type { Page } from "@playwright/test";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { passStepUp } from "./pass-step-up";
import { expect, test } from "./test";

/** Ticks people, chooses what to do with them and looks at the draft. */
async function review(page: Page, act: string, names: readonly string[]): Promise<void> {
  await page.goto("/sub-accounts");
  for (const name of names) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByLabel("Act", { exact: true }).selectOption(act);
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page).toHaveURL(/\/bulk-runs\/[0-9a-f-]{36}$/);
}

/** What became of each row, once the run is at its end. */
async function outcomeOf(page: Page, names: readonly string[]): Promise<string[]> {
  await expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 60_000 });
  const states = names.map((name) => page.getByRole("row", { name }).getByRole("cell").first().textContent());
  return (await Promise.all(states)).map((state) => String(state));
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("people join a group and leave it by a run, after a proof that keeps the group that was chosen", async ({
      page,
      maker,
      unprovedCookieOf,
      bringSession,
    }) => {
      const account = uniqueName("crew");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo", "cy"]) await maker.subAccount({ account, name });
      await maker.group({ account, name: "crew", members: ["cy"] });
      await bringSession(await unprovedCookieOf({ door: "root-user", name: email, password: worldPassword }));

      await review(page, "Add to a group", ["ada", "cy"]);
      await page.getByLabel("Group", { exact: true }).selectOption("crew");
      await page.getByRole("button", { name: "Add 2 sub-accounts to a group" }).click();
      await passStepUp(page, maker, { email, password: worldPassword });
      await expect(page.getByLabel("Group", { exact: true })).toHaveValue("crew");
      await page.getByRole("button", { name: "Add 2 sub-accounts to a group" }).click();
      expect(await outcomeOf(page, ["ada", "cy"])).toEqual(["Done", "Skipped"]);
      await page.goto("/groups/crew");
      await expect(page.getByRole("rowheader", { name: "ada" })).toBeVisible();

      await review(page, "Remove from a group", ["ada", "bo"]);
      await page.getByLabel("Group", { exact: true }).selectOption("crew");
      await page.getByRole("button", { name: "Remove 2 sub-accounts from a group" }).click();
      expect(await outcomeOf(page, ["ada", "bo"])).toEqual(["Done", "Skipped"]);
      await page.goto("/groups/crew");
      await expect(page.getByRole("rowheader", { name: "cy" })).toBeVisible();
      await expect(page.getByRole("rowheader", { name: "ada" })).toHaveCount(0);
    });

    test("a limit is set for everybody who matches, and asked for anew where it has no amount", async ({
      page,
      maker,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("caps");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ account, name });
      await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto("/sub-accounts");
      await page.getByLabel("Act", { exact: true }).selectOption("Set a spend limit");
      await page.getByRole("checkbox", { name: "All 2 that match" }).check();
      await page.getByRole("button", { name: "Review" }).click();
      await page.getByLabel("Warn at").fill("60");
      await page.getByLabel("Stop at").fill("50");
      const set = page.getByRole("button", { name: "Set a spend limit for 2 sub-accounts" });
      await set.click();
      await expect(page.getByLabel("Warn at")).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByLabel("Stop at")).toHaveValue("50");
      await page.getByLabel("Warn at").fill("40");
      await set.click();
      expect(await outcomeOf(page, ["ada", "bo"])).toEqual(["Done", "Done"]);
      await page.goto("/limits");
      for (const name of ["ada", "bo"]) await expect(page.getByRole("row", { name })).toContainText("50.00");
    });

    test("sessions that a run ends are over on the next request; whoever orders it stays", async ({
      page,
      maker,
      cookieOf,
      bringSession,
      freshContext,
    }) => {
      const account = uniqueName("out");
      await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "mara"]) {
        const policies = name === "mara" ? ["AliyunRAMFullAccess"] : [];
        await maker.subAccount({ account, name, password: worldPassword, policies });
      }
      const sub = (name: string) => cookieOf({ door: "sub-account", alias: account, name, password: worldPassword });
      const theirs = await freshContext({ javaScriptEnabled });
      await bringSession(await sub("ada"), theirs);
      const ada = await theirs.newPage();
      await ada.goto("/home");
      await expect(ada).toHaveURL("/home");
      await bringSession(await sub("mara"));
      await review(page, "End sessions", ["ada", "mara"]);
      await expect(page.getByRole("row", { name: "mara" })).toContainText("Skipped");
      await page.getByRole("button", { name: "End the sessions of 1 sub-account" }).click();
      expect(await outcomeOf(page, ["ada"])).toEqual(["Done"]);
      await ada.goto("/home");
      await expect(ada).toHaveURL(/\/login/);
      await page.goto("/sessions");
      await expect(page).toHaveURL("/sessions");
    });

    test("the list is fetched as a file after a proof, by whoever may, with its own people alone", async ({
      page,
      maker,
      unprovedCookieOf,
      bringSession,
    }) => {
      const account = uniqueName("file");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ account, name, email: `${name}@${account}.test` });
      await maker.subAccount({ account, name: "cy", disabled: "left" });
      await bringSession(await unprovedCookieOf({ door: "root-user", name: email, password: worldPassword }));
      await page.goto("/sub-accounts?state=active");
      const press = async () => {
        await page.getByText("More", { exact: true }).click();
        await page.getByRole("button", { name: "Export as CSV" }).click();
      };
      await press();
      await passStepUp(page, maker, { email, password: worldPassword });
      await expect(page).toHaveURL(/\/sub-accounts\?state=active/);
      const [download] = await Promise.all([page.waitForEvent("download"), press()]);
      expect(download.suggestedFilename()).toMatch(new RegExp(`^${account}_sub-accounts_[\\d-]+_UTC\\.csv$`));
      const file = await download.createReadStream();
      let text = "";
      for await (const piece of file) text += piece;
      for (const name of ["ada", "bo"]) expect(text).toContain(`${name}@${account}.test`);
      expect(text).not.toContain("\r\ncy,");
      expect(text).toMatch(/\r\nrows,2\r\nsha256,[0-9a-f]{64}\r\n$/);
    });
  });
}

test("whoever may not gets neither a run nor the file, and is told so within the shell", async ({
  page,
  http,
  origin,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("not");
  const elsewhere = uniqueName("else");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  const other = await maker.account({ name: elsewhere, password: worldPassword, approved: true });
  const signing = { account, password: worldPassword };
  await maker.subAccount({ ...signing, name: "ada" });
  await maker.subAccount({ ...signing, name: "eye", policies: ["AliyunRAMReadOnlyAccess"] });
  await maker.subAccount({ ...signing, name: "mara", policies: ["AliyunRAMFullAccess"] });
  const sub = (name: string) => cookieOf({ door: "sub-account", alias: account, name, password: worldPassword });
  const [ada, eye, mara] = [await sub("ada"), await sub("eye"), await sub("mara")];
  const root = await cookieOf({ door: "root-user", name: email, password: worldPassword });
  const stranger = await cookieOf({ door: "root-user", name: other.email, password: worldPassword });

  await bringSession(root);
  await review(page, "Set a spend limit", ["ada"]);
  const run = new URL(page.url()).pathname;

  await test.step("the act and its draft", async () => {
    await bringSession(mara);
    await page.goto("/sub-accounts");
    const offered = await page.getByLabel("Act", { exact: true }).locator("option").allTextContents();
    expect(offered).toContain("Add to a group");
    expect(offered).not.toContain("Set a spend limit");
    await bringSession(eye);
    await page.goto("/sub-accounts");
    await expect(page.getByRole("rowheader")).toHaveCount(3);
    await expect(page.getByLabel("Act", { exact: true })).toHaveCount(0);
    expect((await http({ path: run, cookie: stranger })).status).toBe(404);
    expect([(await http({ path: run })).status, (await http({ path: run, cookie: ada })).status]).toEqual([307, 403]);
  });

  await test.step("the file", async () => {
    const fetched = (cookie: string) =>
      http({
        ...{ method: "POST", path: "/sub-accounts/export", cookie, headers: { origin } },
        body: new URLSearchParams({ format: "csv" }),
      });
    for (const cookie of [ada, eye]) expect((await fetched(cookie)).status).toBe(403);
    expect((await fetched("")).status).toBe(303);
    const theirs = await fetched(stranger);
    expect(theirs.status).toBe(200);
    expect(theirs.body).not.toContain("ada");
    expect((await fetched(mara)).body).toContain("\r\nada,");
  });

  await test.step("the refusal names the permission, with all the ways on that are open", async () => {
    await bringSession(ada);
    const answer = await page.goto("/sub-accounts");
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole("main")).toContainText("ram:ListUsers");
    await expect(page.getByRole("navigation").getByRole("link", { name: "Sessions" }).first()).toBeVisible();
    const unknown = await page.goto("/no-such-page");
    expect(unknown?.status()).toBe(404);
    await expect(page.getByRole("navigation").getByRole("link", { name: "Sessions" }).first()).toBeVisible();
    await page.context().clearCookies();
    await page.goto("/no-such-page");
    await expect(page.getByRole("navigation")).toHaveCount(0);
  });
});
