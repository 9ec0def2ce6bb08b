"use server";

import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { deleteAccessKey } from "@/lib/domain/access-keys/delete-access-key";
import { disableLeakedKeys } from "@/lib/domain/access-keys/disable-leaked-keys";
import { editAccessKey } from "@/lib/domain/access-keys/edit-access-key";
import { keepAccessKey } from "@/lib/domain/access-keys/keep-access-key";
import { rotateAccessKey } from "@/lib/domain/access-keys/rotate-access-key";
import {
  CreateAccessKeyInput,
  DeleteAccessKeyInput,
  EditAccessKeyInput,
  LeakedTextInput,
  NamedAccessKeyInput,
  RotateAccessKeyInput,
  UpdateAccessKeyInput,
} from "@/lib/domain/access-keys/schema";
import { updateAccessKey } from "@/lib/domain/access-keys/update-access-key";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

/** The secret waits in a one-read row of the session; a form sent twice finds its key in the list. */
export const createAccessKeyAction = consoleAction({
  input: CreateAccessKeyInput,
  echo: ["ownerName", "name", "note", "addresses", "expiresInDays"],
  verb: createAccessKey,
  done: (_input, issued) => (issued ? paths.accessKeys.issued(issued.accessKey.id) : paths.accessKeys.list()),
});

export const rotateAccessKeyAction = consoleAction({
  input: RotateAccessKeyInput,
  echo: ["graceHours", "retires"],
  verb: rotateAccessKey,
  done: ({ id }, issued) => (issued ? paths.accessKeys.issued(issued.accessKey.id) : paths.accessKeys.one(id)),
});

export const editAccessKeyAction = consoleAction({
  input: EditAccessKeyInput,
  echo: ["name", "note", "addresses", "expiresInDays"],
  verb: editAccessKey,
  after: () => setFlash("accessKeys.flash.saved", {}),
  done: ({ id }) => paths.accessKeys.one(id),
});

export const updateAccessKeyAction = consoleAction({
  input: UpdateAccessKeyInput,
  verb: updateAccessKey,
  after: (_done, _ctx, { state }) =>
    setFlash(state === "active" ? "accessKeys.flash.active" : "accessKeys.flash.disabled", {}),
  done: ({ id }) => paths.accessKeys.one(id),
});

export const keepAccessKeyAction = consoleAction({
  input: NamedAccessKeyInput,
  verb: keepAccessKey,
  after: () => setFlash("accessKeys.flash.kept", {}),
  done: ({ id }) => paths.accessKeys.one(id),
});

export const deleteAccessKeyAction = consoleAction({
  input: DeleteAccessKeyInput,
  echo: ["typedId"],
  verb: deleteAccessKey,
  after: () => setFlash("accessKeys.flash.deleted", {}),
  done: () => paths.accessKeys.list(),
});

/** What was pasted is never echoed: it holds secrets. */
export const disableLeakedKeysAction = consoleAction({
  input: LeakedTextInput,
  verb: disableLeakedKeys,
  after: (found) =>
    setFlash("accessKeys.flash.leaked", {
      count: found.length,
      stopped: found.filter(({ wasActive }) => wasActive).length,
    }),
  done: (_input, found) => {
    const [first, second] = found ?? [];
    if (!first) return paths.accessKeys.leaked();
    return !second ? paths.accessKeys.one(first.id) : paths.accessKeys.list({ show: "disabled" });
  },
});
