import "server-only";
import type { sshKeys } from "@/db/schema/ssh-keys";
import type { Scope } from "@/lib/foundation/fence";
import { type PublicKeyStanding, standingOf } from "./rules";

export interface PublicKeyView {
  id: string;
  subAccountName: string;
  name: string;
  type: string;
  bits: number;
  fingerprint: string;
  comment: string;
  /** Empty for the sub-account itself, when somebody else added it: it may be another sub-account's name. */
  addedBy: string;
  standing: PublicKeyStanding;
  expiresAt: Date | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  lastUsedServer: string;
}

type Row = typeof sshKeys.$inferSelect & { subAccountName: string };

/** Field by named field: what of a key may leave the server, and to whom. */
export function presentPublicKey(row: Row, scope: Scope, now: Date): PublicKeyView {
  const { id, subAccountName, name, type, bits, fingerprint, comment, expiresAt, createdAt } = row;
  const { lastUsedAt, lastUsedServer } = row;
  const addedBy = scope.kind === "account" || row.addedBy === subAccountName ? row.addedBy : "";
  const key = { id, subAccountName, name, type, bits, fingerprint, comment, addedBy };
  return { ...key, standing: standingOf(expiresAt, now), expiresAt, createdAt, lastUsedAt, lastUsedServer };
}
