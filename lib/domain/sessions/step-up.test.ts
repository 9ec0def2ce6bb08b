import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { mintFence } from "@/lib/foundation/fence";
import { withTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, testPassword } from "@/tests/support/build-context";
import { resumeSession } from "./resume-session";
import { stepUpMinutes } from "./session-rules";
import { grantStepUp, spendStepUp } from "./step-up-steps";
import { endSessions } from "./steps";

async function signInAsRoot(): Promise<string> {
  const { actor } = await buildAccount();
  const credentials = { name: actor.name, password: testPassword, device: undefined, incomingToken: undefined };
  return (await signIn(buildStranger(), { door: { kind: "root-user" }, ...credentials })).token;
}

async function contextOf(token: string, now = new Date()): Promise<Context> {
  const resumed = await resumeSession(token, { ...buildStranger(), now });
  if (resumed?.kind !== "account") throw new Error("the session is not open");
  return resumed.ctx;
}

const grant = (ctx: Context) => withTransaction(mintFence(ctx), (tx) => grantStepUp(tx, mintFence(ctx), "delete"));
const spend = (ctx: Context) => withTransaction(mintFence(ctx), (tx) => spendStepUp(tx, mintFence(ctx), "delete"));

describe("a step-up window", () => {
  it("opens for its purpose, under a new cookie; the old one is dead", async () => {
    const before = await signInAsRoot();
    const ctx = await contextOf(before);
    expect(() => requireStepUp(ctx, "delete")).toThrow();
    const after = await contextOf(await grant(ctx));
    expect([...after.stepUp]).toEqual(["delete"]);
    expect(after.actor.sessionId).toBe(ctx.actor.sessionId);
    await expect(contextOf(before)).rejects.toThrow("not open");
  });

  it("closes after five minutes by the server's clock", async () => {
    const ctx = await contextOf(await signInAsRoot());
    const token = await grant(ctx);
    const inMinutes = (minutes: number) => contextOf(token, new Date(ctx.now.getTime() + minutes * 60_000));
    expect((await inMinutes(stepUpMinutes - 0.1)).stepUp.has("delete")).toBe(true);
    expect((await inMinutes(stepUpMinutes)).stepUp.has("delete")).toBe(false);
  });

  it("is used up by one of many irreversible acts at once", async () => {
    const ctx = await contextOf(await grant(await contextOf(await signInAsRoot())));
    const acts = await Promise.allSettled(Array.from({ length: 8 }, () => spend(ctx)));
    expect(acts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(spend(ctx)).rejects.toMatchObject({ code: "step-up-required" });
  });

  it("of a session that has ended meanwhile opens nothing", async () => {
    const token = await signInAsRoot();
    const ctx = await contextOf(token);
    await withTransaction(mintFence(ctx), (tx) => endSessions(tx, mintFence(ctx), { of: null, reason: "ended" }));
    await expect(grant(ctx)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(spend(ctx)).rejects.toMatchObject({ code: "step-up-required" });
  });
});
