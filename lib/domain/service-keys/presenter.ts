import "server-only";
import type { serviceKeys } from "@/db/schema/service-keys";

export interface ServiceKeyView {
  id: string;
  name: string;
  services: readonly string[];
  scopes: readonly string[];
  lastFour: string;
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  lastUsedIp: string;
  revokedAt: Date | null;
  revokedBy: string;
}

/** Field by named field: never the hash, never what waits to be shown. */
export function presentServiceKey(row: typeof serviceKeys.$inferSelect): ServiceKeyView {
  const { id, name, services, scopes, lastFour, createdBy, createdAt } = row;
  const { lastUsedAt, lastUsedIp, revokedAt, revokedBy } = row;
  return { id, name, services, scopes, lastFour, createdBy, createdAt, lastUsedAt, lastUsedIp, revokedAt, revokedBy };
}
