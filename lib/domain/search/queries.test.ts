import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { listChargeRows } from "@/lib/domain/charges/row-queries";
import { listResources } from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { ChargeFilter } from "@/lib/domain/spend/schema";
import { listPublicKeys } from "@/lib/domain/ssh-keys/queries";
import { UploadPublicKeyInput } from "@/lib/domain/ssh-keys/schema";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildClosedMonth, closedMonth } from "@/tests/support/build-closed-month";
import { later } from "@/tests/support/build-context";
import { buildGroup, buildPolicy } from "@/tests/support/build-policy";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { arnOf, buildService, report } from "@/tests/support/build-resource";
import { buildServer } from "@/tests/support/build-server";
import { asSubAccount, buildSubAccount } from "@/tests/support/build-sub-account";
import { operator } from "@/tests/support/build-usage";
import { search } from "./queries";
import { kindsOf } from "./rules";
import { SearchInput } from "./schema";

const kinds = async (ctx: Context, text: string) => (await search(ctx, text)).map(({ kind }) => kind);

/** Everything that has a number or a name, in one account. */
async function fill() {
  const built = await buildAccount();
  const preference = {
    ...built.account.preference,
    allowUserToManageAccessKeys: true,
    allowUserToManagePublicKeys: true,
  };
  const root = { ...built, account: { ...built.account, preference }, authorityEpoch: null };
  // Mary and Maryam: the names of group and policy are random, and a part of them must not spell a person.
  const person = { name: "mary", displayName: "Mary Lovelace", email: "mary@harbor.test", phone: "+8613912345678" };
  await createSubAccount(root, CreateSubAccountInput.parse(person));
  for (const name of ["maryam", "bo"]) await createSubAccount(root, CreateSubAccountInput.parse({ name }));
  const { accessKey } = await createAccessKey(
    root,
    CreateAccessKeyInput.parse({ ownerName: "mary", expiresInDays: "90" }),
  );
  const upload = { subAccountName: "mary", name: "laptop", publicKey: buildPublicKey(), expiresInDays: "90" };
  await uploadPublicKey({ ...root, requestId: newId() }, UploadPublicKeyInput.parse(upload));
  const [sshKey] = await listPublicKeys(root, "mary");
  const arn = arnOf(root, "train-7");
  await report(buildService(), arn, { subAccount: "mary" });
  const { rows: resources } = await listResources(root, ResourceFilter.parse({}));
  const server = await buildServer(root);
  const [group, policy] = [await buildGroup(root), await buildPolicy(root)];
  const reference = `slip ${newId()}`;
  await topUpWallet(operator, TopUpWalletInput.parse({ accountId: root.accountId, amount: "10", reference }));
  const { rows: events } = await listAuditEvents(root, AuditFilter.parse({ action: "ram:UploadPublicKey" }));
  return {
    root,
    mary: await asSubAccount(root, "mary"),
    bo: await asSubAccount(root, "bo"),
    texts: {
      name: "mary",
      fullName: `${root.account.alias}#mary`,
      displayName: "mary love",
      email: "mary@harbor.test",
      phone: "139 1234 5678",
      id: String((await getSubAccount(root, "mary")).id),
      accessKey: accessKey.id,
      fingerprint: String(sshKey?.fingerprint),
      sshKey: String(sshKey?.id),
      arn,
      resource: "train",
      resourceId: String(resources[0]?.id),
      server: server.name,
      group,
      policy: policy.toUpperCase(),
      reference,
      event: String(events[0]?.id),
      request: String(events[0]?.requestId),
      address: root.facts.ip,
    },
  };
}

let harbor: Awaited<ReturnType<typeof fill>>;
let orchard: Awaited<ReturnType<typeof fill>>;
beforeAll(async () => {
  [harbor, orchard] = [await fill(), await fill()];
});

