import { createHmac, randomUUID } from "node:crypto";
import type postgres from "postgres";
import { secret } from "@/lib/foundation/secrets";
import { textArray } from "@/lib/foundation/text-array";
import { keys, type Owner, type World } from "./world";

type ScopeName = "self" | "account" | "platform" | "lookup" | "signers";

/** Who asks, as the test expects the database to understand it, and how it comes to be inside a transaction. */
export interface Identity {
  name: string;
  /** null: sees nothing. */
  scope: ScopeName | null;
  account: string | null;
  sub: string | null;
  /** Of scope `signers`: whose keys were named. */
  signers?: readonly Owner[];
  role: "app" | "owner";
  /** Runs inside an open transaction. */
  open: (sql: postgres.Sql) => Promise<void>;
  /** The SQLSTATE that `open` must be refused with; the matrix then runs without a context. */
  refusal?: string;
}

interface Proof {
  scope: string;
  account?: string | null;
  sub?: string | null;
  actor?: string;
  epoch?: number | null;
  expiresIn?: number;
  /** Signed for somebody else than it is presented for. */
  signedFor?: string;
}

/** The proof of security.md §1.1, computed apart from the code under test. */
export async function enter(sql: postgres.Sql, proof: Proof): Promise<void> {
  const { scope, account = null, sub = null, actor = "test:", epoch = null, expiresIn = 60, signedFor } = proof;
  const expires = Math.floor(Date.now() / 1000) + expiresIn;
  const words = ["enter", scope, signedFor ?? account ?? "", sub ?? "", actor, epoch ?? "", expires].join("|");
  const mac = createHmac("sha256", secret("seal")).update(words).digest("hex");
  await sql`select auth.enter(${scope}, ${account}, ${sub}, ${actor}, ${epoch}, ${expires}, ${mac})`;
}

const enterByKey = (kind: string, key: string) => async (sql: postgres.Sql) => {
  await sql`select * from auth.enter_by_key(${kind}, ${key})`;
};

async function context(sql: postgres.Sql): Promise<string> {
  const [row] = await sql`select current_setting('espalier.ctx', true) as value`;
  return String(row?.value ?? "");
}

const setContext = (sql: postgres.Sql, value: string) => sql`select set_config('espalier.ctx', ${value}, true)`;

/** Enters honestly, then changes what was sealed. */
const forge =
  (proof: Proof, change: (sealed: string) => string) =>
  async (sql: postgres.Sql): Promise<void> => {
    await enter(sql, proof);
    const sealed = await context(sql);
    const forged = change(sealed);
    if (forged === sealed) throw new Error("nothing was forged");
    await setContext(sql, forged);
  };

