import { expect, it } from "vitest";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { buildAccount } from "@/tests/support/build-account";
import { operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { listTransactions } from "./queries";
import { TransactionFilter } from "./schema";

it("every line is on one page, over months, forwards and back", async () => {
  await lookDirectly((sql) => sql`select billing.make_partitions('2027-01-01', 16)`);
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const references = Array.from({ length: 70 }, (_, index) => `slip-${index}`);
  for (const [index, reference] of references.entries()) {
    const now = new Date(Date.UTC(2027, 1 + Math.floor(index / 30), 5, 0, index));
    const input = TopUpWalletInput.parse({ accountId: root.accountId, amount: "1", reference });
    await topUpWallet({ ...operator, now }, input);
  }
  const newestFirst = references.toReversed();
  const pageAt = (cursor: string | undefined) =>
    listTransactions(root, TransactionFilter.parse({ size: "25", ...(cursor && { cursor }) }));
  const pages = [await pageAt(undefined)];
  for (let older = pages[0]?.older; older; older = pages.at(-1)?.older) pages.push(await pageAt(older));
  expect(pages.map(({ rows }) => rows.length)).toEqual([25, 25, 20]);
  expect(pages.flatMap(({ rows }) => rows.map(({ reference }) => reference))).toEqual(newestFirst);

  const back = [pages.at(-1)];
  for (let newer = back[0]?.newer; newer; newer = back[0]?.newer) back.unshift(await pageAt(newer));
  expect(back.flatMap((page) => page?.rows.map(({ reference }) => reference))).toEqual(newestFirst);
});
