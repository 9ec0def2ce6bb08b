import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { exportAuditEvents, exportOperatorAuditEvents } from "./export-audit-events";
import { listAuditEvents } from "./queries";
import { AuditFilter, ExportAuditEventsInput, ExportOperatorAuditInput } from "./schema";

const asked = (input: object) => ExportAuditEventsInput.parse({ format: "csv", ...input });
const read = async (file: Promise<Readable>) => (await buffer(await file)).toString("utf8");
const rowsOf = (csv: string) =>
  csv.slice(csv.indexOf("occurred_at"), csv.indexOf("\r\n\r\nrows,")).split("\r\n").slice(1);
const objectsOf = (jsonl: string) =>
  jsonl
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const anew = (ctx: Context) => later(ctx, { now: new Date() });

async function harbor() {
  const root = await buildAccount();
  const ada = await buildSubAccount(root, { name: "ada" });
  await buildSubAccount(root, { name: "lin" });
  await disableSubAccount(root, { name: "lin", reason: `=1+1 "quoted", 逗号\\.` });
  return { root, ada };
}

describe("an export of the audit log", () => {
  it("is a CSV that says whose it is and what was asked, then each event that the list shows", async () => {
    const { root } = await harbor();
    const csv = await read(exportAuditEvents(anew(root), asked({ name: "lin" })));
    expect(csv.startsWith("\ufeffaccount,")).toBe(true);
    expect(csv).toContain(`requested_by,${root.actor.name}\r\n`);
    expect(csv).toContain("filter,name=lin format=csv\r\n");
    expect(csv.replaceAll("\r\n", "")).not.toContain("\n");
    const listed = await listAuditEvents(root, AuditFilter.parse({ name: "lin" }));
    expect(rowsOf(csv).map((row) => row.split(",")[1])).toEqual(listed.rows.map(({ id }) => id));
    expect(csv).toContain(`""reason"": ""=1+1 \\""quoted\\"", 逗号\\\\.""`);
  });

  it("is JSON lines that parse, with the same events", async () => {
    const { root } = await harbor();
    const [head, ...events] = objectsOf(await read(exportAuditEvents(anew(root), asked({ format: "jsonl" }))));
    expect(head).toMatchObject({
      export: { account: root.account.name, time_zone: "UTC", filter: { format: "jsonl" } },
    });
    const disabled = events.find(({ action }) => action === "espalier:DisableSubAccount");
    expect(disabled).toMatchObject({ target: "lin", after: { reason: `=1+1 "quoted", 逗号\\.` } });
    // Its own asking is the newest of them.
    expect(events[0]).toMatchObject({ action: "espalier:ExportAuditEvents", after: { format: "jsonl" } });
  });

  it("ends with how many events it has and the hash of all that came before", async () => {
    const { root } = await harbor();
    const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
    const csv = await read(exportAuditEvents(anew(root), asked({})));
    const body = csv.slice(0, csv.indexOf("\r\nrows,"));
    expect(csv.slice(body.length)).toBe(`\r\nrows,${rowsOf(csv).length}\r\nsha256,${hashOf(body)}\r\n`);
    const jsonl = await read(exportAuditEvents(anew(root), asked({ format: "jsonl", name: "lin" })));
    const lines = jsonl.trimEnd().split("\n");
    const end = JSON.parse(lines.at(-1) ?? "");
    expect(end).toEqual({ end: { rows: lines.length - 2, sha256: hashOf(`${lines.slice(0, -1).join("\n")}\n`) } });
  });

  it("is given to operators of their own log, of one account and of all, and of a made-up account nothing", async () => {
    const [{ root }, other] = [await harbor(), await buildAccount()];
    const exported = (input: object, by = buildOperator({ host: true })) =>
      read(exportOperatorAuditEvents(by, ExportOperatorAuditInput.parse({ format: "csv", ...input })));
    const one = rowsOf(await exported({ of: "accounts", account: root.account.name }));
    expect(one.length).toBeGreaterThan(3);
    expect(one.every((row) => row.split(",")[1] === root.account.name)).toBe(true);
    const all = await exported({ of: "accounts" });
    for (const { account } of [root, other]) expect(all).toContain(`,${account.name},`);
    expect(rowsOf(await exported({ of: "accounts", account: "nobodys" }))).toEqual([]);
    const own = rowsOf(await exported({ of: "platform", action: "platform:ExportAuditEvents" }));
    expect(own.length).toBeGreaterThan(2);
    await expect(exported({}, { ...buildOperator(), policies: [] })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("keeps a spreadsheet from taking a name for a formula", async () => {
    const { root } = await harbor();
    const formula = { ...anew(root), facts: { ip: "192.0.2.1", userAgent: '=HYPERLINK("https://elsewhere.test")' } };
    await disableSubAccount(formula, { name: "ada", reason: "test" });
    const csv = await read(exportAuditEvents(anew(root), asked({ action: "espalier:DisableSubAccount" })));
    expect(csv).toContain(`"'=HYPERLINK(""https://elsewhere.test"")"`);
    expect(csv).not.toMatch(/,"?=/);
  });

  it("gives a sub-account its own events, without who an administrator was and from where", async () => {
    const { root, ada } = await harbor();
    const elsewhere = { ...anew(ada), facts: { ip: "192.0.2.9", userAgent: "Test" } };
    const csv = await read(exportAuditEvents(elsewhere, asked({})));
    expect(csv).toContain("192.0.2.9");
    expect(rowsOf(csv).length).toBe(2);
    for (const hidden of [root.actor.name, root.facts.ip, "lin"]) expect(csv).not.toContain(hidden);
    expect(rowsOf(await read(exportAuditEvents(anew(await buildAccount()), asked({ name: "ada" }))))).toEqual([]);
  });

  it("takes what is typed as a value and never as SQL", async () => {
    const { root } = await harbor();
    for (const actor of ["' or true --", "\\' or true --", "$1", "'; select 1; --"]) {
      expect(rowsOf(await read(exportAuditEvents(anew(root), asked({ actor }))))).toEqual([]);
    }
  });

  it("abandoned by its reader frees its connection for the next", async () => {
    const { root } = await harbor();
    for (let time = 0; time < 5; time++) (await exportAuditEvents(anew(root), asked({}))).destroy();
    expect(rowsOf(await read(exportAuditEvents(anew(root), asked({})))).length).toBeGreaterThan(3);
  });
});
