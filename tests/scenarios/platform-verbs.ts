import { exportOperatorAuditEvents } from "@/lib/domain/audit-log/export-audit-events";
import { ExportOperatorAuditInput } from "@/lib/domain/audit-log/schema";
import { recordBackup } from "@/lib/domain/backups/record-backup";
import { recordRestore } from "@/lib/domain/backups/record-restore";
import { approveIdentityVerification } from "@/lib/domain/identity-verification/approve-identity-verification";
import { deleteIdentityDocument } from "@/lib/domain/identity-verification/delete-identity-document";
import { readIdentityDocument } from "@/lib/domain/identity-verification/read-identity-document";
import { rejectIdentityVerification } from "@/lib/domain/identity-verification/reject-identity-verification";
import { reviewIdentityVerification } from "@/lib/domain/identity-verification/review-identity-verification";
import { saveIdentityVerification } from "@/lib/domain/identity-verification/save-identity-verification";
import { submitIdentityVerification } from "@/lib/domain/identity-verification/submit-identity-verification";
import { uploadIdentityDocument } from "@/lib/domain/identity-verification/upload-identity-document";
import { changeOwnPassword } from "@/lib/domain/operators/change-own-password";
import { createOperator } from "@/lib/domain/operators/create-operator";
import { createSetUpLink, setUpOperator } from "@/lib/domain/operators/set-up-link";
import { endOwnOperatorSessions } from "@/lib/domain/sessions/end-own-operator-sessions";
import { signOutOperator } from "@/lib/domain/sessions/sign-out-operator";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import {
  applicant,
  operator as desk,
  documentsOf,
  pdf,
  person,
  rejection,
  submitted,
} from "@/tests/support/build-identity-verification";
import {
  by,
  draft,
  fresh,
  host,
  inAccountLog,
  inPlatformLog,
  type MutationVerb,
  newPassword,
  operatorSession,
} from "./prepare-verb";

const taken = { takenAt: new Date().toISOString(), rows: 1, documents: 0 };

/** Of identity verification, operators and backups. */
export const platformVerbs: readonly MutationVerb[] = [
  {
    name: "recordBackup",
    writes: inPlatformLog,
    prepare: async () => by("operator", () => recordBackup(host, taken)),
  },
  {
    name: "recordRestore",
    writes: inPlatformLog,
    prepare: async () => by("operator", () => recordRestore(host, taken)),
  },
  {
    name: "exportOperatorAuditEvents",
    writes: inPlatformLog,
    prepare: async () => {
      const input = ExportOperatorAuditInput.parse({ of: "accounts", format: "csv" });
      return by("operator", async () => {
        (await exportOperatorAuditEvents(desk, input)).resume();
      });
    },
  },
  {
    name: "saveIdentityVerification",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await applicant();
      return by("root-user", () => saveIdentityVerification(ctx, person()));
    },
  },
  {
    name: "uploadIdentityDocument",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await draft();
      return by("root-user", () => uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf() }));
    },
  },
  {
    name: "deleteIdentityDocument",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await draft();
      await uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf() });
      const [document] = await documentsOf(ctx);
      return by("root-user", () => deleteIdentityDocument(later(ctx, {}), { id: String(document?.id) }));
    },
  },
  {
    name: "submitIdentityVerification",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await draft();
      for (const [index, slot] of (["identity-front", "identity-back"] as const).entries()) {
        await uploadIdentityDocument(ctx, { slot, file: pdf(index) });
      }
      return by("root-user", () => submitIdentityVerification(later(ctx, {})));
    },
  },
  {
    name: "readIdentityDocument",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx } = await submitted();
      const [document] = await documentsOf(ctx);
      return by("root-user", () => readIdentityDocument(ctx, { id: String(document?.id) }));
    },
  },
  {
    name: "reviewIdentityVerification",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx } = await submitted();
      return by("operator", () => reviewIdentityVerification(desk, ctx.accountId));
    },
  },
  {
    name: "approveIdentityVerification",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx, verificationId } = await submitted();
      return by("operator", () => approveIdentityVerification(desk, { accountId: ctx.accountId, verificationId }));
    },
  },
  {
    name: "rejectIdentityVerification",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx, verificationId } = await submitted();
      return by("operator", () => rejectIdentityVerification(desk, rejection(ctx, verificationId)));
    },
  },
  {
    name: "createOperator",
    writes: inPlatformLog,
    prepare: async () => {
      const input = { email: `${fresh()}@operators.test`, displayName: "Op", password: testPassword };
      return by("operator", () => createOperator(host, input));
    },
  },
  {
    name: "changeOwnPassword",
    writes: inPlatformLog,
    prepare: async () => {
      const ctx = await operatorSession();
      return by("operator", () => changeOwnPassword(ctx, { current: testPassword, password: newPassword }));
    },
  },
  {
    name: "endOwnOperatorSessions",
    writes: inPlatformLog,
    prepare: async () => {
      const ctx = await operatorSession();
      return by("operator", () => endOwnOperatorSessions(ctx, { sessionId: "" }));
    },
  },
  {
    name: "signOutOperator",
    writes: inPlatformLog,
    prepare: async () => {
      const ctx = await operatorSession();
      return by("operator", () => signOutOperator(ctx));
    },
  },
];

/** Verbs of a platform without operators: they run first, on a database that has none. */
export const firstVerbs: readonly MutationVerb[] = [
  { name: "createSetUpLink", writes: inPlatformLog, prepare: async () => by("operator", () => createSetUpLink(host)) },
  {
    name: "setUpOperator",
    writes: inPlatformLog,
    prepare: async () => {
      const token = String(await createSetUpLink(host));
      const input = { email: `${fresh()}@operators.test`, displayName: "First", password: testPassword };
      return by("stranger", () => setUpOperator(buildStranger(), { token, ...input }));
    },
  },
];
