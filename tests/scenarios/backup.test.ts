import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeBackup } from "@/db/backup/write-backup";
import { migrate } from "@/db/migrate";
import type { Context } from "@/lib/authorization/context";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { findSigningKey } from "@/lib/domain/access-keys/find-signing-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { newAccountId } from "@/lib/foundation/ids";
import { keyPrints } from "@/lib/foundation/key-prints";
import { secret } from "@/lib/foundation/secrets";
import { buildAccount } from "@/tests/support/build-account";
import { buildClosedMonth } from "@/tests/support/build-closed-month";
import { buildStranger, testPassword } from "@/tests/support/build-context";
import { submitted } from "@/tests/support/build-identity-verification";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { connectDirectly } from "@/tests/support/clone-database";
import { callCli, callCliHere, readTold } from "@/tests/support/command-line";
import { createScratchDatabase, pointPoolAt, type ScratchDatabase } from "@/tests/support/scratch-database";
import { takeOwnDataDirectory } from "@/tests/support/take-own-data-directory";
import { takeOwnDatabase } from "@/tests/support/take-own-database";

const dataDir = takeOwnDataDirectory();
const source = takeOwnDatabase("backup_source");
const place = mkdtempSync(join(tmpdir(), "espalier-backup-"));
const folder = join(place, "taken");
const elsewhere = join(place, "elsewhere");
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Long before the first backup: more that changes has rows in it. */
const olderVersion = 60;

/** The command line as an operator calls it, on a database and a data directory. */
const cli = (words: string[], { appUrl, ownerUrl }: ScratchDatabase, dir: string) =>
  readTold(
    callCli([...words, "--json"], { ESPALIER_DATA_DIR: dir, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }),
  );

/** For what touches no database, or one of its own. */
const cliHere = async (words: string[]) => readTold(await callCliHere([...words, "--json"]));

let target: ScratchDatabase;
/** Its usage waits. */
let harbor: Context;
let key: { id: string; secret: string };
let token: string;
const meters: string[] = [];

beforeAll(async () => {
  target = await createScratchDatabase("backup_target", "template0");
  await buildClosedMonth();
  harbor = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(harbor, { name: "ada" });
  const wish = CreateAccessKeyInput.parse({ ownerName: "ada", expiresInDays: "90" });
  const { accessKey, secret } = await createAccessKey(harbor, wish);
  key = { id: accessKey.id, secret };
  await submitted();
  const door = { kind: "root-user" } as const;
  const device = { device: undefined, incomingToken: undefined };
  ({ token } = await signIn(buildStranger(), {
    door,
    name: harbor.actor.name,
    password: testPassword,
    ...device,
  }));
  for (const price of ["0.02", "0.05"]) {
    const meter = await buildPrice({ tiers: [{ upTo: null, price }] });
    meters.push(meter);
    // Each in a transaction of its own, and not priced yet: their order must outlive the cluster's numbers.
    const waits = buildEvent(harbor, { meter, subAccount: "ada", value: "1000000", at: justNow() });
    expect(await reportUsage(operator, [waits])).toMatchObject([{ status: "accepted" }]);
  }
});
afterAll(() => target?.drop());

const justNow = () => new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);

const uploadsIn = (dir: string) =>
  readdirSync(join(dir, "uploads"), { recursive: true, encoding: "utf8" })
    .filter((path) => /[0-9a-f]{32}$/.test(path))
    .toSorted()
    .map((path) => [path, readFileSync(join(dir, "uploads", path)).toString("base64")]);

/** Constraints, triggers and fences: what a restore takes away for a while and must put back. */
async function shapeOf(url: string) {
  const sql = connectDirectly(url);
  const keys =
    await sql`select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition, convalidated
    from pg_constraint where connamespace in ('app'::regnamespace, 'auth'::regnamespace) and conparentid = 0 order by 1, 2`;
  const triggers = await sql`select tgrelid::regclass::text as table, tgname as name, tgenabled as enabled
    from pg_trigger where not tgisinternal order by 1, 2`;
  const fences = await sql`select oid::regclass::text as table, relrowsecurity as secured, relforcerowsecurity as forced
    from pg_class where relnamespace in ('app'::regnamespace, 'pgboss'::regnamespace) and relkind in ('r', 'p') order by 1`;
  await sql.end();
  return { keys: [...keys], triggers: [...triggers], fences: [...fences] };
}

