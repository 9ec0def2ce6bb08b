import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { confirmSignUp } from "@/lib/domain/accounts/confirm-sign-up";
import { findDoor } from "@/lib/domain/accounts/queries";
import { SignUpInput } from "@/lib/domain/accounts/schema";
import { signUp } from "@/lib/domain/accounts/sign-up";
import { createOperator } from "@/lib/domain/operators/create-operator";
import { requestPasswordReset } from "@/lib/domain/sign-in/request-password-reset";
import type { Door } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger, testPassword } from "@/tests/support/build-context";
import { connectDirectly } from "@/tests/support/clone-database";
import { type DatabaseProxy, openDatabaseProxy } from "@/tests/support/database-proxy";
import { createScratchDatabase, type ScratchDatabase } from "@/tests/support/scratch-database";

const argon2 = vi.hoisted(() => ({ calls: 0 }));
// The library's own functions, counted: nothing of ours is replaced.
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  const counted =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A) => {
      argon2.calls += 1;
      return work(...args);
    };
  return { ...real, hash: counted(real.hash), verify: counted(real.verify) };
});

let database: ScratchDatabase;
let proxy: DatabaseProxy;
let root: Context;
const operator = `${newId()}@operators.test`;

beforeAll(async () => {
  database = await createScratchDatabase("enumeration");
  proxy = await openDatabaseProxy(database.appUrl);
  await closePool();
  connectPool(proxy.url);
  root = await buildAccount();
  await createOperator(buildOperator({ host: true }), {
    email: operator,
    displayName: "Op",
    password: testPassword,
  });
  const create = (input: object) => createSubAccount(root, CreateSubAccountInput.parse(input));
  const signsIn = { consoleSignIn: "on", passwordChoice: "set", password: testPassword };
  await create({ name: "ada", email: "ada@example.test", ...signsIn });
  await create({ name: "off", email: "off@example.test", ...signsIn });
  await create({ name: "mute", ...signsIn });
  await create({ name: "robot", email: "robot@example.test" });
  await disableSubAccount(root, { name: "off", reason: "test" });
  // The bucket of everybody at a door is there from the first attempt on.
  for (const kind of ["root-user", "operator"] as const) await guess({ kind }, "somebody@nowhere.test")();
  await guess(subDoor(), "somebody")();
});
afterAll(async () => {
  await closePool();
  await proxy?.close();
  await database?.drop();
});

interface Work {
  answer: unknown;
  argon2: number;
  statements: number;
  rows: number;
  letters: number;
}

/** Rows written, whether or not they are still there; backends tell when they leave. */
async function countRows(): Promise<{ rows: number; letters: number }> {
  await closePool();
  const sql = connectDirectly(database.superuserUrl);
  try {
    const serving = () =>
      sql`select from pg_stat_activity where datname = current_database() and usename = 'espalier_app'`;
    while ((await serving()).length > 0) await sleep(10);
    const [row] = await sql<[{ rows: number; letters: number }]>`
      select sum(n_tup_ins)::int as rows, (sum(n_tup_ins) filter (where relname = 'outbox_messages'))::int as letters
      from pg_stat_user_tables where schemaname in ('app', 'auth')`;
    return row;
  } finally {
    await sql.end();
    connectPool(proxy.url);
  }
}

async function lookPast(work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = connectDirectly(database.superuserUrl);
  await work(sql);
  await sql.end();
}

async function measure(work: () => Promise<unknown>): Promise<Work> {
  const before = await countRows();
  proxy.takeStatements();
  argon2.calls = 0;
  const answer = await work();
  const statements = proxy.takeStatements().length;
  const { calls } = argon2;
  const after = await countRows();
  return {
    answer,
    argon2: calls,
    statements,
    rows: after.rows - before.rows,
    letters: after.letters - before.letters,
  };
}

const shapeOf = (error: unknown) =>
  error instanceof DomainError
    ? { code: error.code, noun: error.noun, reason: error.reason, details: error.details }
    : error;
const subDoor = (): Door => ({ kind: "sub-account", alias: root.account.alias });
const guess = (door: Door, name: string) => () =>
  signIn(buildStranger(), { door, name, password: "wrong", device: undefined, incomingToken: undefined }).catch(
    shapeOf,
  );
const reset = (door: Door, name: string) => () =>
  requestPasswordReset(buildStranger(), { door, name, linkOf: (token) => `http://x/${token}` }).catch(shapeOf);

