import { encodeMultipart } from "../support/encode-multipart";
import { scrapeForm } from "../support/scrape-form";
import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { builtActions } from "./built-addresses";
import { expect, test } from "./test";

async function buildCrowd(maker: Maker, count: number): Promise<string> {
  const account = uniqueName("crowd");
  await maker.account({ name: account, password: worldPassword, approved: true });
  for (let index = 1; index <= count; index += 1) {
    const name = `person-${String(index).padStart(2, "0")}`;
    await maker.subAccount({
      account,
      name,
      displayName: index === 7 ? "Zoë Quill" : `Person ${index}`,
      email: `${name}@${account}.test`,
      ...(index % 10 === 0 && { disabled: "left" }),
    });
  }
  return account;
}

test("the list is found by search, filter, order and page, and every view is an address", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = await buildCrowd(maker, 31);
  await bringSession(await cookieOf({ door: "root-user", name: `root@${account}.test`, password: worldPassword }));
  const rows = page.getByRole("rowheader");
  await page.goto("/sub-accounts");
  await expect(rows).toHaveCount(31);
  await expect(page.getByRole("status").first()).toHaveText("31 sub-accounts");

  await page.goto("/sub-accounts?size=25");
  await expect(rows).toHaveCount(25);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(rows).toHaveCount(6);
  await expect(rows.first()).toContainText("person-26");
  const deep = page.url();
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(rows).toHaveCount(25);
  await page.goto(deep);
  await expect(rows.first()).toContainText("person-26");

  await page.goto("/sub-accounts");
  for (const [typed, found] of [
    ["zoë", "person-07"],
    ["person-31", "person-31"],
    [`person-12@${account}.test`, "person-12"],
  ] as const) {
    await page.getByRole("main").getByLabel("Search").fill(typed);
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(found);
    expect(new URL(page.url()).searchParams.get("q")).toBe(typed);
  }
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await expect(rows).toHaveCount(31);
  await expect(page.getByRole("main").getByLabel("Search")).toHaveValue("");
  await page.getByRole("combobox", { name: "State" }).selectOption("Disabled");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(rows).toHaveCount(3);
  await expect(page.getByRole("status").first()).toHaveText("3 disabled sub-accounts");
  await page.goto("/sub-accounts?sort=-name");
  await expect(rows.first()).toContainText("person-31");
  await expect(page.getByRole("columnheader", { name: /Name/ }).first()).toHaveAttribute("aria-sort", "descending");
  await page.goto("/sub-accounts?q=nobody-like-this");
  await expect(page.getByText("No sub-account matches")).toBeVisible();
  for (const address of ["?sort=x&size=7&state=gone", "?cursor=%00", "?q=%00", "?cursor=e30", "?q[]=1&q=2"]) {
    const answer = await page.goto(`/sub-accounts${address}`);
    expect(answer?.status(), address).toBe(200);
  }
  await page.goto("/sub-accounts");
  await rows.first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("person-");
});

test("a list without anybody says what a sub-account is and how to make the first", async ({
  page,
  maker,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("empty");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await bringSession(await cookieOf({ door: "root-user", name: `root@${account}.test`, password: worldPassword }));
  await page.goto("/sub-accounts");
  await expect(page.getByText("No sub-accounts yet")).toBeVisible();
  await expect(page.getByRole("link", { name: "Create sub-account" })).toHaveCount(1);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a refused create form says what is wrong at the field and keeps what was typed but the password", async ({
      page,
      maker,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("typed");
      await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "taken" });
      await bringSession(await cookieOf({ door: "root-user", name: `root@${account}.test`, password: worldPassword }));
      await page.goto("/sub-accounts/new");
      const name = page.getByLabel("Name", { exact: true });
      await name.fill("taken");
      await page.getByLabel("Display name").fill("Kept Display");
      await page.getByLabel("E-mail").fill("kept@example.test");
      await page.getByLabel("Note").fill("kept note");
      await page.getByLabel("Set a password").check();
      await page.getByLabel(/^New password/).fill(worldPassword);
      await page.getByRole("button", { name: "Create sub-account" }).click();
      await expect(name).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByText(/This name is or was in use/).first()).toBeVisible();
      await expect(name).toHaveValue("taken");
      await expect(page.getByLabel("Display name")).toHaveValue("Kept Display");
      await expect(page.getByLabel("E-mail")).toHaveValue("kept@example.test");
      await expect(page.getByLabel("Note")).toHaveValue("kept note");
      await expect(page.getByLabel("Set a password")).toBeChecked();
      if (!javaScriptEnabled) await expect(page.getByLabel(/^New password/)).toHaveValue("");
      expect((await page.content()).includes(worldPassword)).toBe(false);
      await name.fill("fresh");
      await page.getByLabel(/^New password/).fill(worldPassword);
      await page.getByRole("button", { name: "Create sub-account" }).click();
      await expect(page).toHaveURL("/hand-over/fresh");
    });
  });
}

test("the name says while it is typed whether it can be given", async ({ page, maker, cookieOf, bringSession }) => {
  const account = uniqueName("live");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "taken" });
  await bringSession(await cookieOf({ door: "root-user", name: `root@${account}.test`, password: worldPassword }));
  await page.goto("/sub-accounts/new");
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("taken");
  await expect(page.getByText("is or was in use")).toBeVisible();
  await name.fill("free-one");
  await expect(page.getByText("is free")).toBeVisible();
  await expect(page.getByText(`${account}#free-one`)).toBeVisible();
});

