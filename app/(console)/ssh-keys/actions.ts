"use server";

import { deletePublicKey } from "@/lib/domain/ssh-keys/delete-public-key";
import { mayBePrivateKey } from "@/lib/domain/ssh-keys/parse-public-key";
import { DeletePublicKeyInput, UpdatePublicKeyInput, UploadPublicKeyInput } from "@/lib/domain/ssh-keys/schema";
import { updatePublicKey } from "@/lib/domain/ssh-keys/update-public-key";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const uploadPublicKeyAction = consoleAction({
  input: UploadPublicKeyInput,
  // A pasted private key is not shown again.
  echo: (form) => {
    const details = ["subAccountName", "name", "expiresInDays"];
    return mayBePrivateKey(String(form.get("publicKey"))) ? details : [...details, "publicKey"];
  },
  verb: uploadPublicKey,
  after: (_done, _ctx, { subAccountName: name }) => setFlash("sshKeys.flash.added", { name }),
  done: () => paths.sshKeys.list(),
});

export const updatePublicKeyAction = consoleAction({
  input: UpdatePublicKeyInput,
  echo: ["name", "expiresInDays"],
  verb: updatePublicKey,
  after: (_done, _ctx, { name }) => setFlash("sshKeys.flash.changed", { name }),
  done: () => paths.sshKeys.list(),
});

export const deletePublicKeyAction = consoleAction({
  input: DeletePublicKeyInput,
  verb: deletePublicKey,
  after: (_done, _ctx, { subAccountName: name }) => setFlash("sshKeys.flash.removed", { name }),
  done: () => paths.sshKeys.list(),
});
