import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { rolePolicy } from "@/lib/authorization/policy-document";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { judgeWallets } from "@/lib/domain/limits/judge-wallets";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { buildAccount } from "@/tests/support/build-account";
import { freshlyProved } from "@/tests/support/build-context";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { arnOf, buildService, report } from "@/tests/support/build-resource";
import { asSubAccount, buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { getSpendOf, getWorkspace } from "./queries";

const keyReader = rolePolicy("keys", { Effect: "Allow", Action: ["ram:ListAccessKeys"], Resource: ["*"] });

const hourMs = 3_600_000;
/** A whole hour that is over. */
const at = new Date(Math.floor(Date.now() / hourMs) * hourMs - hourMs);

let root: Context;
beforeAll(async () => {
  root = { ...(await buildAccount()), authorityEpoch: null, ...freshlyProved };
  const service = buildService();
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  for (const name of ["ada", "bob"]) {
    await buildSubAccount(root, { name });
    for (let index = 0; index < (name === "ada" ? 6 : 1); index++) {
      const later = { ...service, now: new Date(service.now.getTime() + index) };
      await report(later, arnOf(root), { subAccount: name, state: index === 0 ? "stopped" : "running" });
    }
    await createAccessKey(root, CreateAccessKeyInput.parse({ ownerName: name, expiresInDays: "90" }));
    const key = { name: `${name}-laptop`, publicKey: buildPublicKey(), expiresInDays: 5 };
    await uploadPublicKey(root, { subAccountName: name, ...key });
    const limit = { subAccountName: name, per: "month", hard: "30", stops: "all" };
    await setSpendLimit(root, SetSpendLimitInput.parse(limit));
  }
  const used = [
    ["ada", "2000000"],
    ["bob", "40000000"],
  ] as const;
  await reportUsage(
    operator,
    used.map(([subAccount, value]) => buildEvent(root, { meter, subAccount, value, at })),
  );
  await rateAll(root, operator, used.length);
});

describe("a workspace", () => {
  it("is what the sub-account has and does, and nothing of its sibling's", async () => {
    const { running, spend, accessKeys, sshKeys, signIns, unreadNotices } = await getWorkspace(
      await asSubAccount(root, "ada", [keyReader]),
    );
    expect(running).toMatchObject({ there: 6, running: 5, order: { decided: "running" }, isWalletEmpty: false });
    const one = { subAccountName: "ada", standing: "running", cost: 0n };
    expect(running?.newest).toMatchObject([one, one, one, one, one]);
    expect(spend?.sums.monthSoFar).toBe(2_000_000n);
    expect(spend?.sums.lastHour).toEqual({ from: at, to: new Date(at.getTime() + hourMs), cost: 2_000_000n });
    expect(spend?.limits).toMatchObject([{ subAccountName: "ada", hard: 30_000_000n, spent: 2_000_000n }]);
    expect(accessKeys).toMatchObject([{ ownerName: "ada", standing: "active" }]);
    expect(sshKeys).toEqual({ there: 1, expiring: 1, expired: 0 });
    expect(signIns).toEqual([]);
    expect(unreadNotices).toBe(1);
  });

  it("shows only the parts that its policies show", async () => {
    expect((await getWorkspace(await asSubAccount(root, "ada"))).accessKeys).toBeUndefined();
    const closed = rolePolicy("closed", {
      Effect: "Deny",
      Action: ["bss:*", "espalier:List*", "ram:ListPublicKeys"],
      Resource: ["*"],
    });
    expect(await getWorkspace(await asSubAccount(root, "ada", [closed]))).toMatchObject({
      ...{ running: undefined, spend: undefined, accessKeys: undefined },
      ...{ sshKeys: undefined, signIns: undefined, unreadNotices: undefined },
    });
  });

  it("says that it was stopped and what its services have not done yet", async () => {
    await judgeWallets(operator, [root.accountId]);
    const { running } = await getWorkspace(await asSubAccount(root, "bob"));
    expect(running?.order).toMatchObject({ decided: "suspended", reasons: ["spend_limit"] });
    expect(running?.newest).toMatchObject([{ decided: "suspended" }]);
    // Its sibling runs on, and is told that nothing new can begin: the account has spent what it never had.
    const other = await getWorkspace(await asSubAccount(root, "ada"));
    expect(other.running).toMatchObject({ order: { decided: "running" }, isWalletEmpty: true });
  });

  it("is a sub-account's: the root user has none", async () => {
    await expect(getWorkspace(root)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("what one sub-account spends", () => {
  it("stands before whoever sees the account's money with the account's limits too, before itself with its own", async () => {
    await setSpendLimit(root, SetSpendLimitInput.parse({ subAccountName: "", per: "day", hard: "900", stops: "new" }));
    const own = { subAccountName: "ada", per: "month", spent: 2_000_000n };
    const lin = await buildSubAccount(root, { name: "lin", policies: ["AliyunBSSReadOnlyAccess"] });
    for (const ctx of [root, lin]) {
      const { sums, limits } = await getSpendOf(ctx, "ada");
      expect(sums.monthSoFar).toBe(2_000_000n);
      expect(limits).toMatchObject([own, { subAccountName: null, per: "day" }]);
    }
    const itself = await getSpendOf(await asSubAccount(root, "ada"), "ada");
    expect(itself.limits).toHaveLength(1);
    expect(itself.limits).toMatchObject([own]);
  });

  it("is nobody else's: a sibling's, another account's and a made-up name answer alike", async () => {
    const [bob, other] = [await asSubAccount(root, "bob"), { ...(await buildAccount()), authorityEpoch: null }];
    for (const [ctx, name] of [
      [bob, "ada"],
      [bob, "nobody"],
      [other, "ada"],
      [root, "nobody"],
    ] as const) {
      await expect(getSpendOf(ctx, name)).rejects.toMatchObject({ code: "not-found" });
    }
  });
});
