import { readFile } from "node:fs/promises";
import { drawDocument } from "../support/draw-document";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

test.use({ javaScriptEnabled: false });

test("a slip is kept with its top-up and shown to operators; money paid back is on its way until the bank sent it", async ({
  page,
  maker,
  http,
  castCookie,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("paid");
  const { accountId, email } = await maker.account({ name: account, password: worldPassword, approved: true });
  const operator = await castCookie("operator");
  await bringSession(operator);
  const open = (act: string) => page.goto(`/operator/accounts/${accountId}/${act}`);
  const credit = async (file: { name: string; mimeType: string; buffer: Buffer }) => {
    await open("top-up");
    await page.getByLabel("Amount").fill("10");
    await page.getByLabel("Reference").fill(`${account}-slip`);
    await page.getByRole("button", { name: "See what it does" }).click();
    const effect = page.getByRole("table", { name: "What it does" }).getByRole("row").filter({ hasText: "Available" });
    await expect(effect).toContainText("10.00");
    await page.getByLabel("Evidence").setInputFiles(file);
    await page.getByRole("button", { name: "Top up", exact: true }).click();
  };
  await credit({ name: "slip.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>") });
  await expect(page.getByText("Choose a PDF, JPEG or PNG file.").first()).toBeVisible();
  await credit({ name: "slip.png", mimeType: "image/png", buffer: await drawDocument("front") });
  await expect(page.getByText("The wallet was topped up.")).toBeVisible();
  await open("acts");
  const address = String(await page.getByRole("link", { name: `Evidence ${account}-slip` }).getAttribute("href"));
  const shown = await http({ path: address, cookie: operator });
  expect([shown.status, shown.headers["content-type"], shown.headers["cache-control"]]).toEqual([
    200,
    "image/png",
    "no-store",
  ]);
  expect(shown.headers["content-security-policy"]).toMatch(/sandbox/);
  const owner = await cookieOf({ door: "root-user", name: email, password: worldPassword });
  expect((await http({ path: address, cookie: owner })).status).toBe(401);

  for (const [amount, reference] of [
    ["4", "back-1"],
    ["3", "back-2"],
  ] as const) {
    await open("pay-out");
    await page.getByLabel("Amount").fill(amount);
    await page.getByLabel("Reference").fill(reference);
    await page.getByLabel("Reason").fill("The contract ended");
    await page.getByRole("button", { name: "Pay back", exact: true }).click();
    await expect(page.getByText("The money is out of the wallet and on its way.")).toBeVisible();
  }
  await expect(page.getByText("On its way back")).toBeVisible();
  await open("acts");
  await page.getByRole("button", { name: "Was sent payout back-1" }).click();
  await expect(page.getByText("The payout is noted as sent.")).toBeVisible();
  await page.getByRole("button", { name: "Came back payout back-2" }).click();
  await expect(page.getByText("The money is back in the wallet.")).toBeVisible();
  await expect(page.getByRole("button", { name: /payout back/ })).toHaveCount(0);

  await bringSession(owner);
  await page.goto("/transactions?reference=back-2");
  const rows = page.getByRole("table", { name: "Transactions" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("Payout came back");
  await expect(rows.nth(2)).toContainText("Paid out");
});

test("a bill that was handed on as a file is held against the books", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("handed");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  for (const name of ["ada", "bo"]) await maker.subAccount({ account, name });
  await maker.history({ account, people: ["ada", "bo"], days: 66 });
  await maker.closeMonths({ account });
  await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
  await page.goto("/bills");
  const row = page.getByRole("table", { name: "Bills" }).getByRole("row").filter({ hasText: "Closed" }).first();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    row.getByRole("button", { name: /^CSV of/ }).click(),
  ]);
  const file = await readFile(await download.path());
  await page.getByRole("link", { name: "Check a file" }).click();
  const check = async (buffer: Buffer) => {
    await page.getByLabel("File").setInputFiles({ name: "bill.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: "Check the file" }).click();
  };
  await check(file);
  await expect(page.getByText("The file is what the books say:")).toBeVisible();
  await check(Buffer.from(file.toString("utf8").replace(",ada,", ",bo,")));
  await expect(page.getByText("The file was changed:")).toBeVisible();
  await check(file.subarray(0, -50));
  await expect(page.getByText("This is no CSV of a bill of this account").first()).toBeVisible();
});
