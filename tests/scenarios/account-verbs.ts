import { text } from "node:stream/consumers";
import { confirmSignUp } from "@/lib/domain/accounts/confirm-sign-up";
import { createAccount } from "@/lib/domain/accounts/create-account";
import { resendSignUpCode } from "@/lib/domain/accounts/resend-sign-up-code";
import { CreateAccountInput } from "@/lib/domain/accounts/schema";
import { clearAccountAlias, setAccountAlias } from "@/lib/domain/accounts/set-account-alias";
import { setPasswordPolicy } from "@/lib/domain/accounts/set-password-policy";
import { setSecurityPreference } from "@/lib/domain/accounts/set-security-preference";
import { exportAuditEvents } from "@/lib/domain/audit-log/export-audit-events";
import { ExportAuditEventsInput } from "@/lib/domain/audit-log/schema";
import { testAlert } from "@/lib/domain/limits/test-alert";
import { ChooseNoticesInput } from "@/lib/domain/notifications/choice-schema";
import { chooseNotices } from "@/lib/domain/notifications/choose-notices";
import { exportCredentialReport } from "@/lib/domain/security-overview/export-credential-report";
import { getCredentialReport } from "@/lib/domain/security-overview/get-credential-report";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { endAllSessions } from "@/lib/domain/sessions/end-all-sessions";
import { endOneSession } from "@/lib/domain/sessions/end-one-session";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { signOut } from "@/lib/domain/sessions/sign-out";
import { changePassword } from "@/lib/domain/sign-in/change-password";
import { openClaimLink } from "@/lib/domain/sign-in/claim-link";
import { resetPassword } from "@/lib/domain/sign-in/reset-password";
import { unlockSignIn } from "@/lib/domain/sign-in/unlock-sign-in";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { editSubAccount } from "@/lib/domain/sub-accounts/edit-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { exportSubAccounts } from "@/lib/domain/sub-accounts/export-sub-accounts";
import { revokeClaimLink } from "@/lib/domain/sub-accounts/revoke-claim-link";
import {
  CreateSubAccountInput,
  EditSubAccountInput,
  ExportSubAccountsInput,
  SetPasswordInput,
} from "@/lib/domain/sub-accounts/schema";
import { setLabel } from "@/lib/domain/sub-accounts/set-label";
import { removeLoginProfile, setPassword } from "@/lib/domain/sub-accounts/set-login-profile";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { readOutbox } from "@/tests/support/read-outbox";
import {
  by,
  byRoot,
  byRootOn,
  door,
  fresh,
  host,
  inAccountLog,
  inPlatformLog,
  type MutationVerb,
  newPassword,
  resetToken,
  rootSession,
  signedIn,
  waitingSignUp,
} from "./prepare-verb";

async function withClaimLink() {
  const root = await rootSession();
  const name = "ada";
  const asked = { name, consoleSignIn: "on", passwordChoice: "link" };
  await createSubAccount(root, CreateSubAccountInput.parse(asked));
  const showing = later(root, {});
  await claimReveal(showing, { purpose: "claim-link", subject: name });
  return { root, name, token: String(await openReveal(showing, { purpose: "claim-link", subject: name })) };
}

