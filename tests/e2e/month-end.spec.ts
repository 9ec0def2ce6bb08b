import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { amountAfter, readPdf } from "../support/read-pdf";
import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

/** Longer than any month and its late usage: one month of it is over and closed, whatever day it is. */
const days = 66;
/** Long enough for the month of its first day to be over, with its late usage. */
const dueDays = 40;

async function closedWorld(maker: Maker) {
  const account = uniqueName("close");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  const signing = { account, password: worldPassword };
  for (const name of ["ada", "bo"]) await maker.subAccount({ ...signing, name });
  await maker.subAccount({ ...signing, name: "fin", policies: ["AliyunBSSReadOnlyAccess"] });
  await maker.history({ account, people: ["ada", "bo"], days });
  const { months } = await maker.closeMonths({ account });
  return { account, email, month: String(months.at(-1)) };
}

function micros(text = "") {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const value = BigInt(whole + fraction.padEnd(6, "0"));
  return text.startsWith("-") ? -value : value;
}

async function fetched(page: Page, button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return readFile(await download.path());
}
const totalOfPdf = (file: Buffer) => micros(amountAfter(readPdf(file).slice(-4), "Total"));
function totalOfCsv(file: Buffer) {
  const rows = parse(file.toString().split("\r\n\r\n")[1] ?? "", { columns: true }) as { cost: string }[];
  return rows.reduce((sum, { cost }) => sum + micros(cost), 0n);
}
/** Of the whole bill: what stands in the foot of its lines. */
async function totalOnScreen(page: Page) {
  const cell = page.getByRole("table", { name: "What it is made of" }).locator("tfoot .num").first();
  return micros((await cell.textContent())?.replace(/[^\d.-]/g, ""));
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("finance comes from sign-in to the papers and the file of a month in four clicks, and all totals agree", async ({
      page,
      maker,
      http,
      cookieOf,
    }) => {
      const { account, month } = await closedWorld(maker);
      await page.goto(`/${account}/login`);
      await page.getByLabel("Sub-account name").fill("fin");
      await page.getByLabel("Password", { exact: true }).fill(worldPassword);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page).toHaveURL("/home");

      const side = page.getByRole("navigation", { name: "Main navigation" });
      if (!(await side.getByRole("link", { name: "Bills" }).isVisible())) await page.goto("/bills");
      else await side.getByRole("link", { name: "Bills" }).click(); // 1
      const row = page.getByRole("table", { name: "Bills" }).getByRole("row").filter({ hasText: "Closed" }).first();
      const bill = await fetched(page, row.getByRole("button", { name: /^PDF of/ })); // 2: the bill is there
      const csv = await fetched(page, row.getByRole("button", { name: /^CSV of/ })); // 3: and its charges
      await row.getByRole("rowheader").getByRole("link").click(); // 4
      await expect(page).toHaveURL(`/bills/${month}`);
      expect(totalOfPdf(bill)).toBe(await totalOnScreen(page));
      expect(totalOfPdf(bill)).toBe(totalOfCsv(csv));

      await page
        .getByRole("table", { name: "What it is made of" })
        .getByRole("link", { name: "ada", exact: true })
        .click();
      await expect(page).toHaveURL(new RegExp(`/bills/${month}/ada`));
      await page.getByText("Download", { exact: true }).click();
      const statement = await fetched(page, page.getByRole("button", { name: "PDF", exact: true }));
      const own = await fetched(page, page.getByRole("button", { name: "CSV, every charge" }));
      expect(totalOfPdf(statement)).toBe(await totalOnScreen(page));
      expect(totalOfPdf(statement)).toBe(totalOfCsv(own));
      const chinese = await fetched(page, page.getByRole("button", { name: "PDF in Chinese" }));
      expect(readPdf(chinese).join("\n")).toContain("对账单");

      // The owner of the statement has it with its spend; every address of another's is not there.
      const cookie = await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword });
      const ask = (fields: Record<string, string>) =>
        http({
          path: "/bills/export",
          method: "POST",
          cookie,
          headers: { "content-type": "application/x-www-form-urlencoded", origin: new URL(page.url()).origin },
          body: new URLSearchParams({ month, ...fields }).toString(),
        });
      for (const format of ["pdf", "csv", "focus"]) {
        const answers = await Promise.all(["bo", "nobody-here", ""].map((name) => ask({ name, format })));
        expect(
          answers.map(({ status }) => status),
          format,
        ).toEqual([404, 404, 404]);
      }
      for (const name of ["bo", "nobody-here"]) {
        expect((await http({ path: `/bills/${month}/${name}`, cookie })).status).toBe(404);
      }
      expect((await ask({ name: "ada", format: "pdf" })).status).toBe(200);
    });
  });
}

