import { uniqueName } from "../support/unique-name";
import { axeFaults } from "./axe-faults";
import { worldPassword } from "./build-world";
import { passStepUp } from "./pass-step-up";
import { expect, test } from "./test";

const words = (effect: string) => `{
  "Version": "1",
  "Statement": [
    { "Effect": "${effect}", "Action": ["ram:ListUsers"], "Resource": "*" }
  ]
}`;

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a policy is written, held by a group, and named as the reason why its member may", async ({
      page,
      maker,
      unprovedCookieOf,
      bringSession,
    }) => {
      const account = uniqueName("policy");
      const { email, uid } = await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "ada" });
      await maker.group({ account, name: "crew" });
      await bringSession(await unprovedCookieOf({ door: "root-user", name: email, password: worldPassword }));

      await page.goto("/policies/new");
      await page.getByLabel("Name", { exact: true }).fill("see-people");
      await page.getByLabel("Description").fill("Sees who there is");

      await test.step("a broken document is refused where it is broken, and stays as it was typed", async () => {
        await page.getByLabel("Policy document").fill(words("Perhaps"));
        await page.getByRole("button", { name: "Create policy" }).click();
        await expect(page.getByText('Line 4, column 17: Effect must be "Allow" or "Deny".').first()).toBeVisible();
        await expect(page.getByLabel("Policy document")).toHaveValue(words("Perhaps"));
        await expect(page.getByLabel("Name", { exact: true })).toHaveValue("see-people");
      });

      await page.getByLabel("Policy document").fill(words("Allow"));
      await page.getByRole("button", { name: "Create policy" }).click();
      await test.step("the proof holds for the acts after it, and gives the document back as it was written", async () => {
        await passStepUp(page, maker, { email, password: worldPassword });
        await expect(page.getByLabel("Policy document")).toHaveValue(words("Allow"));
        await expect(page.getByLabel("Name", { exact: true })).toHaveValue("see-people");
        await page.getByRole("button", { name: "Create policy" }).click();
      });
      await expect(page).toHaveURL("/policies/custom/see-people");
      await expect(page.getByText("Allows ram:ListUsers on everything.")).toBeVisible();
      await expect(page.getByText("Nobody holds this policy.")).toBeVisible();

      const ask = async () => {
        await page.goto("/sub-accounts/ada/permissions");
        await page.getByLabel("Action", { exact: true }).fill("ram:ListUsers");
        await page.getByLabel("Resource", { exact: true }).fill(`acs:ram::${uid}:user/*`);
        await page.getByRole("button", { name: "Ask", exact: true }).click();
      };
      await ask();
      await expect(page.getByText("Refused: nothing allows it.")).toBeVisible();

      await test.step("the group gets the policy, then a member", async () => {
        await page.goto("/groups/crew");
        await page.getByRole("combobox", { name: "Policy" }).selectOption("Custom:see-people");
        await page.getByRole("button", { name: "Attach policy" }).click();
        await expect(page.getByText("The members of crew hold see-people now.")).toBeVisible();
        await page.getByLabel("Sub-account", { exact: true }).fill("ada");
        await page.getByRole("button", { name: "Add to group" }).click();
        await expect(page.getByText("ada is in crew now.")).toBeVisible();
      });

      await ask();
      await expect(page.getByText("Allowed, by this statement:")).toBeVisible();
      await expect(page.getByText("see-people, version v1, statement 1 by the group crew")).toBeVisible();

      await page.goto("/policies/custom/see-people");
      await expect(page.getByText("1 sub-account holds it")).toBeVisible();

      await test.step("a version that denies decides on the next question", async () => {
        await page.goto("/policies/custom/see-people/edit");
        const document = page.getByLabel("Policy document");
        // React sets a filled text area anew as it wakes up: what was selected to be written over is selected no more.
        await expect(async () => {
          await document.fill(words("Deny"));
          await expect(document).toHaveValue(words("Deny"), { timeout: 1_000 });
        }).toPass();
        await page.getByRole("button", { name: "Save version" }).click();
        await expect(page.getByText("Version v2 of see-people was saved.")).toBeVisible();
        await ask();
        await expect(page.getByText("Refused: this statement denies it")).toBeVisible();
        await expect(page.getByText("see-people, version v2, statement 1 by the group crew")).toBeVisible();
        await page.goto("/policies/custom/see-people?version=v1");
        await expect(page.getByText("Version v1 against the default version v2")).toBeVisible();
      });

      await test.step("another version counts only after a page that says for whom", async () => {
        await page.getByRole("link", { name: "Make v1 the default" }).click();
        await expect(page.getByText("1 sub-account is affected on its next request.")).toBeVisible();
        await expect(page.getByText("Version v1 against the default version v2")).toBeVisible();
        await page.getByRole("button", { name: "Make v1 the default" }).click();
        await expect(page.getByText("v1 is the default version of see-people now.")).toBeVisible();
        await ask();
        await expect(page.getByText("Allowed, by this statement:")).toBeVisible();
      });

      await test.step("the group goes only once it gives nobody anything", async () => {
        await page.goto("/groups/crew");
        await page.getByRole("link", { name: "Delete this group" }).click();
        await expect(page.getByText("1 sub-account is in it. 1 policy is attached.")).toBeVisible();
        await expect(page.getByRole("button", { name: "Delete group crew" })).toHaveCount(0);
        await page.goto("/groups/crew");
        await page.getByRole("button", { name: "Detach" }).click();
        await expect(page.getByText("The members of crew no longer hold see-people by it.")).toBeVisible();
        await page.getByRole("button", { name: "Remove" }).click();
        await expect(page.getByText("ada is no longer in crew.")).toBeVisible();
        await page.goto("/groups/crew/delete");
        await page.getByRole("button", { name: "Delete group crew" }).click();
        await expect(page.getByText("Group crew was deleted.")).toBeVisible();
        await expect(page).toHaveURL("/groups");
      });
    });
  });
}