describe("a wrong password costs the same for somebody and for nobody", () => {
  it("at the door of root users and of operators", async () => {
    for (const [kind, name] of [
      ["root-user", root.actor.name],
      ["operator", operator],
    ] as const) {
      const known = await measure(guess({ kind }, name));
      expect(known).toMatchObject({ argon2: 1, answer: { code: "unauthenticated" } });
      expect(await measure(guess({ kind }, `${newId()}@nowhere.test`))).toEqual(known);
    }
  });

  it("at the door of sub-accounts: unknown, without sign-in, disabled, under an unknown alias", async () => {
    const known = await measure(guess(subDoor(), "ada"));
    expect(known).toMatchObject({ argon2: 1, answer: { code: "unauthenticated" } });
    for (const name of ["nobody", "robot", "off"]) expect(await measure(guess(subDoor(), name))).toEqual(known);
    const elsewhere: Door = { kind: "sub-account", alias: "no-such-alias" };
    await guess(elsewhere, "warm")();
    expect(await measure(guess(elsewhere, "ada"))).toEqual(known);
  });
});

// A letter to nobody cannot be written: one row of the same work is written elsewhere.
const alike = ({ letters: _, ...work }: Work) => work;

it("the failure that locks a name costs the same for somebody and for nobody, though somebody is told", async () => {
  const names = [
    [{ kind: "root-user" }, root.actor.name, `${newId()}@nowhere.test`],
    [subDoor(), "ada", "nobody-at-all"],
    [{ kind: "operator" }, operator, `${newId()}@nowhere.test`],
  ] as const;
  for (const [door, name, nobody] of names) {
    await guess(door, name)();
    await guess(door, nobody)();
    await lookPast((sql) => sql`update app.throttle_buckets set failures = 99, blocked_until = null`);
    const known = await measure(guess(door, name));
    expect(known).toMatchObject({ argon2: 1, answer: { code: "unauthenticated" } });
    expect(known.letters).toBe(door.kind === "operator" ? 0 : 1);
    expect(alike(await measure(guess(door, nobody)))).toEqual(alike(known));
    await lookPast((sql) => sql`delete from app.throttle_buckets`);
  }
});

describe("asking for a reset link costs the same for somebody and for nobody", () => {
  it("at the door of root users", async () => {
    const known = await measure(reset({ kind: "root-user" }, root.actor.name));
    expect(known).toMatchObject({ answer: undefined, letters: 1 });
    const unknown = await measure(reset({ kind: "root-user" }, `${newId()}@nowhere.test`));
    expect(unknown.letters).toBe(0);
    expect(alike(unknown)).toEqual(alike(known));
  });

  it("at the door of sub-accounts: unknown, disabled, without sign-in, without an address", async () => {
    const known = await measure(reset(subDoor(), "ada"));
    expect(known).toMatchObject({ answer: undefined, letters: 1 });
    for (const name of ["nobody", "off", "robot", "mute"]) {
      expect(alike(await measure(reset(subDoor(), name)))).toEqual(alike(known));
    }
  });
});

describe("signing up costs the same for a new address and for one that has an account", () => {
  const begin = (email: string) => () =>
    signUp(buildStranger(), {
      ...SignUpInput.parse({
        email,
        phone: "+8613800138000",
        accountName: `acct-${newId().slice(-12)}`,
        companyName: "Enumeration",
        password: testPassword,
        channel: "mail",
      }),
      locale: "en",
    });

  it("when it begins and when a wrong code is typed", async () => {
    let token = "";
    const keep = (work: () => Promise<string>) => async () => {
      token = await work();
      return "a token";
    };
    const wrongCode = () => confirmSignUp(buildStranger(), { token, code: "000000" }).catch(shapeOf);
    const begun = await measure(keep(begin(`${newId()}@new.test`)));
    expect(begun).toMatchObject({ argon2: 1, letters: 1 });
    const refused = await measure(wrongCode);
    expect(refused).toMatchObject({ answer: { code: "invalid-input", reason: "codeWrong" } });
    expect(await measure(keep(begin(root.actor.name)))).toEqual(begun);
    expect(await measure(wrongCode)).toEqual(refused);
  });
});

describe("the page of an alias", () => {
  it("costs the same for one that exists and one that does not", async () => {
    const look = (alias: string) => async () => void (await findDoor(alias));
    expect(await measure(look("no-such-alias"))).toEqual(await measure(look(root.account.alias)));
  });
});
