import type { Context } from "@/lib/authorization/context";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { deleteAccessKey } from "@/lib/domain/access-keys/delete-access-key";
import { editAccessKey } from "@/lib/domain/access-keys/edit-access-key";
import { CreateAccessKeyInput, EditAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { updateAccessKey } from "@/lib/domain/access-keys/update-access-key";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { byRoot, byRootOn, inAccountLog, type MutationVerb } from "./prepare-verb";

const wish = (ownerName: string) => CreateAccessKeyInput.parse({ ownerName, expiresInDays: "90" });

/** A deed of the root user on a key of a sub-account; the key is there, disabled, before the deed is run. */
function onKey(deed: (root: Context, key: { id: string; ownerName: string }) => Promise<unknown>) {
  return byRoot(async (root) => {
    const { actor } = await buildSubAccount(root, {});
    const ownerName = actor.name;
    const { accessKey } = await createAccessKey(root, wish(ownerName));
    await updateAccessKey(root, { id: accessKey.id, ownerName, state: "disabled" });
    return () => deed(later(root, {}), { id: accessKey.id, ownerName });
  });
}

export const accessKeyVerbs: readonly MutationVerb[] = [
  {
    name: "createAccessKey",
    writes: inAccountLog,
    prepare: () => byRootOn({}, (root, name) => createAccessKey(root, wish(name))),
  },
  {
    name: "updateAccessKey",
    writes: inAccountLog,
    prepare: () => onKey((root, key) => updateAccessKey(root, { ...key, state: "active" })),
  },
  {
    name: "editAccessKey",
    writes: inAccountLog,
    prepare: () =>
      onKey((root, key) => editAccessKey(root, EditAccessKeyInput.parse({ ...key, name: "ci", expiresInDays: "30" }))),
  },
  {
    name: "deleteAccessKey",
    writes: inAccountLog,
    prepare: () => onKey((root, key) => deleteAccessKey(root, { ...key, typedId: key.id })),
  },
];
