import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, type Person, type Role, test } from "./test";

test.use({ javaScriptEnabled: false });

interface Site {
  maker: Maker;
  castCookie: (role: Role) => Promise<string>;
  cookieOf: (person: Person) => Promise<string>;
}

/** An account, and the sessions of two operators who decide about it. */
async function accountAtTwoDesks(account: string, { maker, castCookie, cookieOf }: Site) {
  const { accountId } = await maker.account({ name: account, password: worldPassword, approved: true });
  const email = `${account}@operators.test`;
  await maker.operator({ email, password: worldPassword });
  const second = await cookieOf({ door: "operator", name: email, password: worldPassword });
  return { accountId, first: await castCookie("operator"), second };
}

test("goodwill above the threshold waits for another operator, and is refused to the one who asked", async ({
  page,
  maker,
  castCookie,
  cookieOf,
  bringSession,
  freshContext,
}) => {
  const account = uniqueName("approve");
  const { accountId, first, second } = await accountAtTwoDesks(account, { maker, castCookie, cookieOf });

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

test.describe("with JavaScript", () => {
  test.use({ javaScriptEnabled: true });

  test("a debt is asked about, withdrawn, rejected, and given up by the second operator: not owed any more", async ({
    page,
    maker,
    castCookie,
    cookieOf,
    bringSession,
  }) => {
    const account = uniqueName("debt");
    const { accountId, first, second } = await accountAtTwoDesks(account, { maker, castCookie, cookieOf });
    const act = async (name: string, fields: Record<string, string>, submit: string, said: string) => {
      if (name) await page.goto(`/operator/accounts/${accountId}/${name}`);
      for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
      await page.getByRole("button", { name: submit, exact: true }).click();
      await expect(page.getByText(said)).toBeVisible();
    };
    const ask = async (reference: string) => {
      await bringSession(first);
      const fields = { Amount: "4", Reference: reference, Reason: "Insolvent" };
      await act("write-off", fields, "Ask for approval", "nothing is posted yet");
    };
    const openRequest = async (reference: string) => {
      await page.goto("/operator/approvals");
      await page.getByRole("link", { name: reference, exact: true }).click();
      await expect(page.getByRole("heading", { name: `Debt of ${account}` })).toBeVisible();
    };

    await bringSession(first);
    const slip = { Amount: "10", Reference: `${account}-slip` };
    await act("top-up", slip, "See what it does", "No top-up with a reference like this one");
    await act("", {}, "Top up", "The wallet was topped up.");
    const fee = { Amount: "4", Reference: `${account}-fee`, "Text on the bill": "A fee" };
    await act("adjust", fee, "Adjust the wallet", "The wallet was adjusted.");
    await page.goto(`/operator/accounts/${accountId}/acts`);
    await page.getByRole("link", { name: "Reverse", exact: true }).click();
    await act("", { Reason: "It never came" }, "Reverse top-up", "The top-up was reversed.");

    await ask(`${account}-1`);
    await openRequest(`${account}-1`);
    await expect(page.getByRole("button", { name: "Give the debt up" })).toHaveCount(0);
    const early = { Why: "Asked too early" };
    await act("", early, "Withdraw request", "The request was withdrawn: nothing was posted.");

    await ask(`${account}-2`);
    await bringSession(second);
    await openRequest(`${account}-2`);
    await act("", { Why: "They said they pay" }, "Reject", "Rejected: nothing was posted.");
    await bringSession(first);
    await openRequest(`${account}-2`);
    await expect(page.getByText("They said they pay")).toBeVisible();
    const decided = page.getByRole("table", { name: "Decided" }).getByRole("row");
    await page.goto("/operator/approvals");
    await expect(decided.filter({ hasText: `${account}-1` })).toContainText("Withdrawn");
    await expect(decided.filter({ hasText: `${account}-2` })).toContainText("Rejected");

    await ask(`${account}-3`);
    await bringSession(second);
    await openRequest(`${account}-3`);
    await page.getByRole("button", { name: "Give the debt up" }).click();
    await expect(page.getByText("Approved and posted.")).toBeVisible();
    await page.goto(`/operator/accounts/${accountId}/write-off`);
    await expect(page.getByText("Nothing is owed.")).toBeVisible();
  });
});
