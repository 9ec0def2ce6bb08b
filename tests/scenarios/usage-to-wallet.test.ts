import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { dismissQuarantined } from "@/lib/domain/usage/dismiss-quarantined";
import { listQuarantined } from "@/lib/domain/usage/queries";
import { replayQuarantined } from "@/lib/domain/usage/replay-quarantined";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { QuarantineFilter } from "@/lib/domain/usage/schema";
import { getWallet } from "@/lib/domain/wallet/queries";
import { settleCharges } from "@/lib/domain/wallet/settle-charges";
import { newId } from "@/lib/foundation/ids";
import { writeMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";

const hourAgo = () => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);

async function account(): Promise<Context> {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  return root;
}
const mine = async ({ account: { name } }: Context) =>
  (await listQuarantined(operator, QuarantineFilter.parse({ account: name }))).rows;
const chargesOf = ({ accountId }: Context) =>
  lookDirectly((sql) => sql`select * from app.charges where account_id = ${accountId} order by id`);

describe("usage that is reported", () => {
  it("becomes charges and then a movement of the wallet, to the micro", async () => {
    const [root, meter] = [await account(), await buildPrice()];
    const at = hourAgo();
    const events = ["1", "1000000", "49"].map((value, index) =>
      buildEvent(root, { meter, subAccount: "ada", value, at: new Date(at.getTime() + index * 1000), resource: "m1" }),
    );
    const verdicts = await reportUsage(operator, events);
    expect(verdicts.map(({ status }) => status)).toEqual(["accepted", "accepted", "accepted"]);
    await rateAll(root, operator, 3);
    // 1,000,050 tokens at 0.02 a million cost 20,001 micros exactly.
    expect(writeMicros((await getWallet(root)).unsettled)).toBe("0.020001");
    expect(await settleCharges(operator, root.accountId)).toBe("1");
    expect(writeMicros((await getWallet(root)).owed)).toBe("0.020001");
    expect(await chargesOf(root)).toMatchObject([{ events: 3, tier: 1, category: "Usage" }]);
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("posts a micro on the line that completes it, and never one too many", async () => {
    const [root, meter] = [await account(), await buildPrice()];
    const at = hourAgo();
    for (let i = 0; i < 6; i++) {
      const event = { meter, subAccount: "ada", value: "10", at: new Date(at.getTime() + i * 1000) };
      await reportUsage(operator, [buildEvent(root, event)]);
      await rateAll(root, operator, 1);
    }
    const costs = (await chargesOf(root)).map(({ effective_cost }) => Number(effective_cost));
    expect(costs).toEqual([0, 0, 0, 0, 1, 0]);
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("is counted once, however often it is told; told otherwise, the first stands and the other is kept", async () => {
    const [root, meter] = [await account(), await buildPrice()];
    const one = { id: "event-1", meter, subAccount: "ada", at: hourAgo() };
    const told = buildEvent(root, { ...one, value: "5" });
    const otherwise = buildEvent(root, { ...one, value: "6" });
    const first = await reportUsage(operator, [told, told, otherwise]);
    expect(first.map(({ status }) => status)).toEqual(["accepted", "duplicate", "conflict"]);
    expect((await reportUsage(operator, [told, otherwise])).map(({ status }) => status)).toEqual([
      "duplicate",
      "conflict",
    ]);
    expect(await mine(root)).toMatchObject([{ reason: "conflict", timesSeen: 2, value: "6" }]);
    await rateAll(root, operator, 1);
    expect(await chargesOf(root)).toMatchObject([{ quantity: "5.000000000000" }]);
  });

  it("of 16 senders of one batch, one is accepted", async () => {
    const [root, meter] = [await account(), await buildPrice()];
    const batch = Array.from({ length: 20 }, (_, i) =>
      buildEvent(root, { meter, subAccount: "ada", value: "1", at: new Date(hourAgo().getTime() + i * 1000) }),
    );
    const answers = await Promise.all(Array.from({ length: 16 }, () => reportUsage(operator, batch)));
    const accepted = answers.flat().filter(({ status }) => status === "accepted");
    expect(accepted).toHaveLength(20);
    await rateAll(root, operator, 20);
    const events = (await chargesOf(root)).reduce((sum, row) => sum + Number(row.events), 0);
    expect(events).toBe(20);
  });

  it("is recorded for a sub-account that is disabled, and for one that is deleted", async () => {
    const [root, meter] = [await account(), await buildPrice()];
    await buildSubAccount(root, { name: "bob" });
    await disableSubAccount(later(root, {}), { name: "ada", reason: "stop" });
    await deleteSubAccount(later(root, {}), { name: "bob", typedName: "bob" });
    const verdicts = await reportUsage(
      operator,
      ["ada", "bob"].map((subAccount) => buildEvent(root, { meter, subAccount, value: "1000000", at: hourAgo() })),
    );
    expect(verdicts.map(({ status }) => status)).toEqual(["accepted", "accepted"]);
    await rateAll(root, operator, 2);
    expect(writeMicros((await getWallet(root)).unsettled)).toBe("0.04");
  });

  it("waits where it cannot be billed yet, and is replayed once the cause is gone", async () => {
    const root = await account();
    const at = hourAgo();
    const meter = `later-${newId().slice(-12)}`;
    const unknownMeter = buildEvent(root, { meter, subAccount: "ada", value: "1", at });
    const known = await buildPrice({ validFrom: "2030-01-01T00:00:00Z" });
    const noName = buildEvent(root, { meter: known, subAccount: "carl", value: "1", at });
    const ahead = buildEvent(root, {
      meter: known,
      subAccount: "ada",
      value: "1",
      at: new Date(at.getTime() + 5 * 3_600_000),
    });
    const old = buildEvent(root, {
      meter: known,
      subAccount: "ada",
      value: "1",
      at: new Date(at.getTime() - 46 * 86_400_000),
    });
    const verdicts = await reportUsage(operator, [unknownMeter, noName, ahead, old]);
    expect(verdicts.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
      "quarantined unknown-meter",
      "quarantined unknown-sub-account",
      "quarantined future",
      "quarantined too-old",
    ]);
    const waiting = await mine(root);
    const replay = (reason: string) =>
      replayQuarantined(operator, {
        accountId: root.accountId,
        id: String(waiting.find((row) => row.reason === reason)?.id),
      });
    await expect(replay("unknown-sub-account")).rejects.toMatchObject({ code: "invalid-state" });
    await buildSubAccount(root, { name: "carl" });
    await replay("unknown-sub-account");
    // Accepted now, but nothing in the book is for its hour: set aside by the rater, and nobody waits for it.
    await rateAll(root, operator, 1);
    expect((await mine(root)).map(({ reason }) => reason).toSorted()).toEqual([
      "future",
      "no-price",
      "too-old",
      "unknown-meter",
    ]);
    const dismissed = waiting.find((row) => row.reason === "too-old");
    const dismissal = { accountId: root.accountId, id: String(dismissed?.id), reason: "a test of the sender's" };
    await dismissQuarantined(operator, dismissal);
    await expect(dismissQuarantined(operator, dismissal)).rejects.toMatchObject({ code: "invalid-state" });
    expect(await chargesOf(root)).toEqual([]);
  });

  it("is refused where it is malformed, of nobody, or of another account's resource, and says which", async () => {
    const [root, meter] = [await account(), await buildPrice()];
    const good = buildEvent(root, { meter, subAccount: "ada", value: "1", at: hourAgo() });
    const bad: Record<string, unknown>[] = [
      {},
      { ...good, specversion: "0.3" },
      { ...good, data: { value: "-1" } },
      { ...good, data: { value: "1e5" } },
      { ...good, data: { value: 1.5 } },
      { ...good, accountuid: "1111111111111111" },
      { ...good, subject: "acs:llm::2222222222222222:model/x" },
      { ...good, time: "yesterday" },
      { ...good, data: { value: "1", start: new Date(hourAgo().getTime() - 3_600_000).toISOString() } },
    ];
    const verdicts = await reportUsage(operator, [...bad, good]);
    expect(verdicts.map(({ status }) => status)).toEqual([...bad.map(() => "rejected"), "accepted"]);
    expect(verdicts.filter(({ status, message }) => status === "rejected" && !message)).toEqual([]);
  });

  it("crosses a tier as two rows, each of unit price times quantity", async () => {
    const root = await account();
    const tiers = [
      { upTo: "1", price: "3" },
      { upTo: null, price: "2" },
    ];
    const meter = await buildPrice({ tiers, tierScope: "sub-account" });
    const at = hourAgo();
    const events = ["600000", "600000"].map((value, index) =>
      buildEvent(root, {
        meter,
        subAccount: "ada",
        value,
        at: new Date(at.getTime() + index * 1000),
        resource: `r${index}`,
      }),
    );
    await reportUsage(operator, events);
    await rateAll(root, operator, 2);
    const rows = await chargesOf(root);
    expect(rows.map(({ tier, quantity, effective_cost }) => [tier, Number(quantity), Number(effective_cost)])).toEqual([
      [1, 600_000, 1_800_000],
      [1, 400_000, 1_200_000],
      [2, 200_000, 400_000],
    ]);
    expect(await brokenInvariants(root)).toEqual([]);
  });
});
