import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { operatorSession } from "@/tests/scenarios/prepare-verb";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger } from "@/tests/support/build-context";
import { buildPasskey, rootWithPasskey, signedInRoot } from "@/tests/support/build-passkey";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { cookieAt, resumedBy } from "@/tests/support/sign-in-as";
import { type Lies, softwareAuthenticator } from "@/tests/support/software-authenticator";
import { beginPasskeyAtDoor } from "./begin-passkey-at-door";
import { resetRootSecondFactors } from "./reset-root-second-factors";
import { resetSecondFactors } from "./reset-second-factors";
import { signInByPasskey } from "./sign-in-by-passkey";

const root = { kind: "root-user" } as const;

const atDoor = async (
  authenticator: ReturnType<typeof softwareAuthenticator>,
  lies: Lies = {},
  door: "root-user" | "operator" = "root-user",
) => {
  const stranger = buildStranger();
  const passkey = authenticator.get(await beginPasskeyAtDoor(stranger), lies);
  return signInByPasskey(stranger, { door, passkey, device: undefined, incomingToken: undefined });
};

describe("a passkey at the door", () => {
  it("signs its holder in without a password, whole, from a browser nobody knows", async () => {
    const { authenticator, after } = await rootWithPasskey();
    const { token, secondFactor } = await atDoor(authenticator);
    expect(secondFactor).toBe("passkey");
    expect((await resumedBy(token)).actor.name).toBe(after.actor.name);
  });

  it("is one answer, refused alike whatever is wrong with it", async () => {
    const { authenticator } = await rootWithPasskey();
    const refused = { code: "unauthenticated", reason: "passkeyWrong" };
    await expect(atDoor(softwareAuthenticator())).rejects.toMatchObject(refused);
    await expect(atDoor(authenticator, { origin: "http://localhost:3001" })).rejects.toMatchObject(refused);
    await expect(atDoor(authenticator, { userVerified: false })).rejects.toMatchObject(refused);
    await expect(atDoor(authenticator, { counter: 0 })).rejects.toMatchObject(refused);
    await expect(atDoor(authenticator, {}, "operator")).rejects.toMatchObject(refused);
  });

  it("takes a challenge of ours once, within five minutes, and none that was made up", async () => {
    const { authenticator } = await rootWithPasskey({ counting: false });
    const stranger = buildStranger();
    const passkey = authenticator.get(await beginPasskeyAtDoor(stranger));
    const browser = { door: "root-user", passkey, device: undefined, incomingToken: undefined } as const;
    const late = { ...buildStranger(), now: new Date(stranger.now.getTime() + 5 * 60_000) };
    const isOver = { code: "unauthenticated", reason: "passkeyOver" };
    await expect(signInByPasskey(late, browser)).rejects.toMatchObject(isOver);
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => signInByPasskey(buildStranger(), browser)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(signInByPasskey(buildStranger(), browser)).rejects.toMatchObject(isOver);
    const madeUp = atDoor(authenticator, { challenge: Buffer.alloc(32, 7).toString("base64url") });
    await expect(madeUp).rejects.toMatchObject(isOver);
  });

  it("makes strangers of one network wait after 20 refusals", async () => {
    const stranger = buildStranger();
    const attempt = async () => {
      const passkey = softwareAuthenticator().get(await beginPasskeyAtDoor(stranger));
      return signInByPasskey(stranger, { door: "root-user", passkey, device: undefined, incomingToken: undefined });
    };
    for (let n = 1; n <= 20; n += 1) await expect(attempt()).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(attempt()).rejects.toMatchObject({ code: "rate-limited" });
  });

  async function subAccountWithPasskey() {
    const account = await buildAccount();
    const { actor } = await buildSubAccount(account, { consoleSignIn: true });
    const authenticator = softwareAuthenticator();
    const door = { kind: "sub-account", alias: account.account.alias } as const;
    await buildPasskey(await resumedBy(await cookieAt(door, actor.name)), authenticator);
    return { account, name: actor.name, authenticator };
  }

  it("opens a sub-account, unless the account switched that off, and not once it is disabled, reset or gone", async () => {
    const { account, name, authenticator } = await subAccountWithPasskey();
    const { token, kind } = await atDoor(authenticator);
    expect(kind).toBe("sub-account");
    expect((await resumedBy(token)).actor.name).toBe(name);
    await setPreference(account, { allowUserToLoginWithPasskey: false });
    await expect(atDoor(authenticator)).rejects.toMatchObject({ reason: "passkeySignInOff" });
    await setPreference(account, {});
    await disableSubAccount(account, { name, reason: "left" });
    await expect(atDoor(authenticator)).rejects.toMatchObject({ reason: "subAccountDisabled" });
  });

  it.each(["reset", "deleted"])("opens nothing once it is %s, and can be bound anew", async (how) => {
    const { account, name, authenticator } = await subAccountWithPasskey();
    if (how === "reset") await resetSecondFactors(account, { name });
    else await deleteSubAccount(account, { name, typedName: name });
    await expect(atDoor(authenticator)).rejects.toMatchObject({ reason: "passkeyWrong" });
    await buildPasskey(await signedInRoot(), authenticator);
  });

  it("is an operator's at the operators' door, and at no other", async () => {
    const authenticator = softwareAuthenticator();
    const platform = await operatorSession();
    await buildPasskey(platform, authenticator);
    const { token } = await atDoor(authenticator, {}, "operator");
    const resumed = await resumeSession(token, buildStranger());
    expect(resumed).toMatchObject({ kind: "operator", ctx: { secondFactor: "passkey" } });
    await expect(atDoor(authenticator)).rejects.toMatchObject({ reason: "passkeyWrong" });
  });

  it("is asked of an operator who typed the password, once it is bound", async () => {
    const platform = await operatorSession();
    const stateAfterPassword = async () =>
      (await resumeSession(await cookieAt({ kind: "operator" }, platform.actor.name), buildStranger()))?.ctx
        .secondFactor;
    expect(await stateAfterPassword()).toBe("enrolment");
    await buildPasskey(platform, softwareAuthenticator());
    expect(await stateAfterPassword()).toBe("pending");
  });

  it("of a root user opens nothing once an operator reset it", async () => {
    const { authenticator, after } = await rootWithPasskey();
    await resetRootSecondFactors(buildOperator(), { accountId: after.accountId, reason: "lost phone" });
    await expect(atDoor(authenticator)).rejects.toMatchObject({ reason: "passkeyWrong" });
    expect((await resumedBy(await cookieAt(root, after.actor.name))).secondFactor).toBe("none");
  });
});

async function setPreference({ accountId }: Context, preference: Record<string, boolean>): Promise<void> {
  await lookDirectly(
    (sql) => sql`update app.accounts set security_preference = ${JSON.stringify(preference)}::text::jsonb
      where account_id = ${accountId}`,
  );
}
