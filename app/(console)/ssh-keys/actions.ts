"use server";

import { deletePublicKey } from "@/lib/domain/ssh-keys/delete-public-key";
import { DeletePublicKeyInput, UpdatePublicKeyInput, UploadPublicKeyInput } from "@/lib/domain/ssh-keys/schema";
import { updatePublicKey } from "@/lib/domain/ssh-keys/update-public-key";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

// The pasted text is not shown again: it may have been a private key.
export const uploadPublicKeyAction = consoleAction({
  input: UploadPublicKeyInput,
  echo: ["subAccountName", "name", "expiresInDays"],
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