const countsOf = async (url: string) => {
  const sql = connectDirectly(url);
  const tables = await sql<{ name: string }[]>`select c.oid::regclass::text as name from pg_class c
    where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) counts[name] = Number((await sql.unsafe(`select count(*) as n from ${name}`))[0]?.n);
  await sql.end();
  return counts;
};

describe("a backup", () => {
  let before: Record<string, number>;

  it("holds every row and every document, but no secret", async () => {
    before = await countsOf(source().superuserUrl);
    const { status, said } = cli(["backup", "--to", folder], source(), dataDir);
    expect({ status, said }).toMatchObject({ status: 0, said: { folder, documents: 2 } });
    expect(readdirSync(place)).toEqual(["taken"]);
    const written = readdirSync(folder, { recursive: true, encoding: "utf8" }).join("\n");
    expect(written).not.toContain("secrets");
    const manifest = readFileSync(join(folder, "manifest.json"), "utf8");
    for (const name of readdirSync(join(dataDir, "secrets")))
      expect(manifest).not.toContain(readFileSync(join(dataDir, "secrets", name), "utf8").trim());
  });

  it("is not written over another one", () => {
    expect(cli(["backup", "--to", folder], source(), dataDir)).toMatchObject({
      status: 1,
      complaint: expect.stringContaining("is there already"),
    });
  });

  it("is not restored where its secrets are not, and no secret is made there", () => {
    const strange = join(place, "strange");
    expect(cli(["restore", "--from", folder], target, strange)).toMatchObject({
      status: 1,
      complaint: expect.stringContaining("The secrets of this backup are not here."),
    });
    expect(readdirSync(place)).not.toContain("strange");
    cpSync(join(dataDir, "secrets"), join(strange, "secrets"), { recursive: true });
    rmSync(join(strange, "secrets", "pepper"));
    writeFileSync(join(strange, "secrets", "pepper"), readFileSync(join(dataDir, "secrets", "throttle")), {
      mode: 0o600,
    });
    expect(cli(["restore", "--from", folder], target, strange)).toMatchObject({
      status: 1,
      complaint: expect.stringContaining("other secrets than those here (pepper)"),
    });
  });

  it("is not restored when one of its files is not what was written", () => {
    const damaged = join(place, "damaged");
    cpSync(folder, damaged, { recursive: true });
    writeFileSync(join(damaged, "tables", "app.sub_accounts.gz"), "");
    expect(cli(["restore", "--from", damaged], target, dataDir)).toMatchObject({
      status: 1,
      complaint: expect.stringContaining("app.sub_accounts.gz is not what was written"),
    });
    expect(cli(["restore", "--from", place], target, dataDir)).toMatchObject({
      status: 1,
      complaint: expect.stringContaining("is not a finished backup"),
    });
  });

  it("of a newer release is not restored by this one, nor is one of another Espalier", async () => {
    const strange = join(place, "of-another");
    const retold = (migrations: (own: string[]) => string[]) => {
      const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
      mkdirSync(strange, { recursive: true });
      writeFileSync(
        join(strange, "manifest.json"),
        JSON.stringify({ ...manifest, migrations: migrations(manifest.migrations) }),
      );
      return cliHere(["restore", "--from", strange]);
    };
    const hash = "0".repeat(64);
    expect(await retold((own) => [...own, hash])).toMatchObject({
      status: 1,
      complaint: expect.stringContaining("made by a newer version of Espalier"),
    });
    expect(await retold((own) => [...own.slice(0, -1), hash])).toMatchObject({
      status: 1,
      complaint: expect.stringContaining("made by another Espalier"),
    });
  });

  it("of an older release comes back in this one: it is migrated with its rows in it, and its rehearsal leaves nothing", async () => {
    const older = await createScratchDatabase("backup_older", "template0");
    const taken = join(dataDir, "backups", "20260101T000000Z");
    try {
      await migrate({ ownerUrl: older.ownerUrl, sealKey: secret("seal"), upTo: olderVersion });
      const sql = connectDirectly(older.superuserUrl);
      const accountId = newAccountId();
      await sql`insert into app.accounts (account_id, uid, name, alias, company_name, verification)
        values (${accountId}, '5555444433332222', 'meadow', 'meadow', 'Meadow Ltd', 'approved')`;
      await sql`insert into app.books (account_id, currency, minor_digits, time_zone)
        values (${accountId}, 'EUR', 2, 'Europe/Berlin')`;
      await sql.end();
      const source = { ownerUrl: older.ownerUrl, dataDir: place, keys: keyPrints(), takenAt: new Date() };
      const { migrations } = await writeBackup(taken, source);
      expect(migrations).toHaveLength(olderVersion);
    } finally {
      await older.drop();
    }
    const { status, said } = await cliHere(["rehearse"]);
    expect({ status, said }).toMatchObject({ status: 0, said: { folder: taken, books: { accounts: 1, broken: [] } } });
    expect(readdirSync(dataDir)).not.toContain("rehearsal");
  });

  it("is not restored over anybody", () => {
    expect(cli(["restore", "--from", folder], source(), dataDir)).toMatchObject({
      status: 1,
      complaint: expect.stringContaining("There are accounts or operators here already."),
    });
  });

  it("comes back whole: rows, fences, books, documents, and what the secrets open", async () => {
    cpSync(join(dataDir, "secrets"), join(elsewhere, "secrets"), { recursive: true });
    const { status, said, complaint } = cli(["restore", "--from", folder], target, elsewhere);
    expect({ status, said }, complaint).toMatchObject({ status: 0, said: { documents: 2, books: { broken: [] } } });
    const log = "app.operator_audit_events";
    // Of its own end the backup knows nothing yet; the restore is noted in the log that came with it.
    expect(await countsOf(target.superuserUrl)).toEqual({ ...before, [log]: Number(before[log]) + 1 });
    expect(await shapeOf(target.superuserUrl)).toEqual(await shapeOf(source().superuserUrl));
    expect(uploadsIn(elsewhere)).toEqual(uploadsIn(dataDir));
  });

  it("goes on where it was: keys open, usage that waited is priced, people and charges get new numbers", async () => {
    await pointPoolAt(target.appUrl);
    expect((await findSigningKey(key.id, new Date()))?.secret).toBe(key.secret);
    await rateAll(harbor, operator, meters.length);
    await buildSubAccount(harbor, { name: "new" });
    const again = buildEvent(harbor, {
      meter: meters[0] ?? "",
      subAccount: "new",
      value: "1000000",
      at: justNow(),
    });
    expect(await reportUsage(operator, [again])).toMatchObject([{ status: "accepted" }]);
    await rateAll(harbor, operator, 1);
    expect(await brokenInvariants(harbor)).toEqual([]);
    const sql = connectDirectly(target.superuserUrl);
    const charges = await sql<{ cost: string }[]>`select effective_cost::text as cost from app.charges
      where account_id = ${harbor.accountId} order by id`;
    await sql.end();
    expect(charges.map(({ cost }) => cost)).toEqual(["20000", "50000", "20000"]);
  });

  it("signs everybody out, and lets nobody change what was written", async () => {
    await pointPoolAt(target.appUrl);
    expect(await resumeSession(token, buildStranger())).toBeUndefined();
    const owner = connectDirectly(target.ownerUrl);
    await expect(
      owner.begin(async (sql) => {
        await sql`select auth.enter_maintenance()`;
        await sql`update app.charges set amount = 0`;
      }),
    ).rejects.toThrow();
    await owner.end();
  });
});
