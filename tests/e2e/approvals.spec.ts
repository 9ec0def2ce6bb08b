import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

test.use({ javaScriptEnabled: false });

test("goodwill above the threshold waits for another operator, and is refused to the one who asked", async ({
  page,
  maker,
  castCookie,
  cookieOf,
  bringSession,
  freshContext,
}) => {
  const account = uniqueName("approve");
  const { accountId } = await maker.account({ name: account, password: worldPassword, approved: true });
  const email = `${account}@operators.test`;
  await maker.operator({ email, password: worldPassword });
  const [first, second] = [
    await castCookie("operator"),
    await cookieOf({ door: "operator", name: email, password: worldPassword }),
  ];

  await bringSession(first);
  await page.goto(`/operator/accounts/${accountId}/adjust`);
  await page.getByLabel("Amount").fill("-800");
  await page.getByLabel("Reason", { exact: true }).selectOption({ label: "Service outage" });
  await page.getByLabel("Reference").fill(account);
  await page.getByLabel("Text on the bill").fill("An evening without the endpoint");
  await page.getByRole("button", { name: "Adjust the wallet" }).click();
  await expect(page).toHaveURL("/operator/approvals");
  await expect(page.getByText("Another operator has to approve this goodwill")).toBeVisible();
  await page.getByRole("link", { name: account }).first().click();
  await expect(page.getByText("You asked for this.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Withdraw request" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve goodwill" })).toHaveCount(0);

  const other = await freshContext({ javaScriptEnabled: false });
  await bringSession(second, other);
  const desk = await other.newPage();
  await desk.goto(page.url());
  await bringSession(first, other);
  await desk.getByRole("button", { name: "Approve goodwill" }).click();
  await expect(desk.getByText("You asked for this.")).toBeVisible();
  await expect(desk.getByText("Waiting")).toBeVisible();

  await bringSession(second, other);
  await desk.goto(page.url());
  await desk.getByRole("button", { name: "Approve goodwill" }).click();
  await expect(desk.getByText("Approved and posted.")).toBeVisible();
  await desk.goto(`/operator/accounts/${accountId}`);
  await expect(desk.getByRole("table", { name: "Statement" }).getByRole("row").nth(1)).toContainText("800.00");
});

test("a debt is given up by the second operator, and is not owed any more", async ({
  page,
  maker,
  castCookie,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("debt");
  const { accountId } = await maker.account({ name: account, password: worldPassword, approved: true });
  const email = `${account}@operators.test`;
  await maker.operator({ email, password: worldPassword });
  const act = async (name: string, fields: Record<string, string>, submit: string) => {
    if (name) await page.goto(`/operator/accounts/${accountId}/${name}`);
    for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByRole("button", { name: submit, exact: true }).click();
  };

  await bringSession(await castCookie("operator"));
  await act("top-up", { Amount: "10", Reference: `${account}-slip` }, "Top up");
  await act("adjust", { Amount: "4", Reference: `${account}-fee`, "Text on the bill": "A fee" }, "Adjust the wallet");
  await page.goto(`/operator/accounts/${accountId}/acts`);
  await page.getByRole("link", { name: "Reverse", exact: true }).click();
  await act("", { Reason: "It never came" }, "Reverse top-up");
  await act("write-off", { Amount: "4", Reference: account, Reason: "Insolvent" }, "Ask for approval");
  await expect(page.getByText("nothing is posted yet")).toBeVisible();

  await bringSession(await cookieOf({ door: "operator", name: email, password: worldPassword }));
  await page.goto("/operator/approvals");
  await page.getByRole("link", { name: account, exact: true }).first().click();
  await expect(page.getByRole("heading", { name: `Debt of ${account}` })).toBeVisible();
  await page.getByRole("button", { name: "Give the debt up" }).click();
  await expect(page.getByText("Approved and posted.")).toBeVisible();
  await page.goto(`/operator/accounts/${accountId}/write-off`);
  await expect(page.getByText("Nothing is owed.")).toBeVisible();
});
