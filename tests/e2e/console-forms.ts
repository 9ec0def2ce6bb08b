import type { FormRow } from "./form-row";

const person = { displayName: "Somebody Kept", email: "kept@example.test", phone: "+8613800138000", note: "kept" };
const details = { address: "12 Mill Lane" };

/** The forms of whoever is signed in. */
export const consoleForms: Record<string, FormRow> = {
  "create a sub-account": {
    action: "createSubAccountAction",
    path: () => "/sub-accounts/new",
    as: "a delegated admin",
    fields: {
      name: "kept-name",
      ...person,
      consoleSignIn: "on",
      passwordChoice: "set",
      password: "secret-nobody-may-see",
    },
    targets: [
      "name",
      "displayName",
      "email",
      "phone",
      "note",
      "consoleSignIn",
      "passwordChoice",
      "password",
      "mustChange",
    ],
    anchors: [
      ["name", "-Wrong-"],
      ["email", "nowhere"],
    ],
    kept: "displayName",
    secrets: ["password"],
  },
  "edit a sub-account": {
    action: "editSubAccountAction",
    path: () => "/sub-accounts/sib/edit",
    as: "a delegated admin",
    fields: { ...person, note: "kept note" },
    targets: ["name", "displayName", "email", "phone", "note"],
    anchors: [
      ["email", "nowhere"],
      ["phone", "nowhere"],
    ],
    kept: "note",
  },
  "set a sub-account's password": {
    action: "setPasswordAction",
    path: () => "/sub-accounts/sib/logon",
    as: "a delegated admin",
    fields: { passwordChoice: "set", password: "secret-nobody-may-see" },
    targets: ["name", "passwordChoice", "password", "mustChange"],
    anchors: [
      ["password", ""],
      ["passwordChoice", "neither"],
    ],
    secrets: ["password"],
  },
  "disable a sub-account": {
    action: "disableSubAccountAction",
    path: () => "/sub-accounts/sib/disable",
    as: "a delegated admin",
    fields: { reason: "kept reason" },
    targets: ["name", "reason"],
    anchors: [
      ["reason", ""],
      ["name", "-Wrong-"],
    ],
  },
  "delete a sub-account": {
    action: "deleteSubAccountAction",
    path: () => "/sub-accounts/sib/delete",
    as: "a delegated admin",
    fields: { typedName: "other" },
    targets: ["name", "typedName"],
    anchors: [
      ["typedName", "other"],
      ["name", "-Wrong-"],
    ],
  },
  "verify a person": {
    action: "saveIdentityVerificationAction",
    path: () => "/identity-verification/details?kind=personal",
    as: "an unverified account's root user",
    fields: {
      kind: "personal",
      intent: "continue",
      legalName: "Kept Name",
      documentType: "passport",
      documentNumber: "P1",
      ...details,
    },
    targets: ["kind", "intent", "legalName", "documentType", "documentNumber", "address"],
    anchors: [
      ["documentNumber", "***"],
      ["documentType", ""],
    ],
    kept: "legalName",
  },
  "verify an organisation": {
    action: "saveIdentityVerificationAction",
    path: () => "/identity-verification/details?kind=enterprise",
    as: "an unverified account's root user",
    fields: {
      ...{ kind: "enterprise", intent: "continue", companyName: "Kept Company", registrationType: "other" },
      ...{ registrationNumber: "R1", legalRepresentative: "Wren", contactName: "Wren", contactPhone: "+8613800138000" },
      ...details,
    },
    targets: [
      "kind",
      "companyName",
      "registrationType",
      "registrationNumber",
      "legalRepresentative",
      "contactName",
      "contactPhone",
      "address",
    ],
    anchors: [
      ["contactPhone", "nowhere"],
      ["registrationNumber", "***"],
    ],
    kept: "companyName",
  },
  "reject a submission": {
    action: "rejectIdentityVerificationAction",
    path: ({ world }) => `/operator/identity-verifications/${world.submitted.accountId}`,
    as: "an operator",
    fields: { reason: "other", note: "kept words" },
    targets: ["reason", "note", "identity-front", "identity-front-note", "verificationId", "accountId"],
    anchors: [
      ["business-licence", "neither"],
      ["reason", ""],
    ],
    kept: "note",
  },
  "approve a submission": {
    action: "approveIdentityVerificationAction",
    path: ({ world }) => `/operator/identity-verifications/${world.submitted.accountId}`,
    as: "an operator",
    fields: {},
    targets: ["verificationId", "accountId"],
    anchors: [
      ["verificationId", "x"],
      ["accountId", "x"],
    ],
  },
};
