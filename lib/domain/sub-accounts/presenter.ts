import type { subAccounts } from "@/db/schema/sub-accounts";

export interface SubAccountView {
  id: string;
  name: string;
  displayName: string;
  email: string;
  phone: string;
  note: string;
  state: "active" | "disabled";
  disabledAt: Date | null;
  disabledReason: string;
  createdBy: string;
  createdAt: Date;
  lastSignInAt: Date | null;
  consoleSignIn: boolean;
  passwordResetRequired: boolean;
}

type Row = typeof subAccounts.$inferSelect & { consoleSignIn: boolean; passwordResetRequired: boolean };

/** Field by named field: what of a sub-account may leave the server. */
export function presentSubAccount(row: Row): SubAccountView {
  const { id, name, displayName, email, phone, note, state, disabledAt, disabledReason } = row;
  const { createdBy, createdAt, lastSignInAt, consoleSignIn, passwordResetRequired } = row;
  const person = { id, name, displayName, email, phone, note, state, disabledAt, disabledReason };
  return { ...person, createdBy, createdAt, lastSignInAt, consoleSignIn, passwordResetRequired };
}
