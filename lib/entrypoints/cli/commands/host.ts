import "server-only";
import { migrate, schemaVersion } from "@/db/migrate";
import { DomainError } from "@/lib/foundation/errors";
import { readiness } from "@/lib/foundation/readiness";
import { secret } from "@/lib/foundation/secrets";
import type { Command } from "../command";
import { findDoctorFindings } from "../doctor";

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
    const findings = await findDoctorFindings();
    const lines = findings.map(({ what, fix }) => `- ${what}\n  ${fix}`);
    return {
      json: { database: word, findings },
      text: [`Database: ${word}`, ...(lines.length > 0 ? lines : ["Nothing needs you."])].join("\n"),
    };
  },
};

export const hostCommands = { migrate: migrateCommand, doctor };
