import { readFileSync } from "node:fs";
import { uniqueName } from "../support/unique-name";
import { expect, test } from "./test";

/** In-site links of a page, of this page's kind of person; files and what signs out are asked for by themselves. */
const linksOf = (html: string) =>
  [...html.matchAll(/href="(\/[^"#]*)"/g)]
    .map(([, path = ""]) => path.replaceAll("&amp;", "&"))
    .filter((path) => !path.startsWith("/_next/") && !/\.(css|js|png|svg|ico|webmanifest|txt)$/.test(path));

const pagesMax = 150;

test("no secret that was issued or typed stands in a log, a page, an export, an event or the database", async ({
  http,
  origin,
  maker,
  cookieOf,
  castCookie,
  bringSession,
  page,
}) => {
  const account = uniqueName("secret");
  const password = `Herons wade ${uniqueName("x")}`;
  const { email } = await maker.account({ name: account, password, approved: true });
  await maker.subAccount({ account, name: "ada", password });
  const first = await cookieOf({ door: "root-user", name: email, password });
  const { cookie } = await maker.passkey({ cookie: first });
  await maker.prove({ cookie });
  const { accessKeyId = "", ...issued } = await maker.secrets({ account, cookie });
  const root = await maker.accessKey({ account, subAccount: "ada" });
  const { claimToken } = await maker.creationRun({ account, name: "lin", cookie });
  const secrets: Record<string, string> = {
    ...issued,
    password,
    claimToken,
    adasKey: root.secret,
    sessionCookie: cookie.slice(cookie.indexOf("=") + 1),
    formerSession: first.slice(first.indexOf("=") + 1),
  };

  await test.step("each is used over the wire, rightly and wrongly", async () => {
    const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token}` });
    expect((await http({ path: "/api/platform/v1/service", headers: bearer(issued.serviceKey) })).status).toBe(200);
    await http({ path: "/api/platform/v1/service", headers: bearer(`${issued.serviceKey}x`) });
    await http({ path: "/api/platform/v1/ssh/authorized-keys", headers: bearer(issued.serverCredential) });
    expect((await http({ path: `/claim/${claimToken}` })).status).toBe(200);
    await http({ path: `/reset-password/${claimToken}` });
    const { host } = new URL(origin);
    const key = { accessKeyId, secret: issued.accessKeySecret ?? "" };
    // What RAM's clients put into the address, under a right signature and under a wrong one.
    for (const scheme of ["V1", "V3"] as const) {
      for (const secret of [key.secret, `${key.secret}x`]) {
        const query = { OldPassword: password, NewPassword: issued.generatedPassword ?? "" };
        const call = { scheme, key: { ...key, secret }, action: "ChangePassword", query, host };
        const answer = await http(await maker.signedCall(call));
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.body).not.toContain(issued.generatedPassword);
      }
    }
  });

  const said = new Map<string, string>();
  await test.step("every page that is linked, for the root user and for an operator", async () => {
    const walk = async (starts: string[], as: string) => {
      const waiting = [...starts];
      const seen = new Set(waiting);
      for (let path = waiting.shift(); path !== undefined && seen.size < pagesMax; path = waiting.shift()) {
        const answer = await http({ path, cookie: as });
        said.set(path, answer.body);
        expect(answer.status, path).toBeLessThan(500);
        for (const link of linksOf(answer.body)) {
          if (seen.has(link)) continue;
          seen.add(link);
          waiting.push(link);
        }
      }
    };
    const own = [
      "/home",
      "/access-keys",
      `/access-keys/${accessKeyId}`,
      `/issued-access-key/${accessKeyId}`,
      "/audit-log",
    ];
    await walk([...own, "/sub-accounts/generated/overview", "/hand-over/generated", "/my-sign-in", "/servers"], cookie);
    await walk(
      ["/operator", "/operator/services", "/operator/audit-log", "/operator/outbox"],
      await castCookie("operator"),
    );
    expect(said.size).toBeGreaterThan(60);
  });

  await test.step("exports", async () => {
    for (const format of ["csv", "jsonl"]) {
      const body = new URLSearchParams({ format });
      const answer = await http({ method: "POST", path: "/audit-log/export", cookie, headers: { origin }, body });
      expect([answer.status, answer.body.length > 500]).toEqual([200, true]);
      said.set(`audit log as ${format}`, answer.body);
    }
    const report = await http({ path: "/security/credential-report", cookie });
    said.set("credential report", report.body);
  });

  await bringSession(cookie);
  await page.goto("/home");
  const log = readFileSync("test-results/server.log", "utf8");
  const found: string[] = [];
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThanOrEqual(8);
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]) {
      if (log.includes(form)) found.push(`${name}: log`);
      for (const [where, text] of said) if (text.includes(form)) found.push(`${name}: ${where}`);
    }
    for (const table of (await maker.search({ text: secret })).found) found.push(`${name}: table ${table}`);
  }
  expect(found).toEqual([]);
});
