import "server-only";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod";
import { loadBackup } from "@/db/backup/load-backup";
import { type BackupManifest, readManifest, requireWhole } from "@/db/backup/manifest";
import { startScratchDatabase } from "@/db/backup/scratch-database";
import { writeBackup } from "@/db/backup/write-backup";
import { migrate, refuseForeignHistory } from "@/db/migrate";
import { recordBackup } from "@/lib/domain/backups/record-backup";
import { recordRestore } from "@/lib/domain/backups/record-restore";
import type { Backup } from "@/lib/domain/backups/rules";
import { type CheckedBooks, checkBooks } from "@/lib/domain/wallet/check-books";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { keyPrints } from "@/lib/foundation/key-prints";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { requireFencedDatabase } from "@/lib/foundation/readiness";
import { secret } from "@/lib/foundation/secrets";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";
import type { OpenDatabase } from "../open-database";

const backup: Command = {
  usage: "backup [--to <folder>]",
  options: { to: { type: "string" } },
  async run({ to }, database) {
    const { dataDir } = env();
    const ctx = hostContext();
    const name = ctx.now.toISOString().replace(/[-:]|\.\d+/g, "");
    const folder = resolve(typeof to === "string" ? to : join(dataDir, "backups", name));
    if (existsSync(folder)) throw new Error(`${folder} is there already. Choose another folder.`);
    const keys = keyPrints();
    const taken = summaryOf(
      await writeBackup(folder, { ownerUrl: ownerUrlOf(database), dataDir, keys, takenAt: ctx.now }),
    );
    await recordBackup(ctx, taken);
    return {
      json: { folder, ...taken },
      text: `${sayWhat(taken)} are in ${folder}.\nThe secrets are not: keep ${join(dataDir, "secrets")} in another place. Without them a backup opens nothing.`,
    };
  },
};

const RestoreFlags = z.object({ from: z.string().min(1, "required") });

const restore: Command = {
  usage: "restore --from <folder>",
  options: { from: { type: "string" } },
  async before(values) {
    await requireRestorable(resolve(readFlags(RestoreFlags, values).from));
  },
  async run(values, database) {
    const folder = resolve(readFlags(RestoreFlags, values).from);
    const { restored, books } = await bringBack(folder, { ownerUrl: ownerUrlOf(database), dataDir: env().dataDir });
    await recordRestore(hostContext(), restored);
    return {
      json: { folder, ...restored, books },
      text: `${sayWhat(restored)} are back, as of ${restored.takenAt}. ${sayBooks(books)}\nEverybody is signed out. What was disabled, deleted or changed after the backup is as it was before: look at keys and people again.`,
      foundFault: books.broken.length > 0,
    };
  },
};

const rehearse: Command = {
  usage: "rehearse [--from <folder>]",
  options: { from: { type: "string" } },
  async before(values) {
    await requireRestorable(await chosenBackup(values));
  },
  async run(values) {
    const folder = await chosenBackup(values);
    await closePool();
    const scratch = await startScratchDatabase(env().dataDir);
    try {
      connectPool(scratch.appUrl);
      const { restored, books } = await bringBack(folder, scratch);
      return {
        json: { folder, ...restored, books },
        text: `${sayWhat(restored)} of ${folder}, as of ${restored.takenAt}, came back in a database that is gone again. ${sayBooks(books)}`,
        foundFault: books.broken.length > 0,
      };
    } finally {
      await closePool();
      await scratch.remove();
    }
  },
};

/** The one that is named, or the newest that stands where `backup` puts them. */
async function chosenBackup({ from }: Parameters<Command["run"]>[0]): Promise<string> {
  if (typeof from === "string") return resolve(from);
  const place = join(env().dataDir, "backups");
  const names = await readdir(place).catch(() => []);
  const newest = names
    .filter((name) => /^\d{8}T\d{6}Z$/.test(name))
    .toSorted()
    .at(-1);
  if (!newest) throw new Error(`No backup is in ${place}. Take one first, or name its folder with --from.`);
  return join(place, newest);
}

/** What can be told of a backup before any database is touched. */
async function requireRestorable(folder: string): Promise<void> {
  const manifest = await readManifest(folder);
  refuseForeignHistory(manifest.migrations, {
    newer: "This backup was made by a newer version of Espalier. Restore it with that version or a later one.",
    other: (tag) => `This backup was made by another Espalier: its migration ${tag} differs from the one here.`,
  });
  requireKeys(manifest.keys);
  await requireWhole(folder, manifest);
}

/** The schema of the backup's version, its rows, and then what newer versions changed; the result is judged. */
async function bringBack(folder: string, target: { ownerUrl: string; dataDir: string }) {
  const manifest = await readManifest(folder);
  const { ownerUrl } = target;
  const sealKey = secret("seal");
  await migrate({ ownerUrl, sealKey, upTo: manifest.migrations.length });
  await loadBackup(folder, manifest, target);
  await migrate({ ownerUrl, sealKey });
  await requireFencedDatabase();
  return { restored: summaryOf(manifest), books: await checkBooks(hostContext()) };
}

function ownerUrlOf({ ownerUrl }: OpenDatabase): string {
  if (!ownerUrl) throw new DomainError("invalid-state", "database", { reason: "ownerUrlMissing" });
  return ownerUrl;
}

/** Before a database is made here: its first start would make secrets of its own, which open nothing of the backup. */
function requireKeys(needed: BackupManifest["keys"]): void {
  const advice = `Copy the secrets that belong to it to ${join(env().dataDir, "secrets")} first, before anything was started there.`;
  let own: string[] = [];
  try {
    own = keyPrints().map(({ print }) => print);
  } catch (cause) {
    throw new Error(`The secrets of this backup are not here. ${advice}`, { cause });
  }
  const missing = needed.filter(({ print }) => !own.includes(print));
  if (missing.length > 0)
    throw new Error(
      `This backup needs other secrets than those here (${missing.map(({ name }) => name).join(", ")}). ${advice}`,
    );
}

const summaryOf = ({ takenAt, tables, uploads }: BackupManifest): Backup => ({
  takenAt,
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  documents: uploads.length,
});

const sayBooks = ({ accounts, broken }: CheckedBooks) =>
  `Every table is fenced; the books of ${accounts} accounts ${broken.length === 0 ? "hold" : "DO NOT HOLD: run doctor"}.`;

const sayWhat = ({ rows, documents }: Backup) =>
  `${rows.toLocaleString("en")} rows and ${documents.toLocaleString("en")} documents`;

export const backupCommands = { backup, restore, rehearse };
