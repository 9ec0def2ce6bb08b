import "server-only";
import { backupDaysMax } from "@/lib/domain/backups/rules";
import { env } from "@/lib/foundation/env";
import { serverVersion } from "@/lib/foundation/server-version";

export interface Finding {
  what: string;
  fix: string;
}

/** Newest minor releases with security fixes (security.md, floors). */
const floors: Record<number, number> = { 15: 19, 16: 15, 17: 11, 18: 6 };

/**
 * What an operator should know of this installation, each with what to do about it.
 *
 * @param backupDays since the last backup; undefined: there is none; null: nobody can tell
 */
export async function findDoctorFindings(backupDays: number | undefined | null): Promise<Finding[]> {
  const { databaseUrl, mail, sms, origin, demo } = env();
  const version = await serverVersion();
  const [major, minor] = [Math.floor(version / 10_000), version % 10_000];
  const floor = floors[major];
  const findings: (Finding | false)[] = [
    floor !== undefined &&
      minor < floor && {
        what: `PostgreSQL ${major}.${minor} is older than ${major}.${floor}, which fixes security faults.`,
        fix: databaseUrl
          ? "Update the database server."
          : "The embedded server is reached from this machine only; for production set DATABASE_URL to a server you update.",
      },
    !mail && {
      what: "No mail server is configured: messages stay in the operators' outbox.",
      fix: "Set ESPALIER_SMTP_URL and ESPALIER_MAIL_FROM.",
    },
    !sms && {
      what: "No SMS gateway is configured: text messages stay in the operators' outbox.",
      fix: "Set ESPALIER_SMS_URL and ESPALIER_SMS_TOKEN.",
    },
    origin.startsWith("http:") && {
      what: "The console is reached without TLS, by this machine only.",
      fix: "Put a reverse proxy with TLS before it and set ESPALIER_ORIGIN and ESPALIER_TRUSTED_PROXIES.",
    },
    !demo &&
      backupDays !== null &&
      (backupDays === undefined || backupDays > backupDaysMax) && {
        what:
          backupDays === undefined
            ? "No backup has been taken."
            : `The last backup was taken ${Math.floor(backupDays)} days ago.`,
        fix: "Run npm run -s cli -- backup every day, and keep it and the secrets folder in two other places (docs/operations.md).",
      },
    demo && { what: "This is demonstration data.", fix: "Start with npm start on another ESPALIER_DATA_DIR." },
    demo && {
      what: "Demonstration data lets operators in without a second factor.",
      fix: "With npm start each operator sets one up at the first sign-in, before anything else opens.",
    },
  ];
  return findings.filter((finding) => finding !== false);
}
