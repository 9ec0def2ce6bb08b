import { createHash } from "node:crypto";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("the log is filtered by its address and fetched whole; a sub-account has its own part of both", async ({
      page,
      maker,
      http,
      origin,
      cookieOf,
      bringSession,
    }) => {
      const account = uniqueName("log");
      const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "ada", password: worldPassword });
      await maker.subAccount({ account, name: "bo", disabled: "left the company" });
      const root = await cookieOf({ door: "root-user", name: email, password: worldPassword });
      const ada = await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword });

      await bringSession(root);
      await page.goto("/audit-log");
      await page.getByLabel("Sub-account").fill("bo");
      await page.getByLabel("Action").selectOption("espalier:DisableSubAccount");
      await page.getByRole("button", { name: "Apply" }).click();
      await expect(page).toHaveURL(/name=bo/);
      await expect(page.getByRole("row")).toHaveCount(2);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "CSV" }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(new RegExp(`^${account}_audit-log_.*_UTC\\.csv$`));

      const fetched = async (cookie: string, fields: Record<string, string>) =>
        http({
          ...{ method: "POST", path: "/audit-log/export", cookie, headers: { origin } },
          body: new URLSearchParams({ format: "csv", ...fields }),
        });
      const { body } = await fetched(root, { name: "bo", action: "espalier:DisableSubAccount" });
      const before = body.slice(0, body.indexOf("\r\nrows,"));
      const hash = createHash("sha256").update(before).digest("hex");
      expect(body.slice(before.length)).toBe(`\r\nrows,1\r\nsha256,${hash}\r\n`);
      const own = await fetched(ada, {});
      expect(own.status).toBe(200);
      for (const hidden of [email, "bo,", "left the company"]) expect(own.body).not.toContain(hidden);
      expect([(await fetched("", {})).status, (await http({ path: "/audit-log" })).status]).toEqual([303, 307]);

      await bringSession(ada);
      await page.goto("/audit-log?name=bo");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Audit log");
      expect(await page.locator("main").textContent()).not.toContain(email);
    });
  });
}

test("an operator fetches its own log and the accounts', and nobody else does", async ({
  http,
  origin,
  maker,
  castCookie,
}) => {
  const account = uniqueName("opslog");
  await maker.account({ name: account, password: worldPassword, approved: true });
  const fetched = async (cookie: string, fields: Record<string, string>) =>
    http({
      ...{ method: "POST", path: "/operator/audit-log/export", cookie, headers: { origin } },
      body: new URLSearchParams({ format: "jsonl", ...fields }),
    });
  const operator = await castCookie("operator");
  const { body } = await fetched(operator, { of: "accounts", account });
  const lines = body.trimEnd().split("\n");
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({ account });
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ end: { rows: lines.length - 2 } });
  expect((await fetched(operator, { of: "platform" })).body).toContain("platform:ExportAuditEvents");
  for (const cookie of ["", await castCookie("root")]) {
    const refused = await fetched(cookie, { of: "accounts" });
    expect([refused.status, refused.location]).toEqual([303, "/operator/login"]);
  }
});