export function identitiesOf({ owners }: World, elsewhere: () => postgres.Sql): Identity[] {
  const { aRoot, aOne, aTwo, aOff, bRoot, bOne } = owners;
  const accountOf = (
    name: string,
    { account }: Owner,
    actor = "root-user:",
    epoch: number | null = null,
  ): Identity => ({
    name,
    scope: "account",
    account,
    sub: null,
    role: "app",
    open: (sql) => enter(sql, { scope: "account", account, actor, epoch }),
  });
  const selfOf = (name: string, { account, sub }: Owner): Identity => ({
    name,
    scope: "self",
    account,
    sub,
    role: "app",
    open: (sql) => enter(sql, { scope: "self", account, sub, actor: `sub-account:${sub}` }),
  });
  const lookup = (name: string, kind: string, key: string, { account, sub }: Owner): Identity => ({
    name: `lookup by ${name}`,
    scope: "lookup",
    account,
    sub,
    role: "app",
    open: enterByKey(kind, key),
  });
  const nobody = (name: string, open: Identity["open"], refusal?: string): Identity => ({
    name,
    scope: null,
    account: null,
    sub: null,
    role: "app",
    open,
    ...(refusal && { refusal }),
  });
  const a = { scope: "account", account: aRoot.account };
  const one = { scope: "self", account: aOne.account, sub: aOne.sub, actor: `sub-account:${aOne.sub}` };
  const honestly = async () => undefined;
  const nowhere = { label: "", account: "00000000-0000-0000-0000-000000000000", sub: null };

  return [
    nobody("no context", honestly),
    accountOf("root user of A", aRoot, "root-user:", 1),
    {
      ...accountOf("root user of A in the next transaction", aRoot),
      open: async (sql) => {
        await enter(sql, a);
        await sql`commit`;
        await sql`begin`;
        await enter(sql, a);
      },
    },
    accountOf("root user of B", bRoot),
    accountOf("delegated administrator of A", aRoot, `sub-account:${aOne.sub}`),
    selfOf("A/one itself", aOne),
    selfOf("A/two, its sibling", aTwo),
    selfOf("B/one", bOne),
    {
      ...selfOf("nobody in A itself", aRoot),
      open: (sql) => enter(sql, { scope: "self", account: aRoot.account }),
    },
    {
      ...nobody("platform", (sql) => enter(sql, { scope: "platform", actor: "operator:test" })),
      scope: "platform",
    },
    lookup("the alias of A", "alias", keys.aliasA, aRoot),
    lookup("the session of A/one", "session", keys.sessionOfOne, aOne),
    lookup("an operator's address", "operator-email", keys.operator, owners.platform),
    lookup("a key of nobody", "alias", "nobody-has-this", nowhere),
    {
      ...nobody("the signers A/one and B's root user", async (sql) => {
        await sql`select auth.enter_signers(${textArray([keys.accessKeyOfOne, "nobody-has-this", keys.accessKeyOfB])})`;
      }),
      scope: "signers",
      signers: [aOne, bRoot],
    },
    {
      ...nobody("signers that nobody is", (sql) => sql`select auth.enter_signers('{nobody-has-this}')`.then()),
      scope: "signers",
      signers: [],
    },
    nobody("signers edited to a sibling", async (sql) => {
      await sql`select auth.enter_signers(${textArray([keys.accessKeyOfOne])})`;
      await sql`select set_config('espalier.signers',
        replace(current_setting('espalier.signers'), ${String(aOne.sub)}, ${String(aTwo.sub)}), true)`;
    }),
    nobody(
      "context edited to another account",
      forge(a, (sealed) => sealed.replace(String(aRoot.account), String(bRoot.account))),
    ),
    nobody(
      "context widened from self to account",
      forge(one, (sealed) => sealed.replace("self|", "account|")),
    ),
    nobody(
      "context edited to a sibling",
      forge(one, (sealed) => sealed.replaceAll(String(aOne.sub), String(aTwo.sub))),
    ),
    nobody(
      "context with a made-up seal",
      forge(a, (sealed) => sealed.replace(/[^|]*$/, "0".repeat(64))),
    ),
    nobody(
      "context with an empty seal",
      forge(a, (sealed) => sealed.replace(/[^|]*$/, "")),
    ),
    nobody("context replayed from an earlier transaction of the same backend", async (sql) => {
      await enter(sql, a);
      const sealed = await context(sql);
      await sql`commit`;
      await sql`begin`;
      await setContext(sql, sealed);
    }),
    nobody("context replayed from another backend", async (sql) => {
      const other = elsewhere();
      await other`begin`;
      await enter(other, a);
      await setContext(sql, await context(other));
      await other`commit`;
    }),
    nobody("the transaction after one of A", async (sql) => {
      await enter(sql, a);
      await sql`commit`;
      await sql`begin`;
    }),
    nobody("expired proof", (sql) => enter(sql, { ...a, expiresIn: -1 }), "42501"),
    nobody("proof for another account", (sql) => enter(sql, { ...a, signedFor: String(bRoot.account) }), "42501"),
    nobody("proof for nobody", (sql) => enter(sql, { ...a, signedFor: randomUUID() }), "42501"),
    nobody(
      "disabled sub-account",
      (sql) => enter(sql, { scope: "self", account: aOff.account, sub: aOff.sub, actor: `sub-account:${aOff.sub}` }),
      "40001",
    ),
    nobody(
      "disabled sub-account with a policy",
      (sql) => enter(sql, { ...a, actor: `sub-account:${aOff.sub}` }),
      "40001",
    ),
    nobody("stale authority epoch", (sql) => enter(sql, { ...a, epoch: 0 }), "40001"),
    nobody("maintenance, asked for by the application", (sql) => sql`select auth.enter_maintenance()`.then(), "42501"),
    nobody(
      "second context after a lookup",
      async (sql) => {
        await enterByKey("alias", "nobody-has-this")(sql);
        await enter(sql, a);
      },
      "42501",
    ),
    { ...nobody("owner without maintenance", honestly), role: "owner" },
  ];
}