test("a sub-account sees what it may do and why, by what it holds itself and by a group", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("policy");
  await maker.account({ name: account, password: worldPassword, approved: true });
  const signing = { account, password: worldPassword };
  await maker.subAccount({ ...signing, name: "ada", policies: ["AliyunBSSReadOnlyAccess"] });
  await bringSession(await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword }));
  await page.goto("/my-sign-in");
  await page.getByRole("link", { name: "What I may do" }).click();
  await expect(page.getByRole("heading", { name: "AliyunBSSReadOnlyAccess" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What every sub-account may do with itself" })).toBeVisible();
  await page.getByLabel("Action").fill("bss:DescribeBill");
  await page.getByLabel("Resource").fill("acs:bss::1:bill/2026-11");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByText("Allowed, by this statement:")).toBeVisible();
  await page.getByLabel("Action").fill("ram:DeleteUser");
  await page.getByLabel("Resource").fill("acs:ram::1:user/bo");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByText("Refused: nothing allows it.")).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
});

test("nobody gives more than they hold; who administers nothing sees neither policies nor groups", async ({
  page,
  http,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("policy");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  const signing = { account, password: worldPassword };
  await maker.subAccount({ ...signing, name: "mara", policies: ["AliyunRAMFullAccess"] });
  await maker.subAccount({ ...signing, name: "ada" });
  await maker.policy({ account, name: "spare" });
  await maker.group({ account, name: "crew", members: ["ada"] });
  const sub = (name: string) => cookieOf({ door: "sub-account", alias: account, name, password: worldPassword });

  await bringSession(await sub("mara"));
  for (const path of ["/sub-accounts/ada/permissions", "/groups/crew"]) {
    await page.goto(path);
    await page.getByRole("combobox", { name: "Policy" }).selectOption("System:AdministratorAccess");
    await page.getByRole("button", { name: "Attach policy" }).click();
    await expect(page.getByText("Nobody gives more than they hold").first()).toBeVisible();
    await page.goto(path);
    await expect(page.getByRole("link", { name: "AdministratorAccess" })).toHaveCount(0);
  }

  const own = [
    "/policies/custom/spare",
    "/policies/custom/spare/edit",
    "/policies/custom/spare/delete",
    "/policies/custom/spare/default?version=v2",
    "/groups/crew",
    "/groups/crew/delete",
  ];
  const root = await cookieOf({ door: "root-user", name: email, password: worldPassword });
  const other = uniqueName("other");
  const stranger = await maker.account({ name: other, password: worldPassword, approved: true });
  const foreign = await cookieOf({ door: "root-user", name: stranger.email, password: worldPassword });
  const ada = await sub("ada");
  const statusOf = async (path: string, cookie: string) => (await http({ path, cookie })).status;
  for (const path of own) {
    expect([path, await statusOf(path, root)]).toEqual([path, 200]);
    expect([path, await statusOf(path, ada)]).toEqual([path, 404]);
    expect([path, await statusOf(path, foreign)]).toEqual([path, 404]);
    expect((await http({ path })).location).toContain("/login");
  }
});