/** Of accounts, sub-accounts and signing in. */
export const accountVerbs: readonly MutationVerb[] = [
  {
    name: "createSubAccount",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => createSubAccount(root, CreateSubAccountInput.parse({ name: "ada" }))),
  },
  {
    name: "editSubAccount",
    writes: inAccountLog,
    prepare: () =>
      byRootOn({}, (root, name) => editSubAccount(root, EditSubAccountInput.parse({ name, displayName: "New" }))),
  },
  {
    name: "disableSubAccount",
    writes: inAccountLog,
    prepare: () => byRootOn({}, (root, name) => disableSubAccount(root, { name, reason: "audit" })),
  },
  {
    name: "enableSubAccount",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const { name } = (await buildSubAccount(root)).actor;
        await disableSubAccount(root, { name, reason: "audit" });
        return () => enableSubAccount(later(root, {}), { name });
      }),
  },
  {
    name: "deleteSubAccount",
    writes: inAccountLog,
    prepare: () => byRootOn({}, (root, name) => deleteSubAccount(root, { name, typedName: name })),
  },
  {
    name: "setPassword",
    writes: inAccountLog,
    prepare: () => byRootOn({}, (root, name) => setPassword(root, SetPasswordInput.parse({ name }))),
  },
  {
    name: "removeLoginProfile",
    writes: inAccountLog,
    prepare: () => byRootOn({ consoleSignIn: true }, (root, name) => removeLoginProfile(root, { name })),
  },
  {
    name: "setSecurityPreference",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => setSecurityPreference(root, { loginSessionDurationHours: 1 })),
  },
  {
    name: "setAccountAlias",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => setAccountAlias(root, { alias: `alias-${fresh()}` })),
  },
  {
    name: "exportSubAccounts",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => async () => {
        await text(await exportSubAccounts(root, ExportSubAccountsInput.parse({ format: "csv" })));
      }),
  },
  {
    name: "exportCredentialReport",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => async () => text(await exportCredentialReport(root))),
  },
  {
    name: "getCredentialReport",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => getCredentialReport(root, { limit: 10 })),
  },
  {
    name: "clearAccountAlias",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        await setAccountAlias(root, { alias: `alias-${fresh()}` });
        return () => clearAccountAlias(later(root, {}));
      }),
  },
  {
    name: "setPasswordPolicy",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => setPasswordPolicy(root, { minimumPasswordLength: 20 })),
  },
  {
    name: "changePassword",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      return by("root-user", () => changePassword(ctx, { current: testPassword, password: newPassword }));
    },
  },
  {
    name: "claimReveal",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      const subject = "ada";
      await createSubAccount(ctx, CreateSubAccountInput.parse({ name: subject, consoleSignIn: "on" }));
      return by("root-user", () => claimReveal(later(ctx, {}), { purpose: "sub-account-password", subject }));
    },
  },
  {
    name: "signOut",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      return by("root-user", () => signOut(ctx));
    },
  },
  {
    name: "endOneSession",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      return by("root-user", () => endOneSession(ctx, { name: "", sessionId: String(ctx.actor.sessionId) }));
    },
  },
  {
    name: "endAllSessions",
    writes: inAccountLog,
    prepare: () =>
      byRootOn({ consoleSignIn: true }, async (root, name) => {
        await endAllSessions(root, { name, keep: "none" });
      }),
  },
  {
    name: "chooseNotices",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => chooseNotices(root, ChooseNoticesInput.parse({ locale: "en" }))),
  },
  { name: "testAlert", writes: inAccountLog, prepare: () => byRoot(async (root) => () => testAlert(root)) },
  {
    name: "exportAuditEvents",
    writes: inAccountLog,
    prepare: () =>
      byRootOn({}, async (root) => {
        (await exportAuditEvents(root, ExportAuditEventsInput.parse({ format: "csv" }))).resume();
      }),
  },
  {
    name: "unlockSignIn",
    writes: inAccountLog,
    prepare: () => byRootOn({}, (root, name) => unlockSignIn(root, { name })),
  },
  {
    name: "signIn",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const { name } = (await buildSubAccount(root, { consoleSignIn: true })).actor;
        return () => signedIn(door(root), name);
      }).then((prepared) => ({ ...prepared, actor: "sub-account" })),
  },
  {
    name: "requestPasswordReset",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => resetToken(root)),
  },
  {
    name: "resetPassword",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const token = await resetToken(root);
        return () => resetPassword(buildStranger(), { token, password: newPassword });
      }),
  },
  {
    name: "setLabel",
    writes: inAccountLog,
    prepare: () => byRootOn({}, (root, name) => setLabel(root, { name, key: "team", value: "vision" })),
  },
  {
    name: "revokeClaimLink",
    writes: inAccountLog,
    prepare: async () => {
      const { root, name } = await withClaimLink();
      return by("root-user", () => revokeClaimLink(later(root, {}), { name }));
    },
  },
  {
    name: "openClaimLink",
    writes: inAccountLog,
    prepare: async () => {
      const { token } = await withClaimLink();
      return by("sub-account", () => openClaimLink(buildStranger(), { token }));
    },
  },
  { name: "signUp", writes: inPlatformLog, prepare: async () => by("stranger", waitingSignUp) },
  {
    name: "resendSignUpCode",
    writes: inPlatformLog,
    prepare: async () => {
      const { token } = await waitingSignUp();
      return by("stranger", () => resendSignUpCode(buildStranger(), { token, channel: "mail" }));
    },
  },
  {
    name: "confirmSignUp",
    writes: inAccountLog,
    prepare: async () => {
      const { token, email } = await waitingSignUp();
      const code = String((await readOutbox(email))[0]?.params.code);
      return by("root-user", () => confirmSignUp(buildStranger(), { token, code }));
    },
  },
  {
    // The account's own log begins with it, and the platform's says which operator made it.
    name: "createAccount",
    writes: { account: 1 },
    prepare: async () => {
      const name = `acct-${fresh()}`;
      const contact = { email: `root@${name}.test`, phone: "+8613800000000", companyName: "Audit" };
      const input = CreateAccountInput.parse({ name, ...contact, password: testPassword, approved: false });
      return by("operator", () => createAccount(host, input));
    },
  },
];
