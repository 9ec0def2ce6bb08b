import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { claimServiceKey } from "@/lib/domain/service-keys/reveal-service-key";
import { revokeServiceKey } from "@/lib/domain/service-keys/revoke-service-key";
import { createLoginProfile } from "@/lib/domain/sub-accounts/create-login-profile";
import { updateLoginProfile } from "@/lib/domain/sub-accounts/update-login-profile";
import {
  by,
  byRootOn,
  fresh,
  host,
  inAccountLog,
  inPlatformLog,
  type MutationVerb,
  newPassword,
  operatorSession,
} from "./prepare-verb";

const issue = () => createServiceKey(host, { name: `svc-${fresh()}`, services: ["compute"], scopes: ["authorize"] });

/** Of service keys, and of what only RAM's clients ask for. */
export const machineVerbs: readonly MutationVerb[] = [
  {
    name: "createLoginProfile",
    writes: inAccountLog,
    prepare: () =>
      byRootOn({}, (root, name) =>
        createLoginProfile(root, { name, password: newPassword, passwordResetRequired: false, mfaBindRequired: false }),
      ),
  },
  {
    name: "updateLoginProfile",
    writes: inAccountLog,
    prepare: () =>
      byRootOn({ consoleSignIn: true }, (root, name) => updateLoginProfile(root, { name, mfaBindRequired: true })),
  },
  { name: "createServiceKey", writes: inPlatformLog, prepare: async () => by("operator", issue) },
  {
    name: "claimServiceKey",
    writes: inPlatformLog,
    prepare: async () => {
      const ctx = await operatorSession();
      const { id } = await createServiceKey(ctx, {
        name: `svc-${fresh()}`,
        services: ["compute"],
        scopes: ["authorize"],
      });
      return by("operator", () => claimServiceKey(ctx, { id }));
    },
  },
  {
    name: "revokeServiceKey",
    writes: inPlatformLog,
    prepare: async () => {
      const { id } = await issue();
      return by("operator", () => revokeServiceKey(host, { id }));
    },
  },
];
