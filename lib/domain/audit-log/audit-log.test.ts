import { describe, expect, it } from "vitest";
import { enterAccount } from "@/lib/authorization/enter-account";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger, later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { getAuditEvent, listActivity, listAuditEvents, listOperatorAuditEvents } from "./queries";
import { AuditFilter, OperatorAuditFilter } from "./schema";

const everything = AuditFilter.parse({});

describe("the audit log", () => {
  it("shows an account all of its own and nothing of another's", async () => {
    const [root, other] = [await buildAccount(), await buildAccount()];
    await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(other, { name: "elsewhere" });
    const { rows } = await listAuditEvents(root, everything);
    expect(rows.map((row) => `${row.action} ${row.resource}`)).toContain("ram:CreateUser ada");
    expect(JSON.stringify(rows)).not.toContain("elsewhere");
  });

  it("shows a sub-account what concerns itself, without saying which administrator it was", async () => {
    const root = await buildAccount();
    const ada = await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(root, { name: "lin" });
    await disableSubAccount(root, { name: "ada", reason: "test" });
    await enableSubAccount(root, { name: "ada" });
    const { rows } = await listAuditEvents(ada, everything);
    expect(rows.map((row) => row.action).sort()).toEqual([
      "espalier:DisableSubAccount",
      "espalier:EnableSubAccount",
      "ram:CreateUser",
    ]);
    expect(JSON.stringify(rows)).not.toContain(root.actor.name);
    expect(JSON.stringify(rows)).not.toContain("lin");
    const named = await listAuditEvents(root, AuditFilter.parse({ name: "lin" }));
    expect(named.rows.map((row) => row.resource)).toEqual(["lin"]);
    expect((await listAuditEvents(root, AuditFilter.parse({ name: "nobody" }))).rows).toEqual([]);
  });

  it("pages through every event once, in both directions", async () => {
    const root = await buildAccount();
    for (let i = 0; i < 60; i++) await buildSubAccount(root, { name: `s-${i}` });
    const first = await listAuditEvents(root, everything);
    const second = await listAuditEvents(root, AuditFilter.parse({ cursor: first.older }));
    const back = await listAuditEvents(root, AuditFilter.parse({ cursor: second.newer }));
    const ids = [...first.rows, ...second.rows].map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(61);
    expect(back.rows).toEqual(first.rows);
  });
});

describe("a filter of the audit log", () => {
  it("narrows by who, what, target, address, request, result and day", async () => {
    const root = { ...(await buildAccount()), facts: { ip: "192.0.2.77", userAgent: "Test" } };
    await buildSubAccount(root, { name: "ada" });
    await disableSubAccount({ ...root, requestId: "request-of-mine" }, { name: "ada", reason: "test" });
    const actionsFor = async (filter: object) =>
      (await listAuditEvents(root, AuditFilter.parse(filter))).rows.map(({ action }) => action);
    const disabling = ["espalier:DisableSubAccount"];
    expect(await actionsFor({ action: "espalier:DisableSubAccount" })).toEqual(disabling);
    expect(await actionsFor({ request: "request-of-mine" })).toEqual(disabling);
    expect(await actionsFor({ actor: root.actor.name, target: "ada", action: disabling[0] })).toEqual(disabling);
    expect(await actionsFor({ ip: "192.0.2.77", result: "allowed", action: disabling[0] })).toEqual(disabling);
    const today = new Date().toISOString().slice(0, 10);
    expect((await actionsFor({ from: today, until: today })).length).toBeGreaterThan(1);
    for (const none of [{ actor: "nobody" }, { result: "refused" }, { ip: "192.0.2.78" }, { until: "2020-01-01" }]) {
      expect(await actionsFor(none)).toEqual([]);
    }
  });

  it("finds whoever has no name of its own by the words for it, in both languages", async () => {
    const root = await buildAccount();
    const ada = await buildSubAccount(root, { name: "ada" });
    const host = enterAccount(hostContext(), { ...root.account, accountId: root.accountId });
    const job = enterAccount(workerContext(), { ...root.account, accountId: root.accountId });
    await disableSubAccount(host, { name: "ada", reason: "by the command line" });
    await enableSubAccount(later(job, { policies: host.policies }), { name: "ada" });
    const found = async (actor: string, by = root) =>
      (await listAuditEvents(by, AuditFilter.parse({ actor }))).rows.map(({ action }) => action);
    for (const word of ["command line", "Command line", "命令行"]) {
      expect(await found(word)).toEqual(["espalier:DisableSubAccount"]);
    }
    for (const word of ["Background work", "后台任务"])
      expect(await found(word)).toEqual(["espalier:EnableSubAccount"]);
    // Whoever is not told who it was does not learn it by asking.
    for (const hidden of ["command line", root.actor.name]) expect(await found(hidden, ada)).toEqual([]);
    const from = (await listAuditEvents(ada, AuditFilter.parse({ ip: root.facts.ip }))).rows;
    expect(from.map(({ action }) => action)).not.toContain("ram:CreateUser");
  });

  it("that nobody could mean is none: a bad address shows the log", async () => {
    const root = await buildAccount();
    const bad = { from: "2026-02-31", action: "x';--", session: "1", ip: "\u0000", result: "maybe", cursor: "%%%" };
    expect(await listAuditEvents(root, AuditFilter.parse(bad))).toEqual(await listAuditEvents(root, everything));
  });
});

