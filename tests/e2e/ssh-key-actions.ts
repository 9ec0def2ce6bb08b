import { buildPublicKey } from "../support/build-public-key";
import type { ActionRow } from "./action-matrix";
import { notOfAccount } from "./refused-players";

const nowhere = "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11";

export const sshKeyActions: Record<string, ActionRow> = {
  uploadPublicKeyAction: {
    page: () => "/ssh-keys/new",
    form: () => ({ subAccountName: "sib", name: "", publicKey: buildPublicKey(), expiresInDays: "none" }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  updatePublicKeyAction: {
    page: () => `/ssh-keys/sib/${nowhere}`,
    form: () => ({ subAccountName: "sib", id: nowhere, name: "desk", expiresInDays: "keep" }),
    wrong: notOfAccount,
  },
  deletePublicKeyAction: {
    page: () => `/ssh-keys/sib/${nowhere}`,
    form: () => ({ subAccountName: "sib", id: nowhere }),
    wrong: notOfAccount,
  },
};
