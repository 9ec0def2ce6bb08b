import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { listAccessKeys } from "@/lib/domain/access-keys/queries";
import { listNotices } from "@/lib/domain/notifications/notice-queries";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { findReveal } from "@/lib/domain/sessions/reveal-queries";
import { later, withoutStepUp } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { openRootSession } from "@/tests/support/open-session";
import { createSubAccount } from "./create-sub-account";
import { CreateSubAccountInput, SetPasswordInput } from "./schema";
import { setPassword } from "./set-login-profile";
import { updateLoginProfile } from "./update-login-profile";

let root: Context;
const withKey = (name: string, fields = {}) => CreateSubAccountInput.parse({ name, accessKey: "on", ...fields });
const kitKey = (subject: string) => ({ purpose: "sub-account-kit", subject }) as const;

beforeAll(async () => {
  root = await openRootSession();
});

async function shownKit(name: string) {
  const showing = later(root, {});
  expect(await claimReveal(showing, kitKey(name))).toBe(true);
  return JSON.parse(String(await openReveal(showing, kitKey(name))));
}

describe("an AccessKey created with a sub-account", () => {
  it("is handed over once, with the generated password, and works for 90 days", async () => {
    const made = await createSubAccount(later(root, {}), withKey("ada", { consoleSignIn: "on" }));
    const { id, secret } = made.accessKey ?? { id: "", secret: "" };
    const kit = { password: made.password, accessKeyId: id, accessKeySecret: secret };
    expect(await shownKit("ada")).toEqual(kit);
    expect(await claimReveal(later(root, {}), kitKey("ada"))).toBe(false);
    expect(await findReveal(root, { purpose: "access-key-secret", subject: id })).toEqual({ state: "none" });
    const keys = await listAccessKeys(later(root, {}), "ada");
    expect(keys).toMatchObject([{ id, ownerName: "ada" }]);
    const days = (Number(keys[0]?.expiresAt) - root.now.getTime()) / 86_400_000;
    expect(Math.round(days)).toBe(90);
    const log = await lookDirectly(
      (sql) => sql`select 1 from app.audit_events where account_id = ${root.accountId} and resource = ${id}
        and action = 'ram:CreateAccessKey' and sub_account_id is not null`,
    );
    expect(log).toHaveLength(1);
  });

  it("comes with a claim link, or alone where console sign-in is off", async () => {
    await createSubAccount(later(root, {}), withKey("bo", { consoleSignIn: "on", passwordChoice: "link" }));
    expect(Object.keys(await shownKit("bo")).sort()).toEqual(["accessKeyId", "accessKeySecret", "token"]);
    await createSubAccount(later(root, {}), withKey("job", { keyExpiresInDays: "none" }));
    expect(Object.keys(await shownKit("job")).sort()).toEqual(["accessKeyId", "accessKeySecret"]);
  });

  it("needs the permission and a fresh proof, and without them nobody is created", async () => {
    const wish = withKey("nobody");
    const unproved = createSubAccount(withoutStepUp(later(root, {})), wish);
    await expect(unproved).rejects.toMatchObject({ code: "step-up-required" });
    const plain = await buildSubAccount(later(root, {}), { name: "plain" });
    await expect(createSubAccount(plain, wish)).rejects.toMatchObject({ code: "forbidden" });
    const rows = await lookDirectly(
      (sql) => sql`select 1 from app.sub_accounts where account_id = ${root.accountId} and name = 'nobody'`,
    );
    expect(rows).toHaveLength(0);
  });
});

describe("a password that an administrator sets", () => {
  it("is told to its person, whether by the console or by a client; a first one is not", async () => {
    const person = await buildSubAccount(later(root, {}), { name: "cy" });
    const told = async () =>
      (await listNotices(later(person, {}), {})).rows.map(({ kind, params }) => `${kind} ${params.by}`);
    const byAdministrator = "password-changed administrator";
    const password = "Quiet-river-stone-41";
    const set = (typed: string) =>
      setPassword(later(root, {}), SetPasswordInput.parse({ name: "cy", passwordChoice: "set", password: typed }));
    await set(password);
    expect(await told()).toEqual([]);
    await set(`${password}-two`);
    expect(await told()).toEqual([byAdministrator]);
    await updateLoginProfile(later(root, {}), { name: "cy", mfaBindRequired: true });
    await updateLoginProfile(later(root, {}), { name: "cy", password: `${password}-three` });
    expect(await told()).toEqual([byAdministrator, byAdministrator]);
  });
});
