import "server-only";
import { migrate, schemaVersion } from "@/db/migrate";
import type { PlatformContext } from "@/lib/authorization/context";
import { lastBackupAt } from "@/lib/domain/backups/queries";
import { invariants } from "@/lib/domain/ledger/rules";
import { type CheckedBooks, checkBooks } from "@/lib/domain/wallet/check-books";
import { DomainError } from "@/lib/foundation/errors";
import { readiness } from "@/lib/foundation/readiness";
import { secret } from "@/lib/foundation/secrets";
import type { Command } from "../command";
import { findDoctorFindings } from "../doctor";
import { hostContext } from "../host-context";

const migrateCommand: Command = {
  usage: "migrate",
  options: {},
  async run(_values, { ownerUrl }) {
    if (!ownerUrl) throw new DomainError("invalid-state", "database", { reason: "ownerUrlMissing" });
    await migrate({ ownerUrl, sealKey: secret("seal") });
    const version = schemaVersion();
    return { json: { schemaVersion: version }, text: `The schema is at version ${version}.` };
  },
};

const doctor: Command = {
  usage: "doctor",
  options: {},
  async run() {
    const { word } = await readiness();
    const host = hostContext();
    const isReady = word === "ready";
    const findings = await findDoctorFindings(isReady ? await daysSinceBackup(host) : null);
    const books = isReady ? await checkBooks(host) : undefined;
    const lines = findings.map(({ what, fix }) => `- ${what}\n  ${fix}`);
    return {
      json: { database: word, findings, books: books ?? null },
      text: [`Database: ${word}`, ...(lines.length > 0 ? lines : ["Nothing needs you."]), ...sayBooks(books)].join(
        "\n",
      ),
      foundFault: !isReady || (books?.broken.length ?? 0) > 0,
    };
  },
};

async function daysSinceBackup(host: PlatformContext): Promise<number | undefined> {
  const at = await lastBackupAt(host);
  return at && (host.now.getTime() - at.getTime()) / 86_400_000;
}

/** What must hold of every account's books, each with its verdict and whose books it is broken in. */
function sayBooks(books: CheckedBooks | undefined): string[] {
  if (!books) return ["Books: not checked, the database is not ready."];
  const verdicts = Object.entries(invariants).flatMap(([id, says]) => {
    const broken = books.broken.filter(({ invariant }) => invariant === id);
    const where = broken.map(({ accountName, detail }) => `      ${accountName}: ${detail}`);
    return [`  ${id.padEnd(3)} ${broken.length > 0 ? "BROKEN" : "holds "}  ${says}`, ...where];
  });
  return [`Books: ${books.accounts} added up anew.`, ...verdicts];
}

export const hostCommands = { migrate: migrateCommand, doctor };
