import { expect, it } from "vitest";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { lookDirectly } from "@/tests/support/look-directly";
import { getTopUp, listWalletActs } from "./act-queries";

const operator = buildOperator();
const many = 120;

it("every top-up and every act of a wallet is on one page of its list and on no other, both ways", async () => {
  const { accountId } = await buildAccount();
  // Of one moment: their order is their reference's.
  await lookDirectly(
    (sql) => sql`
      with told as (select n, 'slip ' || lpad(n::text, 190, '0') as reference from generate_series(1, ${many}::int) n),
      credited as (
        insert into app.top_ups (account_id, id, amount, reference, credited_by, created_at)
        select ${accountId}, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n, reference, 'host', now() from told)
      insert into app.wallet_acts (account_id, reference, kind, amount, reason, done_by, created_at)
      select ${accountId}, reference, 'adjustment', n, 'because', 'host', now() - (n / 40) * interval '1 microsecond' from told`,
  );
  const seen = { topUps: [] as bigint[], acts: [] as bigint[] };
  for (const list of ["topUps", "acts"] as const) {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = (await listWalletActs(operator, accountId, { [list]: cursor }))[list];
      seen[list].push(...page.rows.map(({ amount }) => amount));
      pages.push(page.rows.map(({ reference }) => reference));
      if (page.newer) {
        const back = (await listWalletActs(operator, accountId, { [list]: page.newer }))[list];
        expect(back.rows.map(({ reference }) => reference)).toEqual(pages.at(-2));
      }
      cursor = page.older;
    } while (cursor);
    expect(pages.length).toBe(3);
    expect(new Set(seen[list]).size).toBe(many);
    expect(seen[list]).toHaveLength(many);
  }
  expect(seen.topUps[0]).toBe(BigInt(many));
  const junk = { topUps: "junk", acts: Buffer.from('["after","x y",""]').toString("base64url") };
  const first = await listWalletActs(operator, accountId, junk);
  expect([first.topUps.rows.length, first.acts.rows.length]).toEqual([50, 50]);

  const topUpId = "00000000-0000-7000-8000-000000000001";
  expect((await getTopUp(operator, { accountId, topUpId })).amount).toBe(1n);
  const { accountId: other } = await buildAccount();
  await expect(getTopUp(operator, { accountId: other, topUpId })).rejects.toMatchObject({ code: "not-found" });
});
