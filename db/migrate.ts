import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { parseDatabaseUrl } from "./database-url";

const migrationsFolder = join(process.cwd(), "db", "migrations");
const advisoryLock = 7_310_580_021;
const auditMonthsAhead = 24;

interface Journal {
  entries: { idx: number; tag: string; when: number }[];
}

interface Target {
  ownerUrl: string;
  /** The key that seals contexts (lib/foundation/secrets.ts, `seal`). */
  sealKey: Buffer;
  /** To an older version, whose rows are about to be restored; otherwise to this code's. */
  upTo?: number;
}

/** The version of the schema this code was written for: how many migrations it carries. */
export function schemaVersion(): number {
  return readJournal().entries.length;
}

/**
 * Brings the schema to this code's version as espalier_owner, on a connection of its own that holds an advisory lock
 * for the whole run: of five processes started at once, one migrates and four wait. Throws on a database that is
 * newer than the code, or whose applied migrations are not the ones in the folder.
 */
export async function migrate({ ownerUrl, sealKey, upTo = schemaVersion() }: Target): Promise<void> {
  const { socketPath, ssl, ...target } = parseDatabaseUrl(ownerUrl);
  const client = postgres({
    ...target,
    ...(socketPath && { path: socketPath }),
    ...(ssl && { ssl }),
    max: 1,
    fetch_types: false,
    onnotice: () => undefined,
  });
  try {
    await client`select pg_advisory_lock(${advisoryLock})`;
    await client.unsafe("set lock_timeout = '5s'");
    refuseForeignHistory(await readApplied(client), {
      newer: "The database is newer than this version of Espalier. Start the newer version, or restore a backup.",
      other: (tag) => `The migration ${tag} differs from the one this database was made with.`,
    });
    await applyFirst(upTo, (folder) => applyMigrations(drizzle(client), { migrationsFolder: folder }));
    await keepSeal(client, sealKey);
    await client`select auth.make_audit_partitions(${auditMonthsAhead})`;
    await client.unsafe("grant usage on schema drizzle to espalier_app");
    await client.unsafe("grant select on drizzle.__drizzle_migrations to espalier_app");
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Hashes of the migrations that made the schema, in their order. */
export async function readApplied(client: postgres.Sql): Promise<string[]> {
  const [exists] = await client`select to_regclass('drizzle.__drizzle_migrations') as found`;
  if (!exists?.found) return [];
  const applied = await client<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by id`;
  return applied.map(({ hash }) => hash);
}

interface Refusals {
  newer: string;
  other: (tag: string) => string;
}

/** Throws where these migrations, by their hashes, are more than the code has or others than the folder's. */
export function refuseForeignHistory(applied: readonly string[], say: Refusals): void {
  const entries = readJournal().entries;
  if (applied.length > entries.length) throw new Error(say.newer);
  for (const [index, hash] of applied.entries()) {
    const tag = entries[index]?.tag ?? "";
    const own = createHash("sha256")
      .update(readFileSync(join(migrationsFolder, `${tag}.sql`), "utf8"))
      .digest("hex");
    if (own !== hash) throw new Error(say.other(tag));
  }
}

/** The library applies every migration of a folder: for the first few it is given a folder of those. */
async function applyFirst(count: number, apply: (folder: string) => Promise<void>): Promise<void> {
  if (count === schemaVersion()) return apply(migrationsFolder);
  const journal = readJournal();
  const folder = mkdtempSync(join(tmpdir(), "espalier-migrations-"));
  try {
    cpSync(migrationsFolder, folder, { recursive: true });
    const entries = journal.entries.slice(0, count);
    writeFileSync(join(folder, "meta", "_journal.json"), JSON.stringify({ ...journal, entries }));
    await apply(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** RFC 2104 pads the key once; the database keeps both pads, so that it can compute the same HMAC with sha256 alone. */
async function keepSeal(client: postgres.Sql, sealKey: Buffer): Promise<void> {
  const key = sealKey.length > 64 ? createHash("sha256").update(sealKey).digest() : sealKey;
  const padded = Buffer.concat([key, Buffer.alloc(64 - key.length)]);
  const pad = (byte: number) => Buffer.from(padded.map((value) => value ^ byte));
  await client`
    insert into auth.seal (ipad, opad) values (${pad(0x36)}, ${pad(0x5c)})
    on conflict (only_row) do update set ipad = excluded.ipad, opad = excluded.opad
    where auth.seal.ipad <> excluded.ipad`;
}

function readJournal(): Journal {
  return JSON.parse(readFileSync(join(migrationsFolder, "meta", "_journal.json"), "utf8"));
}
