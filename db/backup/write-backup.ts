import { createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Connection } from "../connection";
import { readApplied } from "../migrate";
import { columnList, type KeptTable, readPartitions, readSequences, readTables } from "./catalog";
import { type BackupManifest, manifestFile, tableFile, uploadFile } from "./manifest";
import { withOwner } from "./with-owner";

interface Source {
  ownerUrl: string;
  /** Whose `uploads` are part of it. */
  dataDir: string;
  keys: BackupManifest["keys"];
  takenAt: Date;
}

/**
 * Writes everything that is in the database at one moment, and the uploads, into a folder that must not exist yet; while
 * it is being written it has another name. Serving goes on meanwhile. The secrets are not in it.
 */
export async function writeBackup(
  folder: string,
  { ownerUrl, dataDir, keys, takenAt }: Source,
): Promise<BackupManifest> {
  const draft = `${folder}.${randomBytes(4).toString("hex")}.partial`;
  try {
    await mkdir(join(draft, "tables"), { recursive: true, mode: 0o700 });
    const rows = await withOwner(ownerUrl, "read only", async (owner) => {
      const sql = owner.client;
      await sql.unsafe("select auth.enter_maintenance()");
      const tables: BackupManifest["tables"] = [];
      for (const table of await readTables(sql)) tables.push(await writeTable(owner, table, draft));
      const [migrations, partitions, sequences] = [
        await readApplied(sql),
        await readPartitions(sql),
        await readSequences(sql),
      ];
      return { migrations, tables, partitions, sequences };
    });
    const uploads = await copyUploads(dataDir, draft);
    const manifest: BackupManifest = { format: 1, takenAt: takenAt.toISOString(), keys, ...rows, uploads };
    await writeFile(join(draft, manifestFile), `${JSON.stringify(manifest, undefined, 1)}\n`, { mode: 0o600 });
    await keepFiles([join(draft, manifestFile), draft]);
    await rename(draft, folder);
    await keepFiles([dirname(folder)]);
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Numbers of transactions belong to one cluster: usage that is priced goes below them all, usage that waits keeps its
 * order above that, and so do the places up to which the rater has come.
 */
const waiting = `(select t.xid, 3 + row_number() over (order by t.xid) as place from (
  select distinct w.ingest_xid as xid from app.usage_events w left join app.books wb on wb.account_id = w.account_id
  where w.ingest_xid > coalesce(wb.rated_to, '3')) t)`;

function queryOf(table: KeptTable): string {
  const columns = columnList(table);
  if (table.name === "app.books") return `select ${columns.replace('"rated_to"', "'3'::xid8")} from app.books`;
  if (table.name === "app.usage_events") {
    const place = "case when u.ingest_xid > coalesce(b.rated_to, '3') then w.place else 3 end";
    const all = table.columns.map((name) => (name === "ingest_xid" ? `(${place})::text` : `u."${name}"`)).join(", ");
    return `select ${all} from app.usage_events u left join app.books b on b.account_id = u.account_id
      left join ${waiting} w on w.xid = u.ingest_xid`;
  }
  return `select ${columns} from ${table.name}`;
}

async function writeTable(
  owner: Connection,
  table: KeptTable,
  folder: string,
): Promise<BackupManifest["tables"][number]> {
  const path = tableFile(folder, table.name);
  const hash = createHash("sha256");
  const counted = { rows: 0 };
  const copied = await owner.copyOut(`copy (${queryOf(table)}) to stdout`);
  await pipeline(
    copied,
    inPieces(counted),
    createGzip({ level: 3 }),
    async function* hashed(pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece);
        yield piece;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  await keepFiles([path]);
  return { name: table.name, columns: table.columns, rows: counted.rows, sha256: hash.digest("hex") };
}

const pieceBytes = 65_536;

/** The driver hands on one piece a row, which says how many there are; the compressor is given fewer, larger ones. */
function inPieces(counted: { rows: number }): Transform {
  let waitingPieces: Buffer[] = [];
  let size = 0;
  const take = () => {
    const joined = Buffer.concat(waitingPieces, size);
    waitingPieces = [];
    size = 0;
    return joined;
  };
  return new Transform({
    transform(row: Buffer, _encoding, done) {
      counted.rows++;
      waitingPieces.push(row);
      size += row.length;
      if (size < pieceBytes) done();
      else done(null, take());
    },
    flush: (done) => done(null, take()),
  });
}

/** What was removed while it was copied belongs to no row any more. */
async function copyUploads(dataDir: string, folder: string): Promise<BackupManifest["uploads"]> {
  const found = await readdir(join(dataDir, "uploads"), { recursive: true }).catch(() => []);
  const names = found.map((path) => path.split(/[\\/]/).at(-1) ?? "").filter((name) => /^[0-9a-f]{32}$/.test(name));
  const uploads: BackupManifest["uploads"] = [];
  for (const name of names.toSorted()) {
    const path = uploadFile(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      await copyFile(uploadFile(dataDir, name), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
      throw error;
    }
    await keepFiles([path]);
    uploads.push({
      name,
      sha256: createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    });
  }
  return uploads;
}

/** Returns once they would survive a power failure. */
async function keepFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const file = await open(path);
    await file.sync().finally(() => file.close());
  }
}
