import "server-only";
import type { accessKeys } from "@/db/schema/access-keys";
import type { Scope } from "@/lib/foundation/fence";
import { type KeyStanding, standingOf } from "./rules";

export interface AccessKeyView {
  id: string;
  /** null: the root user's. */
  ownerName: string | null;
  name: string;
  note: string;
  state: "active" | "disabled";
  standing: KeyStanding;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  expiresAt: Date | null;
  retiresAt: Date | null;
  successorId: string | null;
  firstUsedAt: Date | null;
  lastUsed: { at: Date; service: string; address: string } | undefined;
  /** The key's own; undefined: the account's counts. */
  addressLists: string[][] | undefined;
}

/** A key's row without what is sealed, which never leaves the queries that open it. */
export type KeyRow = Omit<typeof accessKeys.$inferSelect, "sealedSecret" | "secretHash">;

/** Field by named field: what of a key may leave the server. Who made it is the administrators' to know. */
export function presentAccessKey(row: KeyRow & { ownerName: string | null }, scope: Scope, now: Date): AccessKeyView {
  const { id, ownerName, name, note, state, createdAt, updatedAt, expiresAt, retiresAt, successorId } = row;
  const { firstUsedAt, lastUsedAt, lastUsedService, lastUsedAddress, networkPolicy } = row;
  return {
    ...{ id, ownerName, name, note, state, standing: standingOf(row, now) },
    ...{ createdAt, createdBy: scope.kind === "account" ? row.createdBy : "", updatedAt },
    ...{ expiresAt, retiresAt, successorId, firstUsedAt },
    lastUsed: lastUsedAt ? { at: lastUsedAt, service: lastUsedService, address: lastUsedAddress } : undefined,
    addressLists: networkPolicy?.active ? networkPolicy.lists : undefined,
  };
}
