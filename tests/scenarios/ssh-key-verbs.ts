import type { Context } from "@/lib/authorization/context";
import { deletePublicKey } from "@/lib/domain/ssh-keys/delete-public-key";
import { updatePublicKey } from "@/lib/domain/ssh-keys/update-public-key";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { later } from "@/tests/support/build-context";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { byRoot, byRootOn, inAccountLog, type MutationVerb } from "./prepare-verb";

const upload = (root: Context, subAccountName: string) =>
  uploadPublicKey(root, { subAccountName, name: "", publicKey: buildPublicKey(), expiresInDays: null });

function onKey(deed: (root: Context, key: { subAccountName: string; id: string }) => Promise<unknown>) {
  return byRoot(async (root) => {
    const subAccountName = (await buildSubAccount(root, {})).actor.name;
    const { id } = await upload(root, subAccountName);
    return () => deed(later(root, {}), { subAccountName, id });
  });
}

export const sshKeyVerbs: readonly MutationVerb[] = [
  { name: "uploadPublicKey", writes: inAccountLog, prepare: () => byRootOn({}, upload) },
  {
    name: "updatePublicKey",
    writes: inAccountLog,
    prepare: () => onKey((root, key) => updatePublicKey(root, { ...key, name: "desk", expiresInDays: 30 })),
  },
  { name: "deletePublicKey", writes: inAccountLog, prepare: () => onKey(deletePublicKey) },
];
