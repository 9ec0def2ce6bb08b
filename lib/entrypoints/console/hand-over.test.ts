import { expect, it } from "vitest";
import { buildAccount } from "@/tests/support/build-account";
import { handOverOf, handOverOfMany } from "./hand-over";

it("says of one's own access keys what the account's security preference says, for one and for a batch", async () => {
  const root = await buildAccount();
  for (const allowUserToManageAccessKeys of [false, true]) {
    const preference = { ...root.account.preference, allowUserToManageAccessKeys };
    const ctx = { ...root, account: { ...root.account, preference } };
    const ownAccessKeys = allowUserToManageAccessKeys;
    expect(handOverOf(ctx, { name: "ada", consoleSignIn: true }, undefined)).toMatchObject({ ownAccessKeys });
    expect(handOverOfMany(ctx, [{ name: "ada", token: "t" }])).toMatchObject([{ ownAccessKeys }]);
  }
});
