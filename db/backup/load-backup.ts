import { createReadStream } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type postgres from "postgres";
import { readApplied } from "../migrate";
import { columnList, type KeptTable, readForeignKeys, readPartitions, readTables } from "./catalog";
import { type BackupManifest, tableFile, uploadFile } from "./manifest";
import { withOwner } from "./with-owner";

interface Target {
  ownerUrl: string;
  dataDir: string;
}

/**
 * What a service has heard of a workspace must not outdate what it is told after a restore: it may have heard more than
 * the backup knows.
 */
const epochsAhead = 1_000_000;

const quoteLiteral = (value: string) => `'${value.replaceAll("'", "''")}'`;

/**
 * Puts a backup's rows and uploads into an installation whose schema is the backup's and which nobody uses yet; all of
 * it or nothing. Everybody is signed out. Foreign keys are made anew over the rows, which proves them. Throws in words
 * for whoever restores.
 */
export async function loadBackup(
  folder: string,
  manifest: BackupManifest,
  { ownerUrl, dataDir }: Target,
): Promise<void> {
  await withOwner(ownerUrl, "read write", async ({ client: sql }) => {
    await sql.unsafe("set local lock_timeout = '5s'");
    const tables = await readTables(sql);
    requireSame(manifest, tables, await readApplied(sql));
    const names = tables.map(({ name }) => name);
    const forced = tables.filter((table) => table.forced).map(({ name }) => name);
    for (const name of forced) await sql.unsafe(`alter table ${name} no force row level security`);
    await requireNobody(sql);
    await copyUploads(folder, manifest, dataDir);
    const keys = await readForeignKeys(sql);
    for (const { table, name } of keys) await sql.unsafe(`alter table ${table} drop constraint ${name}`);
    for (const name of names) await sql.unsafe(`alter table ${name} disable trigger user`);
    await sql.unsafe(`truncate ${names.join(", ")}`);
    await makePartitions(sql, manifest);
    for (const table of tables) await loadTable(sql, table, folder, manifest);
    await settle(sql, manifest);
    for (const { table, name, definition } of keys) {
      await sql.unsafe(`alter table ${table} add constraint ${name} ${definition}`);
    }
    for (const name of names) await sql.unsafe(`alter table ${name} enable trigger user`);
    for (const name of forced) await sql.unsafe(`alter table ${name} force row level security`);
  });
  await passTransactions(ownerUrl);
}

async function copyUploads(folder: string, { uploads }: BackupManifest, dataDir: string): Promise<void> {
  for (const { name } of uploads) {
    const path = uploadFile(dataDir, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await copyFile(uploadFile(folder, name), path);
  }
}

function requireSame(manifest: BackupManifest, tables: readonly KeptTable[], migrations: readonly string[]): void {
  const shape = (list: readonly Pick<KeptTable, "name" | "columns">[]) =>
    JSON.stringify(list.map(({ name, columns }) => [name, columns]));
  if (JSON.stringify(manifest.migrations) !== JSON.stringify(migrations) || shape(manifest.tables) !== shape(tables))
    throw new Error(
      "The database here was made by another version of Espalier than the backup. Restore into an empty one.",
    );
}

async function requireNobody(sql: postgres.Sql): Promise<void> {
  const [found] = await sql`select from app.accounts union all select from app.operators limit 1`;
  if (found) throw new Error("There are accounts or operators here already. Restore into an empty installation.");
  const [other] = await sql`select from pg_stat_activity
    where datname = current_database() and application_name = 'espalier' and usename = 'espalier_app'`;
  if (other) throw new Error("Espalier runs on this database. Stop it first.");
}

/** Months of money have fences and triggers of their own: they are made as the worker makes them. */
async function makePartitions(sql: postgres.Sql, manifest: BackupManifest): Promise<void> {
  const present = new Set((await readPartitions(sql)).map(({ name }) => name));
  const parents = new Set(manifest.tables.map(({ name }) => name));
  for (const { name, of, bounds, fenced } of manifest.partitions) {
    if (present.has(name) || !parents.has(of)) continue;
    const month = `${name.slice(-7).replace("_", "-")}-01`;
    if (fenced) await sql`select billing.make_partitions(${month}::date, 1)`;
    else await sql.unsafe(`create table app.${name} partition of ${of} ${bounds}`);
  }
}

async function loadTable(sql: postgres.Sql, table: KeptTable, folder: string, manifest: BackupManifest): Promise<void> {
  const rows = await sql.unsafe(`copy ${table.name} (${columnList(table)}) from stdin`).writable();
  await pipeline(createReadStream(tableFile(folder, table.name)), createGunzip(), rows);
  const [there] = await sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${table.name}`);
  const told = manifest.tables.find(({ name }) => name === table.name)?.rows;
  if (there?.count !== told) throw new Error(`${table.name} has ${there?.count} rows, and the backup says ${told}.`);
}

/** What cannot be as it was: numbers go on from where they were, nobody is signed in, services are told anew. */
async function settle(sql: postgres.Sql, { sequences }: BackupManifest): Promise<void> {
  for (const { name, value, used } of sequences)
    await sql.unsafe(`select setval(${quoteLiteral(name)}::regclass, ${value}, ${used})`);
  await sql`update app.sessions set ended_at = now(), ended_reason = 'ended' where ended_at is null`;
  await sql`update app.operator_sessions set ended_at = now(), ended_reason = 'ended' where ended_at is null`;
  await sql`update app.workspace_orders set epoch = epoch + ${epochsAhead}`;
  await sql`update app.resources set enforced_epoch = enforced_epoch + ${epochsAhead} where enforced_epoch > 0`;
}

/** Usage that waits was given numbers of transactions that must be over before it is priced. */
async function passTransactions(ownerUrl: string): Promise<void> {
  const last = await withOwner(ownerUrl, "read only", async ({ client: sql }) => {
    await sql.unsafe("select auth.enter_maintenance()");
    const [row] = await sql<
      { last: string | null }[]
    >`select max(ingest_xid::text::bigint)::text as last from app.usage_events`;
    return BigInt(row?.last ?? 0);
  });
  for (let passed = 0n; passed <= last; ) {
    passed = await withOwner(ownerUrl, "read write", async ({ client: sql }) => {
      const [row] = await sql<{ id: string }[]>`select pg_current_xact_id()::text as id`;
      return BigInt(row?.id ?? last);
    });
  }
}
