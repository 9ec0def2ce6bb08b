import "server-only";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { loadBackup } from "@/db/backup/load-backup";
import { type BackupManifest, readManifest, requireWhole } from "@/db/backup/manifest";
import { writeBackup } from "@/db/backup/write-backup";
import { migrate, refuseForeignHistory } from "@/db/migrate";
import { recordBackup } from "@/lib/domain/backups/record-backup";
import { recordRestore } from "@/lib/domain/backups/record-restore";
import type { Backup } from "@/lib/domain/backups/rules";
import { checkBooks } from "@/lib/domain/wallet/check-books";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { keyPrints } from "@/lib/foundation/key-prints";
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
    const folder = resolve(readFlags(RestoreFlags, values).from);
    const manifest = await readManifest(folder);
    refuseForeignHistory(manifest.migrations);
    requireKeys(manifest.keys);
    await requireWhole(folder, manifest);
  },
  async run(values, database) {
    const { dataDir } = env();
    const folder = resolve(readFlags(RestoreFlags, values).from);
    const [ownerUrl, sealKey] = [ownerUrlOf(database), secret("seal")];
    const manifest = await readManifest(folder);
    await migrate({ ownerUrl, sealKey, upTo: manifest.migrations.length });
    await loadBackup(folder, manifest, { ownerUrl, dataDir });
    await migrate({ ownerUrl, sealKey });
    await requireFencedDatabase();
    const ctx = hostContext();
    const restored = summaryOf(manifest);
    await recordRestore(ctx, restored);
    const { accounts, broken } = await checkBooks(ctx);
    const verdict = broken.length === 0 ? "hold" : "DO NOT HOLD: run doctor";
    return {
      json: { folder, ...restored, books: { accounts, broken } },
      text: `${sayWhat(restored)} are back, as of ${restored.takenAt}. Every table is fenced; the books of ${accounts} accounts ${verdict}.\nEverybody is signed out. What was disabled, deleted or changed after the backup is as it was before: look at keys and people again.`,
      foundFault: broken.length > 0,
    };
  },
};

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

const sayWhat = ({ rows, documents }: Backup) =>
  `${rows.toLocaleString("en")} rows and ${documents.toLocaleString("en")} documents`;

export const backupCommands = { backup, restore };
