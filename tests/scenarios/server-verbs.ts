import type { Context } from "@/lib/authorization/context";
import { deleteServer } from "@/lib/domain/servers/delete-server";
import { issueServerCredential } from "@/lib/domain/servers/issue-server-credential";
import { getServer } from "@/lib/domain/servers/queries";
import { registerServer } from "@/lib/domain/servers/register-server";
import { reportServerLogin } from "@/lib/domain/servers/report-server-login";
import { resumeServer } from "@/lib/domain/servers/resume-server";
import { revokeServerCredentials } from "@/lib/domain/servers/revoke-server-credentials";
import { revokeServerLogin } from "@/lib/domain/servers/revoke-server-login";
import { updateServer } from "@/lib/domain/servers/update-server";
import { listPublicKeys } from "@/lib/domain/ssh-keys/queries";
import { remindOfPublicKey } from "@/lib/domain/ssh-keys/remind-of-public-key";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { newId } from "@/lib/foundation/ids";
import { buildStranger, later } from "@/tests/support/build-context";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { buildServer, letIn } from "@/tests/support/build-server";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { byRoot, inAccountLog, type MutationVerb } from "./prepare-verb";

const wish = (name: string) => ({ name, hosts: ["gpu-1.harbor.test"], description: "" });

/** `ada` has a key that is let in to server `gpu-1`. */
async function keyOnServer(root: Context) {
  const { name: subAccountName } = (await buildSubAccount(root, {})).actor;
  const key = { subAccountName, name: "laptop", publicKey: buildPublicKey(), expiresInDays: 30 };
  const { id } = await uploadPublicKey(later(root, {}), key);
  const [{ fingerprint, expiresAt } = { fingerprint: "", expiresAt: null }] = await listPublicKeys(
    root,
    subAccountName,
  );
  const { credential } = await buildServer(root);
  await letIn(root, "gpu-1", { subAccountName });
  return { id, subAccountName, fingerprint, expiresAt, credential };
}

function onServer(deed: (root: Context, name: string) => Promise<unknown>) {
  return byRoot(async (root) => {
    const { name } = await buildServer(root);
    return () => deed(later(root, {}), name);
  });
}

export const serverVerbs: readonly MutationVerb[] = [
  {
    name: "registerServer",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => registerServer(later(root, {}), wish(`gpu-${newId()}`))),
  },
  {
    name: "updateServer",
    writes: inAccountLog,
    prepare: () => onServer((root, name) => updateServer(root, wish(name))),
  },
  {
    name: "deleteServer",
    writes: inAccountLog,
    prepare: () => onServer((root, name) => deleteServer(root, { name, typedName: name })),
  },
  {
    name: "issueServerCredential",
    writes: inAccountLog,
    prepare: () => onServer((root, name) => issueServerCredential(root, { name, graceHours: 24 })),
  },
  {
    name: "revokeServerCredentials",
    writes: inAccountLog,
    prepare: () => onServer((root, name) => revokeServerCredentials(root, { name })),
  },
  {
    name: "grantServerLogin",
    writes: inAccountLog,
    prepare: () => onServer((root, name) => letIn(root, name, {})),
  },
  {
    name: "revokeServerLogin",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const { name } = await buildServer(root);
        await letIn(root, name, {});
        const [grant] = (await getServer(root, name)).grants;
        return () => revokeServerLogin(later(root, {}), { name, id: grant?.id ?? "" });
      }),
  },
  {
    name: "reportServerLogin",
    writes: inAccountLog,
    prepare: async () => {
      const prepared = await byRoot(async (root) => {
        const { credential, fingerprint } = await keyOnServer(root);
        const ctx = await resumeServer(credential, buildStranger());
        if (!ctx) throw new Error("the server has no credential");
        return () => reportServerLogin(ctx, { login: "work", fingerprint, address: "192.0.2.1" });
      });
      return { ...prepared, actor: "server" };
    },
  },
  {
    name: "remindOfPublicKey",
    writes: inAccountLog,
    prepare: async () => {
      const prepared = await byRoot(async (root) => {
        const { id: publicKeyId, expiresAt } = await keyOnServer(root);
        const end = expiresAt?.toISOString() ?? "";
        return () =>
          remindOfPublicKey(workerContext(), { accountId: root.accountId, publicKeyId, expiresAt: end, daysLeft: 7 });
      });
      return { ...prepared, actor: "job" };
    },
  },
];
