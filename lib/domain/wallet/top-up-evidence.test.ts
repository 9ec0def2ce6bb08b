import { randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { walletCommands } from "@/lib/entrypoints/cli/commands/wallet";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { buildPicture, filesNow, pathOf, pdf } from "@/tests/support/build-identity-verification";
import { lookDirectly } from "@/tests/support/look-directly";
import { takeOwnDataDirectory } from "@/tests/support/take-own-data-directory";
import { listWalletActs } from "./act-queries";
import { getStatement } from "./queries";
import { readTopUpEvidence } from "./read-top-up-evidence";
import { StatementFilter, TopUpWalletInput } from "./schema";
import { topUpWallet } from "./top-up-wallet";

takeOwnDataDirectory();
const operator = buildOperator();
/** No other top-up has it, of whichever test. */
const slip = () => pdf(randomInt(2 ** 40));

async function account() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { accountId } = root;
  const topUp = (reference: string, evidence?: File, amount = "5", again = false) =>
    topUpWallet(
      operator,
      TopUpWalletInput.parse({ accountId, amount, reference, again, ...(evidence && { evidence }) }),
    );
  const rows = () =>
    lookDirectly(
      (sql) => sql<{ stored_as: string; kept_by: string }[]>`
      select stored_as, kept_by from app.top_up_evidence where account_id = ${accountId}`,
    );
  const told = async (action: string) => {
    const found = await lookDirectly(
      (sql) => sql`select from app.audit_events where account_id = ${accountId} and action = ${action}`,
    );
    return found.length;
  };
  return { root, accountId, topUp, rows, told };
}

it("evidence lies sealed beside its top-up, is opened to operators with a line in the log, and is the first that was kept", async () => {
  const { accountId, topUp, rows, told } = await account();
  const files = filesNow();
  const picture = await buildPicture();
  const { topUpId } = await topUp("slip", picture);
  const [row] = await rows();
  expect(row?.kept_by).toBe("operator@espalier.test");
  expect(readFileSync(pathOf(row?.stored_as ?? "")).includes("PNG")).toBe(false);
  expect(await told("espalier:ReadTopUpEvidence")).toBe(0);
  const opened = await readTopUpEvidence(operator, { accountId, topUpId });
  expect([opened.mediaType, opened.bytes.subarray(1, 4).toString()]).toEqual(["image/png", "PNG"]);
  expect([await told("espalier:ReadTopUpEvidence"), await told("espalier:KeepTopUpEvidence")]).toEqual([1, 1]);
  // Told again it is the same top-up; another file does not take the place of the first.
  expect(await topUp("slip", slip())).toEqual({ topUpId, repeated: true });
  expect((await readTopUpEvidence(operator, { accountId, topUpId })).mediaType).toBe("image/png");
  expect(filesNow()).toBe(files + 1);
});

it("evidence comes later under the same reference, and credits nothing twice", async () => {
  const { root, accountId, topUp } = await account();
  const { topUpId } = await topUp("slip", new File([], ""));
  await expect(readTopUpEvidence(operator, { accountId, topUpId })).rejects.toMatchObject({ code: "not-found" });
  const race = await Promise.all([slip(), slip(), slip()].map((file) => topUp("slip", file)));
  expect(race.map(({ repeated }) => repeated)).toEqual([true, true, true]);
  expect((await listWalletActs(operator, accountId)).topUps.rows.map(({ hasEvidence }) => hasEvidence)).toEqual([true]);
  expect((await getStatement(root, StatementFilter.parse({}))).rows).toHaveLength(1);
  const other = await buildAccount();
  const elsewhere = { accountId: other.accountId, topUpId };
  await expect(readTopUpEvidence(operator, elsewhere)).rejects.toMatchObject({ code: "not-found" });
});

it("a file that another top-up has credits nothing, unless it is meant", async () => {
  const { topUp, rows } = await account();
  const file = slip();
  await topUp("slip", file);
  const files = filesNow();
  const refused = { code: "already-exists", reason: "evidenceUsed", details: { field: "evidence", reference: "slip" } };
  const other = await account();
  await expect(other.topUp("third", file)).rejects.toMatchObject(refused);
  await expect(topUp("other", file)).rejects.toMatchObject(refused);
  expect(filesNow()).toBe(files);
  expect((await topUp("slip", file)).repeated).toBe(true);
  await topUp("other", file, "5", true);
  expect(await rows()).toHaveLength(2);
});

it("what is no document credits nothing and leaves no file; neither does one under a reference that is refused", async () => {
  const { topUp, rows } = await account();
  const files = filesNow();
  const script = new File(["<svg onload=alert(1)>"], "slip.png", { type: "image/png" });
  const refused = { code: "invalid-input", reason: "fileType", details: { field: "evidence" } };
  await expect(topUp("slip", script)).rejects.toMatchObject(refused);
  await topUp("slip");
  await expect(topUp("slip", slip(), "6")).rejects.toMatchObject({ code: "already-exists" });
  expect(filesNow()).toBe(files);
  expect(await rows()).toEqual([]);
});

it("the command line takes a file", async () => {
  const { root, rows } = await account();
  const folder = await mkdtemp(join(tmpdir(), "espalier-slip-"));
  const path = join(folder, "slip.pdf");
  await writeFile(path, new Uint8Array(await slip().arrayBuffer()));
  const flags = { account: root.account.name, amount: "7", reference: newId() };
  const run = (evidence: string) =>
    walletCommands["top-up"].run(
      { ...flags, evidence },
      { appUrl: "", ownerUrl: undefined, close: async () => undefined },
    );
  await expect(run(join(folder, "none.pdf"))).rejects.toMatchObject({ details: { field: "evidence" } });
  expect((await run(path)).json).toMatchObject({ amount: "7.00", repeated: false });
  const [row] = await rows();
  expect(existsSync(pathOf(row?.stored_as ?? ""))).toBe(true);
});
