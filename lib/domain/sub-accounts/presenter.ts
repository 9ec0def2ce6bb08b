import "server-only";
import type { subAccounts } from "@/db/schema/sub-accounts";
import type { Scope } from "@/lib/foundation/fence";
import { asMicros, type Micros } from "@/lib/foundation/money";
import type { Label } from "./label-rules";

export interface SubAccountView {
  id: string;
  /** RAM's UserId. */
  ramId: string;
  name: string;
  displayName: string;
  email: string;
  phone: string;
  /** The administrators' own, like the labels: empty for the sub-account itself. */
  note: string;
  labels: Label[];
  state: "active" | "disabled";
  disabledAt: Date | null;
  disabledReason: string;
  /** Empty for the sub-account itself: it may be another sub-account's name. */
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  lastSignInAt: Date | null;
  consoleSignIn: boolean;
  passwordResetRequired: boolean;
  /** The administrators' own too: the sub-account has its own page for each. */
  hasSecondFactor: boolean;
  hasAccessKeys: boolean;
  /** Where the list asks for them. */
  groups: string[];
  /** This month, where the list asks for it and the caller may see it. */
  spend: Micros | undefined;
}

/** A policy somebody gave, and the group it comes by; null: it is the sub-account's own. */
export interface GivenPolicy {
  name: string;
  group: string | null;
}

export interface SubAccountDetail extends SubAccountView {
  /** When a generated password dies unused; null once its owner has set one. */
  passwordExpiresAt: Date | null;
  /** Console sign-in is on, but its owner has yet to set the password by a claim link. */
  waitsForOwner: boolean;
  held: GivenPolicy[];
}

type Row = typeof subAccounts.$inferSelect & {
  consoleSignIn: boolean;
  passwordResetRequired: boolean;
  labels: Label[];
  groups?: string[];
  spend?: string | null;
};
type DetailRow = Row & { passwordExpiresAt: Date | null; waitsForOwner: boolean; held: GivenPolicy[] };

/** Field by named field: what of a sub-account may leave the server, and to whom. */
export function presentSubAccount(row: Row, scope: Scope): SubAccountView {
  const { id, name, displayName, email, phone, state, disabledAt, disabledReason } = row;
  const { createdAt, updatedAt, lastSignInAt, consoleSignIn, passwordResetRequired } = row;
  const person = { id, ramId: row.ramId ?? "", name, displayName, email, phone, state, disabledAt, disabledReason };
  const signIn = { lastSignInAt, consoleSignIn, passwordResetRequired };
  const administrators =
    scope.kind === "account"
      ? { note: row.note, labels: row.labels, createdBy: row.createdBy }
      : { note: "", labels: [], createdBy: "" };
  const { hasSecondFactor, hasAccessKeys, groups = [] } = row;
  const spend = typeof row.spend === "string" ? asMicros(BigInt(row.spend)) : undefined;
  const more = { hasSecondFactor, hasAccessKeys, groups, spend };
  return { ...person, ...administrators, ...more, createdAt, updatedAt, ...signIn };
}

export function presentSubAccountDetail(row: DetailRow, scope: Scope): SubAccountDetail {
  const { passwordExpiresAt, waitsForOwner, held } = row;
  return { ...presentSubAccount(row, scope), passwordExpiresAt, waitsForOwner, held };
}