describe("one event", () => {
  it("is shown whole to whom its log shows it, and to nobody else", async () => {
    const [root, other] = [await buildAccount(), await buildAccount()];
    const ada = await buildSubAccount(root, { name: "ada" });
    const lin = await buildSubAccount(root, { name: "lin" });
    const { rows } = await listAuditEvents(root, AuditFilter.parse({ name: "ada" }));
    const id = String(rows[0]?.id);
    expect(await getAuditEvent(root, id)).toEqual(rows[0]);
    expect(await getAuditEvent(ada, id)).toMatchObject({ action: "ram:CreateUser", actorName: "", ip: "" });
    for (const stranger of [lin, other]) {
      await expect(getAuditEvent(stranger, id)).rejects.toMatchObject({ code: "not-found" });
    }
    for (const madeUp of [newId(), "x", "ffffffff-ffff-7fff-bfff-ffffffffffff"]) {
      await expect(getAuditEvent(root, madeUp)).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("of a sub-account is read in its activity by whoever manages sub-accounts, who sees nothing of the rest", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    await buildSubAccount(root, { name: "ada" });
    const manager = await buildSubAccount(root, { policies: ["AliyunRAMFullAccess"] });
    expect((await listActivity(manager, "ada", everything)).rows.map(({ action }) => action)).toEqual([
      "ram:CreateUser",
    ]);
    const own = (await listAuditEvents(manager, everything)).rows;
    expect(own.some(({ resource }) => resource === "ada")).toBe(false);
    const lin = await buildSubAccount(root, { name: "lin" });
    await expect(listActivity(lin, "ada", everything)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the operators' log", () => {
  it("shows events of all accounts with whose they are, narrows to one, and is nobody else's", async () => {
    // Events of files before may lie in a future of their own: these two are told from them by their request.
    const requestId = newId();
    const [root, other] = [await buildAccount(), await buildAccount()];
    for (const ctx of [root, other]) await buildSubAccount({ ...ctx, requestId }, { name: "ada" });
    const page = (filter: object) => listOperatorAuditEvents(buildOperator(), OperatorAuditFilter.parse(filter));
    const both = await page({ of: "accounts", request: requestId });
    expect(new Set(both.rows.map(({ accountName }) => accountName))).toEqual(
      new Set([root.account.name, other.account.name]),
    );
    const one = await page({ of: "accounts", account: root.account.name });
    expect(new Set(one.rows.map(({ accountName }) => accountName))).toEqual(new Set([root.account.name]));
    const stranger = buildStranger();
    const guess = { name: "nobody@nowhere.test", password: "wrong", device: undefined, incomingToken: undefined };
    await signIn(stranger, { door: { kind: "root-user" }, ...guess }).catch(() => undefined);
    const platform = await page({ of: "platform", ip: stranger.facts.ip });
    expect(platform.rows).toMatchObject([{ action: "espalier:SignIn", result: "refused", accountName: undefined }]);
    const nobody = listOperatorAuditEvents(buildStranger(), OperatorAuditFilter.parse({}));
    await expect(nobody).rejects.toMatchObject({ code: "forbidden" });
  });
});
