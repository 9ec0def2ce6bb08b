import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { rolePolicy } from "@/lib/authorization/policy-document";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { accountWith, arnOf, buildService, report } from "@/tests/support/build-resource";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { countWaiting, findResources, getResource, listResources } from "./queries";
import { retireResource } from "./report-resource";
import { ResourceFilter } from "./schema";

const service = buildService();
const all = (ctx: Context, filter: object = {}) => listResources(ctx, ResourceFilter.parse(filter));

describe("a workspace's list", () => {
  it("holds the sub-account's own and nothing else; who manages the account sees all and filters", async () => {
    const { root, people } = await accountWith("ada", "bob");
    const [ada, bob] = people as [Context, Context];
    const mine = arnOf(root, "mine");
    await report(service, mine, { subAccount: "ada", labels: { team: "blue" } });
    await report(service, arnOf(root, "theirs"), { subAccount: "bob", state: "stopped" });
    expect((await all(ada)).rows).toMatchObject([{ arn: mine, labels: [["team", "blue"]] }]);
    for (const owner of ["bob", "nobody"]) {
      await expect(all(ada, { owner })).rejects.toMatchObject({ code: "not-found" });
    }
    expect(await all(root)).toMatchObject({ rows: [{}, {}], services: ["compute"] });
    expect((await all(root, { owner: "bob" })).rows).toMatchObject([{ subAccountName: "bob" }]);
    expect((await all(root, { owner: "nobody" })).rows).toEqual([]);
    expect((await all(root, { state: "stopped" })).rows).toHaveLength(1);
    expect((await all(root, { service: "storage" })).rows).toEqual([]);
    for (const q of ["INE", "instance/mi", "blue", "MIN", mine]) {
      expect((await all(root, { q })).rows).toMatchObject([{ arn: mine }]);
    }
    // What begins with it comes alone; what has it somewhere only where nothing does.
    await report(service, arnOf(root, "not-mine"), { subAccount: "bob", state: "failed" });
    expect((await all(root, { q: "mine" })).rows).toMatchObject([{ arn: mine }]);
    expect((await all(root, { q: "ine", state: "failed" })).rows).toMatchObject([{ ownId: "not-mine" }]);
    expect((await all(root, { q: "mine", state: "failed" })).rows).toEqual([]);
    expect((await all(root, { q: "%" })).rows).toEqual([]);
    const id = String((await all(ada)).rows[0]?.id);
    expect(await getResource(ada, "ada", id)).toMatchObject({
      resource: { arn: mine, cost: 0n },
      events: [{ kind: "registered", state: "running" }],
      months: [],
    });
    const theirs = arnOf(root, "theirs");
    expect([...(await findResources(ada, [mine, theirs]))]).toEqual([[mine, { owner: "ada", id }]]);
    expect([...(await findResources(root, [mine, theirs])).keys()].toSorted()).toEqual([mine, theirs].toSorted());
    for (const [who, owner, what] of [
      [bob, "ada", id],
      [bob, "bob", id],
      [root, "bob", id],
      [{ ...(await buildAccount()), authorityEpoch: null }, "ada", id],
      [ada, "ada", newId()],
      [ada, "ada", "made-up"],
      [ada, "bob", newId()],
    ] as const) {
      await expect(getResource(who, owner, what)).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("goes on from its last row, whatever begins or goes meanwhile", async () => {
    const { root } = await accountWith("ada");
    // All of one moment: their ids alone tell them apart.
    for (let index = 0; index < 52; index++) await report(service, arnOf(root), { subAccount: "ada" });
    const first = await all(root);
    const last = String(first.rows.at(-1)?.arn);
    await retireResource(service, { arn: last, subAccount: "ada", version: 2 });
    const newest = arnOf(root);
    await report(buildService(), newest, { subAccount: "ada" });
    const second = await all(root, { cursor: first.older });
    expect([first.rows.length, second.rows.length]).toEqual([50, 2]);
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(52);
    const back = await all(root, { cursor: second.newer });
    expect(back.rows.map(({ arn }) => arn)).toEqual([newest, ...first.rows.slice(0, -1).map(({ arn }) => arn)]);
  });

  it("tells what it costs to whoever may see spend", async () => {
    const { root } = await accountWith("ada");
    await report(service, arnOf(root), { subAccount: "ada" });
    const [row] = (await all(root)).rows;
    const reads = {
      ...root,
      policies: [rolePolicy("reader", { Effect: "Allow", Action: ["espalier:*"], Resource: ["*"] })],
    };
    expect((await all(reads)).rows).toMatchObject([{ cost: null }]);
    expect(await getResource(reads, "ada", String(row?.id))).toMatchObject({ months: null });
  });

  it("tells what it costs now, that this is still to come, and since when what runs has reported no usage", async () => {
    const { root } = await accountWith("ada");
    const [meter, now] = [await buildPrice({ tiers: [{ upTo: null, price: "1" }] }), new Date()];
    const ago = (hours: number) => new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000 - hours * 3_600_000);
    const told = [
      ["busy", "running", 1],
      ["quiet", "running", 30],
      ["halted", "stopped", 30],
      ["resumed", "running", 30],
      ["free", "running", 0],
      ["new", "running", 0],
      ["late", "running", 2],
    ] as const;
    for (const [name, state] of told) {
      const stateSince = (name === "resumed" || name === "new" ? ago(1) : ago(40)).toISOString();
      await report({ ...service, now }, arnOf(root, name), { subAccount: "ada", state, stateSince });
    }
    const events = told.flatMap(([name, , hours]) => {
      const event = buildEvent(root, { meter, subAccount: "ada", value: "3000000", at: ago(hours) });
      return hours > 0 ? [{ ...event, subject: arnOf(root, name) }] : [];
    });
    await reportUsage(operator, events);
    await rateAll(root, operator, events.length);
    const rows = (await all({ ...root, now })).rows.map(({ name, lastHour, silentSince }) => [
      name,
      { lastHour, silentSince },
    ]);
    const hour = { from: ago(1), to: ago(0) };
    const [quiet, toCome] = [
      { lastHour: null, silentSince: null },
      { lastHour: { ...hour, cost: null }, silentSince: null },
    ];
    expect(Object.fromEntries(rows)).toEqual({
      busy: { lastHour: { ...hour, cost: 3_000_000n }, silentSince: null },
      quiet: { lastHour: null, silentSince: new Date(ago(30).getTime() + 1_000) },
      ...{ halted: quiet, free: quiet, resumed: toCome, new: toCome, late: toCome },
    });
  });

  it("asks for what waits as each row says it", async () => {
    const { root } = await accountWith("ada", "bob");
    const tell = (told: object, subAccount = "ada", arn = arnOf(root)) => report(service, arn, { subAccount, ...told });
    for (const state of ["running", "stopped", "failed", "pending"]) {
      for (const enforcedEpoch of [0, 1, 2]) await tell({ state, enforcedEpoch });
    }
    await tell({}, "bob");
    const agree = async () => {
      const waiting = (await all(root)).rows.filter(({ enforcement }) => enforcement === "waiting");
      expect((await all(root, { state: "waiting" })).rows).toEqual(waiting);
      expect(await countWaiting(root, "ada")).toBe(waiting.length);
      expect(await countWaiting(root, "bob")).toBe(0);
      return waiting.length;
    };
    const counts = [await agree()];
    const at = (ms: number) => later(root, { now: new Date(service.now.getTime() + ms) });
    await disableSubAccount(at(1_000), { name: "ada", reason: "" });
    counts.push(await agree());
    await enableSubAccount(at(2_000), { name: "ada" });
    counts.push(await agree());
    // Made after the decision: there is nothing to do about it.
    await report({ ...service, now: new Date(service.now.getTime() + 3_000) }, arnOf(root), {
      ...{ subAccount: "ada", state: "stopped" },
    });
    counts.push(await agree());
    expect(counts).toEqual([0, 8, 6, 6]);
  });
});
