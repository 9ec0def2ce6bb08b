import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("the overview leads from a finding to its people, and the report is a file of everybody", async ({
      page,
      maker,
      cookieOf,
      bringSession,
      http,
    }) => {
      const account = uniqueName("overview");
      await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.subAccount({ account, name: "ada", password: worldPassword });
      await maker.subAccount({ account, name: "mara", password: worldPassword, policies: ["AliyunRAMFullAccess"] });
      const cookie = await cookieOf({ door: "sub-account", alias: account, name: "mara", password: worldPassword });
      await bringSession(cookie);
      await page.goto("/security");
      await expect(page.getByText("The root user has no second factor.")).toBeVisible();
      await expect(page.getByText("2 sub-accounts sign in with a password alone.")).toBeVisible();
      await page.getByRole("link", { name: "See who" }).first().click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Without a second factor");
      await expect(page.getByRole("rowheader")).toHaveText(["ada", "mara"]);

      await page.goto("/security");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Download the credential report" }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(new RegExp(`^${account}_credential-report_.*\\.csv$`));
      const answer = await http({
        method: "POST",
        path: "/security/credential-report",
        cookie,
        headers: { origin: new URL(page.url()).origin },
      });
      const lines = answer.body.trim().split("\n");
      expect(lines[0]).toMatch(/^user,user_creation_time,user_last_logon,/);
      expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["<root>", "ada", "mara"]);

      const own = await cookieOf({ door: "sub-account", alias: account, name: "ada", password: worldPassword });
      for (const [who, status] of [[own, 403] as const, ["", 303] as const]) {
        const refused = await http({
          ...{ method: "POST", path: "/security/credential-report", cookie: who },
          headers: { origin: new URL(page.url()).origin },
        });
        expect(refused.status).toBe(status);
      }
    });
  });
}