test("a form sent twice at once creates one sub-account, and both answers lead to it", async ({
  http,
  origin,
  maker,
  cookieOf,
}) => {
  const account = uniqueName("twice");
  await maker.account({ name: account, password: worldPassword, approved: true });
  const cookie = await cookieOf({ door: "root-user", name: `root@${account}.test`, password: worldPassword });
  const form = await http({ path: "/sub-accounts/new", cookie });
  const id = builtActions().find(({ name }) => name === "createSubAccountAction")?.id ?? "";
  const fields = { ...scrapeForm(form.body, id), name: "only-one", consoleSignIn: "on", passwordChoice: "generate" };
  const { body, type } = encodeMultipart(Object.entries(fields).map(([name, value]) => ({ name, value })));
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      http({ method: "POST", path: "/sub-accounts/new", cookie, headers: { origin, "content-type": type }, body }),
    ),
  );
  const late = await http({
    method: "POST",
    path: "/sub-accounts/new",
    cookie,
    headers: { origin, "content-type": type },
    body,
  });
  for (const { status, location, body: text } of [...answers, late]) {
    expect([status, location], text.slice(-300)).toEqual([303, "/hand-over/only-one"]);
  }
  expect(await maker.count({ table: "sub_accounts", accounts: [account] })).toEqual({ rows: 1 });
});

test("a generated password is in exactly one answer, and nowhere after it", async ({
  page,
  context,
  maker,
  cookieOf,
  bringSession,
  freshContext,
}) => {
  const account = uniqueName("once");
  await maker.account({ name: account, password: worldPassword, approved: true });
  const root = { door: "root-user", name: `root@${account}.test`, password: worldPassword } as const;
  const bodies: Promise<string>[] = [];
  // Documents by the browser's tools; what the page itself fetches by a copy, for those tools lose streams.
  context.on("response", (response) => {
    if (response.request().isNavigationRequest()) bodies.push(response.text().catch(() => ""));
  });
  await context.exposeBinding("keepBody", (_source, body: string) => {
    bodies.push(Promise.resolve(body));
  });
  await context.addInitScript(() => {
    const ask = window.fetch;
    const { keepBody } = window as unknown as { keepBody: (body: string) => void };
    window.fetch = async (...request) => {
      const answer = await ask(...request);
      answer
        .clone()
        .text()
        .then(keepBody, () => undefined);
      return answer;
    };
  });
  await bringSession(await cookieOf(root));
  await page.goto("/sub-accounts/new");
  await page.getByLabel("Name", { exact: true }).fill("vic");
  await page.getByRole("button", { name: "Create sub-account" }).click();
  await expect(page).toHaveURL("/hand-over/vic");

  const other = await (await freshContext()).newPage();
  await bringSession(await cookieOf(root), other.context());
  await other.goto("/hand-over/vic");
  await expect(other.getByText("No password waits here in this session.")).toBeVisible();
  await expect(other.getByRole("button", { name: "Show it" })).toHaveCount(0);

  await page.getByRole("button", { name: "Show it" }).click();
  const password = String(await page.locator("output").textContent());
  expect(password).toMatch(/^\S{20}$/);
  // Read before the reload: a browser forgets the bodies of a page it has left.
  const holding = async () =>
    (await Promise.all(bodies)).filter((body) => body.replace(/<[^>]*>/g, "").includes(password)).length;
  await expect.poll(holding).toBe(1);
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(page.getByText("The password was shown or downloaded before")).toBeVisible();
  await page.goto("/sub-accounts/vic");
  await page.goto("/sub-accounts");
  await page.goBack();
  await expect(page).toHaveURL("/sub-accounts/vic");
  // The page loads anew when the browser brings it back, so that Playwright's own way back would lose it.
  await page.evaluate(() => setTimeout(() => history.back()));
  await expect(page).toHaveURL("/hand-over/vic");
  await expect(page.getByText("The password was shown or downloaded before")).toBeVisible();
  expect((await page.content()).includes(password)).toBe(false);
  expect(await holding()).toBe(1);
  expect(await maker.search({ text: password })).toEqual({ found: [] });
});

test("the hand-over as a file carries everything once", async ({
  page,
  maker,
  cookieOf,
  bringSession,
  http,
  origin,
  context,
}) => {
  const account = uniqueName("file");
  await maker.account({ name: account, password: worldPassword, approved: true });
  await bringSession(await cookieOf({ door: "root-user", name: `root@${account}.test`, password: worldPassword }));
  await page.goto("/sub-accounts/new");
  await page.getByLabel("Name", { exact: true }).fill("vic");
  await page.getByRole("button", { name: "Create sub-account" }).click();
  await expect(page).toHaveURL("/hand-over/vic");
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const file = await http({ method: "POST", path: "/hand-over/vic/file", cookie, headers: { origin } });
  expect(file.status).toBe(200);
  expect(file.headers["content-disposition"]).toMatch(/^attachment; filename="[\w-]+_vic_sign-in\.csv"/);
  expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(file.headers["cache-control"]).toBe("no-store");
  expect(file.body.startsWith("\ufeff")).toBe(true);
  expect(file.body).toContain(`${origin}/${account}/login`);
  const again = await http({ method: "POST", path: "/hand-over/vic/file", cookie, headers: { origin } });
  expect([again.status, again.location]).toEqual([303, "/hand-over/vic"]);
  const password = file.body.split(/[\r\n,"]+/).find((cell) => /^\S{20}$/.test(cell) && !cell.includes("/")) ?? "";
  await page.reload();
  await expect(page.getByText("The password was shown or downloaded before")).toBeVisible();
  await cookieOf({ door: "sub-account", alias: account, name: "vic", password });
});
