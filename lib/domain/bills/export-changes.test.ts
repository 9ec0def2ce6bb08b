import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { listChanges } from "@/lib/domain/spend/change-queries";
import { changeParts } from "@/lib/domain/spend/schema";
import { readCsv } from "@/lib/foundation/csv";
import { writeMicros, zero } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildClosedMonth } from "@/tests/support/build-closed-month";
import { lookDirectly } from "@/tests/support/look-directly";
import { micros } from "@/tests/support/tie-out";
import { exportChanges } from "./export-changes";
import { ExportChangesInput } from "./schema";

const month = "2027-09";
const columns = ["before", ...changeParts, "now"] as const;
let root: Context;
let ada: Context;
let finance: Context;

beforeAll(async () => {
  ({ root, ada, finance } = await buildClosedMonth());
});

const asked = (input: object = {}) => ExportChangesInput.parse({ month, format: "csv", ...input });
const bytesOf = async (ctx: Context, input: object = {}) => buffer(await exportChanges(ctx, asked(input)));
const file = async (ctx: Context, input: object = {}) => (await bytesOf(ctx, input)).toString("utf8");
const tableOf = (whole: string) =>
  parse(whole.split("\r\n\r\n")[1] ?? "", { columns: true }) as Record<string, string>[];

describe("the file of what changed", () => {
  it("has the page's figures to the last digit, with the lines that the page only counts", async () => {
    for (const view of [{}, { part: "gone" }, { name: "bob" }, { category: "Usage" }]) {
      const input = asked(view);
      const page = await listChanges(root, input, input, 1);
      const rows = tableOf(await file(root, view));
      expect(rows, JSON.stringify(view)).toHaveLength(page.rows.length + page.rest.count);
      for (const [at, column] of columns.entries()) {
        const { before, parts, now } = page.total;
        const shown = [before, ...changeParts.map((part) => parts[part]), now][at];
        expect(rows.reduce((sum, row) => sum + micros(row[column]), 0n)).toBe(shown);
      }
      const [first] = page.rows;
      expect(rows[0]).toMatchObject({
        sub_account: page.names.get(first?.whose ?? "") ?? "",
        sku: first?.sku,
        before: writeMicros(first?.before ?? zero),
        now: writeMicros(first?.now ?? zero),
      });
    }
    const { all, rows } = await listChanges(root, asked(), asked());
    const whole = readCsv(await bytesOf(root, { part: "gone" }));
    expect(whole?.facts).toMatchObject({
      ...{ month, compared_with: "2027-08", compared_up_to: "", filter: "part=gone" },
      ...{ all_before: writeMicros(all.before), all_gone: writeMicros(all.parts.gone), all_now: writeMicros(all.now) },
    });
    expect(whole).toMatchObject({ rows: rows.length - 1, sha256: whole?.found });
  });

  it("is of the account for the root user and finance, of itself for a sub-account, and of nobody else", async () => {
    expect(tableOf(await file(finance))).toEqual(tableOf(await file(root)));
    const own = tableOf(await file(ada, { name: "ada" }));
    expect(own).toEqual(tableOf(await file(root, { name: "ada" })));
    expect(new Set(own.map((row) => row.sub_account))).toEqual(new Set(["ada"]));
    const other = { ...(await buildAccount()), authorityEpoch: null };
    const refused: [Context, object][] = [
      [ada, {}],
      [ada, { name: "bob" }],
      [ada, { name: "nobody-here" }],
      [root, { name: "nobody-here" }],
      [root, { month: "2020-01" }],
      [other, {}],
      [other, { name: "ada" }],
    ];
    for (const [ctx, input] of refused) {
      await expect(file(ctx, input), JSON.stringify(input)).rejects.toMatchObject({ code: "not-found" });
    }
    const told = await lookDirectly(
      (sql) => sql`select account_id from app.audit_events
        where account_id in (${root.accountId}, ${other.accountId}) and action = 'bss:ExportBill' and resource = ${month}
          and after = '{"name": "", "format": "changes"}'`,
    );
    expect(new Set(told.map(({ account_id }) => account_id))).toEqual(new Set([root.accountId]));
  });
});