// One after the other: whoever closes all closes what another has just made ready.
test.describe("at the desk", () => {
  test.describe.configure({ mode: "default" });

  for (const javaScriptEnabled of [true, false]) {
    test(`an operator clears what keeps a month from closing, closes it, and finance has its papers, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
      maker,
      freshContext,
      castCookie,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("due");
      const signing = { account, password: worldPassword };
      await maker.account({ name: account, password: worldPassword, approved: true });
      for (const name of ["ada", "bo"]) await maker.subAccount({ ...signing, name });
      await maker.subAccount({ ...signing, name: "fin", policies: ["AliyunBSSReadOnlyAccess"] });
      const strayId = `stray-${account}`;
      await maker.history({ account, people: ["ada", "bo"], days: dueDays, strayId });

      const office = await freshContext({ javaScriptEnabled });
      await bringSession(await castCookie("operator"), office);
      const desk = await office.newPage();
      const row = desk.getByRole("row").filter({ hasText: account }).first();
      await desk.goto("/operator/month-end");
      await expect(row).toContainText("it waits for what stands in the way");
      await expect(row.getByRole("button")).toHaveCount(0);
      const month = (await row.getByRole("link", { name: /^\d{4}-\d\d$/ }).textContent()) ?? "";
      await row.getByRole("link", { name: "1 event in quarantine" }).click();
      await desk.getByRole("link", { name: strayId }).click();
      await desk.getByLabel("Why it is not billed").fill("Nobody of this name was ever here");
      await desk.getByRole("button", { name: "Dismiss" }).click();
      await expect(desk.getByText("The event stays unbilled.")).toBeVisible();
      await desk.goto("/operator/month-end?show=all");
      await row.getByRole("button", { name: `Close now ${month} of ${account}` }).click();
      await expect(desk.getByText("The month is closed for good.")).toBeVisible();
      await expect(row.filter({ hasText: month })).toHaveCount(0);

      const window = await freshContext({ javaScriptEnabled });
      const person = { door: "sub-account", alias: account, name: "fin", password: worldPassword } as const;
      await bringSession(await cookieOf(person), window);
      const page = await window.newPage();
      await page.goto("/bills");
      const closed = page.getByRole("row").filter({ has: page.locator(`a[href="/bills/${month}"]`) });
      await expect(closed).toContainText("Closed");
      const paper = await fetched(page, closed.getByRole("button", { name: /^PDF of/ }));
      const csv = await fetched(page, closed.getByRole("button", { name: /^CSV of/ }));
      await closed.getByRole("rowheader").getByRole("link").click();
      const total = await totalOnScreen(page);
      expect(total).toBeGreaterThan(0n);
      expect([totalOfPdf(paper), totalOfCsv(csv)]).toEqual([total, total]);
    });
  }

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test("an operator closes all that are ready at once, and is told which were not", async ({
      page,
      maker,
      castCookie,
      bringSession,
    }) => {
      const [ready, blocked] = [uniqueName("ready"), uniqueName("blocked")];
      for (const account of [ready, blocked]) {
        await maker.account({ name: account, password: worldPassword, approved: true });
        for (const name of ["ada", "bo"]) await maker.subAccount({ account, password: worldPassword, name });
        await maker.history({ account, people: ["ada", "bo"], days: dueDays, strayId: `stray-${account}` });
      }
      await bringSession(await castCookie("operator"));
      await page.goto(`/operator/quarantine?account=${ready}`);
      await page.getByRole("link", { name: `stray-${ready}` }).click();
      await page.getByLabel("Why it is not billed").fill("Nobody of this name was ever here");
      await page.getByRole("button", { name: "Dismiss" }).click();
      await page.goto("/operator/month-end?show=all");
      const rowOf = (account: string) => page.getByRole("row").filter({ hasText: account });
      await expect(rowOf(ready).first()).toContainText("Within ten minutes");
      await page.getByRole("button", { name: /^Close (all \d+ that are|the month that is) ready$/ }).click();
      await expect(page.getByText("closed for good. Not closed, for what stands in")).toContainText(blocked);
      await page.goto("/operator/month-end?show=all");
      await expect(rowOf(blocked).first()).toContainText("1 event in quarantine");
      await expect(rowOf(ready).filter({ hasText: "Within ten minutes" })).toHaveCount(0);
      await expect(page.getByRole("button", { name: /^Close (all|the month)/ })).toHaveCount(0);
    });
  });
});

test("a sub-account fetches its own statement from its spend", async ({ page, maker, cookieOf, bringSession }) => {
  const { account, month } = await closedWorld(maker);
  await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword }));
  await page.goto("/spend");
  const row = page.getByRole("table", { name: "Months" }).getByRole("row").filter({ hasText: "Closed" }).first();
  const statement = await fetched(page, row.getByRole("button", { name: /^PDF of/ }));
  const lines = readPdf(statement);
  expect(lines.join("\n")).toContain(`${month}-ada`);
  await page.goto(`/bills/${month}/ada`);
  expect(totalOfPdf(statement)).toBe(await totalOnScreen(page));
});
