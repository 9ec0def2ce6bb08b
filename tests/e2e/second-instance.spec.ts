import { send } from "../support/send";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

test("whoever is disabled, deleted or signed out at one app is refused by another on its very next request", async ({
  page,
  maker,
  http,
  address,
  cookieOf,
  bringSession,
}) => {
  const account = uniqueName("two");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  const { origin } = await maker.secondInstance({});
  const elsewhere = (outgoing: Parameters<typeof send>[1]) =>
    send(origin, { ...outgoing, headers: { "x-forwarded-for": address, ...outgoing.headers } });

  /** What a person's cookie and key are answered at the second app: the status of a page, RAM's code of a call. */
  const person = async (name: string) => {
    await maker.subAccount({ account, name, password: worldPassword, policies: ["AliyunRAMReadOnlyAccess"] });
    const { id, secret } = await maker.accessKey({ account, subAccount: name });
    const cookie = await cookieOf({ door: "sub-account", alias: account, name, password: worldPassword });
    const key = { accessKeyId: id, secret };
    return {
      name,
      page: async () => (await elsewhere({ path: "/home", cookie })).status,
      call: async () => {
        const call = { scheme: "V3", key, action: "ListUsers", query: {}, host: new URL(origin).host } as const;
        const { Code } = JSON.parse((await elsewhere(await maker.signedCall(call))).body) as { Code?: string };
        return Code ?? "answered";
      },
      leave: () => http({ method: "POST", path: "/sign-out", cookie, headers: { origin: new URL(page.url()).origin } }),
    };
  };
  const [disabled, deleted, ended, leaving] = await Promise.all(["dis", "del", "end", "out"].map(person));
  if (!disabled || !deleted || !ended || !leaving) throw new Error("nobody is there");
  for (const one of [disabled, deleted, ended, leaving])
    expect([await one.page(), await one.call()]).toEqual([200, "answered"]);

  await bringSession(await cookieOf({ door: "root-user", name: email, password: worldPassword }));
  await page.goto("/sub-accounts/dis/disable");
  await page.getByLabel("Reason").fill("left the company");
  await page.getByRole("button", { name: "Disable dis" }).click();
  await expect(page).toHaveURL(/\/sub-accounts\/dis(\/overview)?$/);
  expect([await disabled.page(), await disabled.call()]).toEqual([307, "InvalidAccessKeyId.Inactive"]);

  await page.goto("/sub-accounts/del/delete");
  await page.getByLabel("Name", { exact: true }).fill("del");
  await page.getByRole("button", { name: "Delete del" }).click();
  await expect(page).toHaveURL("/sub-accounts");
  expect([await deleted.page(), await deleted.call()]).toEqual([307, "InvalidAccessKeyId.NotFound"]);

  await page.goto("/sub-accounts/end/sessions/end");
  await page.getByRole("button", { name: /^End/ }).click();
  await expect(page).toHaveURL(/\/sub-accounts\/end\/sessions$/);
  expect([await ended.page(), await ended.call()]).toEqual([307, "answered"]);

  await leaving.leave();
  expect([await leaving.page(), await leaving.call()]).toEqual([307, "answered"]);

  await test.step("enabled again, the key is heard; the session is not", async () => {
    await page.goto("/sub-accounts/dis/enable");
    await page.getByRole("button", { name: "Enable dis" }).click();
    await expect(page).toHaveURL(/\/sub-accounts\/dis(\/overview)?$/);
    expect([await disabled.page(), await disabled.call()]).toEqual([307, "answered"]);
  });
});
