import { describe, expect, it } from "vitest";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { getSpendSummary } from "./queries";
import { slowestOf } from "./rules";

const hourMs = 3_600_000;
const now = new Date(Math.floor(Date.now() / hourMs) * hourMs);
const ago = (hours: number) => new Date(now.getTime() - hours * hourMs);
const end = (hours: number) => new Date(ago(hours).getTime() + 1_000);

describe("until when money is complete", () => {
  it("is as far as the slowest source's priced usage, whatever came last", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    await buildSubAccount(root, { name: "ada" });
    const meter = await buildPrice();
    const tell = async (source: string, hours: number) => {
      await reportUsage(operator, [
        { ...buildEvent(root, { meter, subAccount: "ada", value: "1000000", at: ago(hours) }), source },
      ]);
      await rateAll(root, operator, 1);
    };
    const until = async () => (await getSpendSummary(root)).usedUntil;
    expect(await until()).toBeNull();
    await tell("urn:slow", 9);
    await tell("urn:fast", 2);
    expect(await until()).toEqual(end(9));
    await tell("urn:slow", 3);
    await tell("urn:slow", 20);
    expect(await until()).toEqual(end(3));
    await tell("urn:gone", 40);
    expect(await until()).toEqual(end(3));
  });

  it("of a month that is over ends with it, and of no source is not said", () => {
    expect(slowestOf([], undefined)).toBeNull();
    expect(slowestOf([ago(1), ago(3)], undefined)).toEqual(ago(3));
    expect(slowestOf([ago(1), ago(3)], ago(5))).toEqual(ago(5));
    expect(slowestOf([ago(1), ago(25)], undefined)).toEqual(ago(1));
  });
});
