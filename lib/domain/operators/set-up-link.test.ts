import { describe, expect, it, onTestFinished } from "vitest";
import { newToken } from "@/lib/foundation/tokens";
import { buildOperator, buildStranger, testPassword } from "@/tests/support/build-context";
import { createScratchDatabase, pointPoolAt } from "@/tests/support/scratch-database";
import { signIn } from "../sign-in/sign-in";
import { createSetUpLink, isSetUpLinkAlive, setUpOperator } from "./set-up-link";

const first = { email: "first@espalier.test", displayName: "First", password: testPassword };
const inHours = (hours: number) => buildStranger({ now: new Date(Date.now() + hours * 3_600_000) });

/** One story in order: a platform gets its first operator once. */
describe("the set-up link", () => {
  it("works once, for a day, and only while there is no operator", async () => {
    // Of its own: in the shared one other tests have made operators.
    const database = await createScratchDatabase("set-up-link");
    const leave = await pointPoolAt(database.appUrl);
    onTestFinished(async () => {
      await leave();
      await database.drop();
    });
    const host = buildOperator({ host: true });
    const older = (await createSetUpLink(host)) ?? "";
    const token = (await createSetUpLink(host)) ?? "";
    expect(await isSetUpLinkAlive(buildStranger(), older)).toBe(false);
    for (const dead of [older, newToken(), "", "\u0000"]) {
      await expect(setUpOperator(buildStranger(), { token: dead, ...first })).rejects.toMatchObject({
        reason: "linkOver",
      });
    }
    expect(await isSetUpLinkAlive(inHours(25), token)).toBe(false);
    await expect(setUpOperator(inHours(25), { token, ...first })).rejects.toMatchObject({ reason: "linkOver" });
    await expect(setUpOperator(buildStranger(), { token, ...first, password: "short" })).rejects.toMatchObject({
      details: { field: "password" },
    });
    expect(await isSetUpLinkAlive(buildStranger(), token)).toBe(true);

    const people = Array.from({ length: 10 }, (_, index) => ({ ...first, email: `first-${index}@espalier.test` }));
    const settled = await Promise.allSettled(people.map((one) => setUpOperator(buildStranger(), { token, ...one })));
    const made = settled.flatMap(({ status }, index) => (status === "fulfilled" ? [people[index]] : []));
    expect(made).toHaveLength(1);
    expect(await isSetUpLinkAlive(buildStranger(), token)).toBe(false);
    expect(await createSetUpLink(host)).toBeUndefined();
    const signedIn = await signIn(buildStranger(), {
      door: { kind: "operator" },
      name: made[0]?.email ?? "",
      password: testPassword,
      device: undefined,
      incomingToken: undefined,
    });
    expect(signedIn.kind).toBe("operator");
  });
});