describe("whoever manages the account", () => {
  it("finds each thing by what somebody has of it, and only that kind of thing", async () => {
    const { root, texts } = harbor;
    const expected = {
      ...{ fullName: ["sub-account", "sub-account"], name: ["sub-account", "sub-account"] },
      ...{ displayName: ["sub-account"], email: ["sub-account"], phone: ["sub-account"], id: ["sub-account"] },
      ...{ accessKey: ["access-key"], fingerprint: ["ssh-key"], sshKey: ["ssh-key"] },
      ...{ arn: ["resource"], resource: ["resource"], resourceId: ["resource"] },
      ...{ server: ["server"], group: ["group"], policy: ["policy"], reference: ["transaction"] },
      ...{ event: ["audit-event"], request: ["request"], address: ["address"] },
    };
    const found: Record<string, string[]> = {};
    for (const [what, text] of Object.entries(texts)) found[what] = await kinds(root, text);
    expect(found).toEqual(expected);
    expect(await search(root, texts.accessKey)).toMatchObject([{ id: texts.accessKey, owner: "mary", isExact: true }]);
    expect(await search(root, "mary")).toMatchObject([
      { name: "mary", isExact: true },
      { name: "maryam", isExact: false },
    ]);
    expect(await search(root, "AliyunRAMFull")).toMatchObject([{ kind: "policy", type: "System" }]);
    expect(await kinds(root, texts.request.toUpperCase())).toEqual(["request"]);
    expect(await search(root, texts.server.toUpperCase())).toMatchObject([{ kind: "server", isExact: true }]);
  });

  it("finds nothing of another account, and of nobody, alike", async () => {
    const { texts } = orchard;
    const own = new Set(["mary", "mary love", "mary@harbor.test", "139 1234 5678", "train", texts.server]);
    for (const text of Object.values(texts).filter((one) => !own.has(one))) {
      expect(await search(harbor.root, text), text).toEqual([]);
    }
    for (const made of [newId(), "LTAI00000000000000000000", `SHA256:${"A".repeat(43)}`, "203.0.113.77", "7", "zoe"]) {
      expect(await search(harbor.root, made), made).toEqual([]);
    }
  });

  it("loses nothing to what is typed: every text is a value, and none too long or broken is asked for", async () => {
    for (const text of ["' or true --", "%", "_", "\\", "#", "@", "acs:", "a#b#c", "mary\u{10ffff}", "İ?"]) {
      expect(await search(harbor.root, text), text).toEqual([]);
    }
    for (const q of ["x".repeat(321), "a\u0000b", "\ud800", ["a", "b"], undefined]) {
      expect(SearchInput.parse({ q }).q).toBe("");
    }
    expect(kindsOf("")).toEqual([]);
  });
});

describe("a sub-account", () => {
  it("finds its own things, and of its siblings' as little as of made-up ones", async () => {
    const { mary, bo, texts } = harbor;
    for (const what of ["accessKey", "fingerprint", "sshKey", "arn", "resource", "resourceId"] as const) {
      expect(await search(mary, texts[what]), what).toHaveLength(1);
    }
    expect(await search(mary, "mary")).toMatchObject([{ kind: "sub-account", name: "mary" }]);
    for (const text of Object.values(texts)) expect(await search(bo, text), text).toEqual([]);
  });

  it("does not learn from where somebody else did something to it", async () => {
    const { root, mary } = harbor;
    const mine = later(mary, { facts: { ip: "198.51.100.23", userAgent: "Test" }, requestId: newId() });
    const upload = { subAccountName: "mary", name: "desk", publicKey: buildPublicKey(), expiresInDays: "90" };
    await uploadPublicKey(mine, UploadPublicKeyInput.parse(upload));
    expect(await kinds(mary, "198.51.100.23")).toEqual(["address"]);
    expect(await kinds(mary, root.facts.ip)).toEqual([]);
  });

  it("with a finance policy finds the account's money, and nobody's keys", async () => {
    const { root, texts } = harbor;
    const lin = await buildSubAccount(root, { name: "lin", policies: ["AliyunBSSReadOnlyAccess"] });
    expect(await kinds(lin, texts.reference)).toEqual(["transaction"]);
    for (const what of ["name", "accessKey", "fingerprint", "group", "policy"] as const) {
      expect(await search(lin, texts[what]), what).toEqual([]);
    }
  });
});

it("finds a charge, an invoice and a line of the statement by their numbers; a sub-account its own charges", async () => {
  const { root, ada, finance } = await buildClosedMonth();
  const { rows } = await listChargeRows(root, ChargeFilter.parse({ month: closedMonth }));
  const [own, other] = ["ada", "bob"].map((name) => String(rows.find((row) => row.subAccountName === name)?.id));
  const number = `${root.account.uid}-000001`;
  for (const ctx of [root, finance]) {
    expect(await search(ctx, number)).toMatchObject([{ kind: "invoice", month: closedMonth, isExact: true }]);
    expect(await search(ctx, String(own))).toContainEqual({
      ...{ kind: "charge", id: own, month: closedMonth, isExact: true },
    });
    expect(await kinds(ctx, "1")).toContain("transaction");
  }
  expect(await search(ada, String(own))).toMatchObject([{ kind: "charge", id: own }]);
  for (const text of [number, String(other)]) expect(await search(ada, text), text).toEqual([]);
  expect(await kinds(ada, "1")).not.toContain("transaction");
});
