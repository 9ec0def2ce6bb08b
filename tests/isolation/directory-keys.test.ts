import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDirectly } from "@/tests/support/clone-database";
import { createScratchDatabase, type ScratchDatabase } from "@/tests/support/scratch-database";
import { enter } from "./identities";
import { keys, seedWorld, type World } from "./world";

let database: ScratchDatabase;
let app: postgres.Sql;
let superuser: postgres.Sql;
let world: World;
beforeAll(async () => {
  database = await createScratchDatabase("directory");
  superuser = connectDirectly(database.superuserUrl);
  world = await seedWorld(superuser);
  app = connectDirectly(database.appUrl);
});
afterAll(async () => {
  await Promise.all([app?.end(), superuser?.end()]);
  await database?.drop();
});

type Work = (sql: postgres.Sql) => PromiseLike<unknown>;

/** What the work came to inside a transaction that commits where it can: its SQLSTATE, or "done". */
async function outcomeOf(open: Work, work: Work): Promise<string> {
  await app`begin`;
  const outcome = await (async () => {
    await open(app);
    await work(app);
    return "done";
  })().catch((error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error)));
  await app`commit`;
  return outcome;
}

const accountOf =
  (which: "aRoot" | "bRoot"): Work =>
  (sql) =>
    enter(sql, { scope: "account", account: world.owners[which].account });
const selfOf =
  (which: "aOne" | "aTwo"): Work =>
  (sql) => {
    const { account, sub } = world.owners[which];
    return enter(sql, { scope: "self", account, sub, actor: `sub-account:${sub}` });
  };
const nobody: Work = async () => undefined;
const lookup: Work = (sql) => sql`select * from auth.enter_by_key('alias', ${keys.aliasA})`;
const register =
  (kind: string, key: string, sub: string | null): Work =>
  (sql) =>
    sql`select auth.register_key(${kind}, ${key}, ${sub})`;
const release =
  (kind: string, key: string): Work =>
  (sql) =>
    sql`select auth.release_key(${kind}, ${key})`;
const ownerOf = async (kind: string, key: string) =>
  (
    await superuser`select account_id, sub_account_id from auth.directory_entries where kind = ${kind} and key = ${key}`
  )[0];

describe("the directory of keys", () => {
  it("gives a key to one account only, and lets no other take or release it", async () => {
    expect(await outcomeOf(accountOf("aRoot"), register("alias", "shared", null))).toBe("done");
    expect(await outcomeOf(accountOf("bRoot"), register("alias", "shared", null))).toBe("23505");
    expect(await outcomeOf(accountOf("bRoot"), release("alias", "shared"))).toBe("done");
    expect(await ownerOf("alias", "shared")).toMatchObject({ account_id: world.owners.aRoot.account });
    expect(await outcomeOf(accountOf("aRoot"), release("alias", "shared"))).toBe("done");
    expect(await ownerOf("alias", "shared")).toBeUndefined();
  });

  it("lets a sub-account register and release its own keys, and none of a sibling or of root", async () => {
    const { aOne, aTwo } = world.owners;
    expect(await outcomeOf(selfOf("aOne"), register("session", "mine", aOne.sub))).toBe("done");
    expect(await outcomeOf(selfOf("aOne"), register("session", "theirs", aTwo.sub))).toBe("42501");
    expect(await outcomeOf(selfOf("aOne"), register("session", "roots", null))).toBe("42501");
    await outcomeOf(selfOf("aTwo"), release("session", "mine"));
    expect(await ownerOf("session", "mine")).toMatchObject({ sub_account_id: aOne.sub });
    await outcomeOf(selfOf("aOne"), release("session", "mine"));
    expect(await ownerOf("session", "mine")).toBeUndefined();
  });

  it("changes nothing for who has no context, or has only looked up", async () => {
    for (const open of [nobody, lookup]) {
      expect(await outcomeOf(open, register("alias", "anything", null))).toBe("42501");
      expect(await outcomeOf(open, release("alias", keys.aliasA))).toBe("42501");
    }
    expect(await ownerOf("alias", keys.aliasA)).toBeDefined();
  });
});

describe("what stands behind the fence", () => {
  it("is not readable by the application: keys, seal, and the partitions of the log", async () => {
    const [partition] = await superuser`
      select c.relname as name from pg_class c where c.relispartition and c.relkind = 'r' and c.relnamespace = 'app'::regnamespace limit 1`;
    for (const table of ["auth.directory_entries", "auth.seal", `app.${partition?.name}`]) {
      const read = (sql: postgres.Sql) => sql.unsafe(`select * from ${table}`);
      expect(await outcomeOf(accountOf("aRoot"), read)).toBe("42501");
    }
    for (const call of ["auth.mac('x')", "auth.seal_context('account', null, null, 'x')", "auth.enter_maintenance()"]) {
      expect(await outcomeOf(nobody, (sql) => sql.unsafe(`select ${call}`))).toBe("42501");
    }
  });

  it("is not changed by a context that looks like another's: separators in a kind widen nothing", async () => {
    const { aRoot } = world.owners;
    await app`begin`;
    const kind = `x|${aRoot.account}||y`;
    const entry = app`select * from auth.enter_by_key(${kind}, 'nobody')`;
    await expect(entry).rejects.toMatchObject({ code: "42501" });
    await app`rollback`;
  });
});
