import type { ActionRow } from "./action-matrix";
import type { World } from "./build-world";
import { notAdmins, notOfAccount, outside } from "./refused-players";

const keyPage =
  (verb: string) =>
  ({ keys }: World) =>
    `/access-keys/${keys.disabled}${verb}`;

/** The keys of `sib`, of account A. */
export const accessKeyActions: Record<string, ActionRow> = {
  createAccessKeyAction: {
    page: () => "/access-keys/new",
    form: () => ({ ownerName: "sib", name: "", note: "", expiresInDays: "90", addresses: "" }),
    wrong: notOfAccount,
  },
  rotateAccessKeyAction: {
    page: keyPage("/rotate"),
    form: ({ keys }) => ({ id: keys.disabled, ownerName: "sib", graceHours: "24" }),
    wrong: notOfAccount,
  },
  editAccessKeyAction: {
    page: keyPage("/edit"),
    form: ({ keys }) => ({
      id: keys.disabled,
      ownerName: "sib",
      name: "x",
      note: "",
      expiresInDays: "keep",
      addresses: "",
    }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  updateAccessKeyAction: {
    page: keyPage(""),
    form: ({ keys }) => ({ id: keys.disabled, ownerName: "sib", state: "disabled" }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  keepAccessKeyAction: {
    page: keyPage(""),
    form: ({ keys }) => ({ id: keys.retiring, ownerName: "sib" }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  deleteAccessKeyAction: {
    page: keyPage("/delete"),
    form: ({ keys }) => ({ id: keys.disabled, ownerName: "sib", typedId: keys.disabled }),
    wrong: notOfAccount,
  },
  disableLeakedKeysAction: {
    page: () => "/access-keys/leaked",
    form: ({ keys }) => ({ text: keys.disabled }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  showSecretAction: {
    page: ({ keys }) => `/issued-access-key/${keys.disabled}`,
    form: ({ keys }) => ({ id: keys.disabled }),
    wrong: [...outside, "an operator"],
  },
};
