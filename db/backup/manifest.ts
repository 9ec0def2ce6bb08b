import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const month = String.raw`\('\d{4}-\d\d-\d\d(?: 00:00:00\+00)?'\)`;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a backup is of, and every file in it: `manifest.json` of its folder, written last. */
const Manifest = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Hashes of the migrations that made the schema, in their order. */
  migrations: z.array(z.string()),
  /** Each secret that opens or proves what the rows hold, by a print that tells it from others and nothing of it. */
  keys: z.array(z.object({ name: z.string(), print: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number(), sha256 })),
  /** Of tables that are split by month; bounds as PostgreSQL prints them. */
  partitions: z.array(
    z.object({
      name: z.string().regex(/^[a-z_]+_\d{4}_\d\d$/),
      of: z.string(),
      bounds: z.string().regex(new RegExp(`^FOR VALUES FROM ${month} TO ${month}$`)),
      fenced: z.boolean(),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string().regex(/^\d+$/), used: z.boolean() })),
  uploads: z.array(z.object({ name: z.string().regex(/^[0-9a-f]{32}$/), sha256 })),
});

export type BackupManifest = z.infer<typeof Manifest>;

export const manifestFile = "manifest.json";
export const tableFile = (folder: string, table: string) => join(folder, "tables", `${table}.gz`);
export const uploadFile = (folder: string, name: string) => join(folder, "uploads", name.slice(0, 2), name);

/** Throws in words for whoever restores: this is no backup, or one of another format. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(folder, manifestFile), "utf8")));
  } catch (cause) {
    throw new Error(`${folder} is not a finished backup of this format: its ${manifestFile} cannot be read.`, {
      cause,
    });
  }
}

/** Reads every file of it. Throws in words for whoever restores where one is not what was written. */
export async function requireWhole(folder: string, manifest: BackupManifest): Promise<void> {
  const files = [
    ...manifest.tables.map(({ name, sha256 }) => ({ path: tableFile(folder, name), sha256 })),
    ...manifest.uploads.map(({ name, sha256 }) => ({ path: uploadFile(folder, name), sha256 })),
  ];
  for (const { path, sha256 } of files) {
    const found = await hashOf(path).catch(() => undefined);
    if (found !== sha256)
      throw new Error(
        `${path} is ${found ? "not what was written" : "missing"}. This backup cannot be restored: use another one.`,
      );
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex");
}
