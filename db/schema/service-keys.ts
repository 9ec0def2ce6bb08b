import { index, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { ServiceKeyId } from "@/lib/foundation/ids";
import { app, bytes, createdAt, idColumn, moment } from "./columns";

/** Keys of platform services. Only a hash is kept; the key itself waits, sealed, to be shown once to who issued it. */
export const serviceKeys = app.table(
  "service_keys",
  {
    id: idColumn<ServiceKeyId>(),
    name: text("name").notNull(),
    services: jsonb("services").$type<string[]>().notNull(),
    scopes: jsonb("scopes").$type<string[]>().notNull(),
    tokenHash: text("token_hash").notNull(),
    lastFour: text("last_four").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    expiresAt: moment("expires_at"),
    lastUsedAt: moment("last_used_at"),
    lastUsedIp: text("last_used_ip").notNull().default(""),
    revokedAt: moment("revoked_at"),
    revokedBy: text("revoked_by").notNull().default(""),
    revealSealed: bytes("reveal_sealed"),
    revealSessionId: uuid("reveal_session_id"),
    revealUntil: moment("reveal_until"),
    /** The one request whose answer may carry it. */
    revealRequestId: text("reveal_request_id"),
  },
  (t) => [
    primaryKey({ columns: [t.id] }),
    // A name tells one key from another in the audit log.
    uniqueIndex("service_keys_name_idx").on(t.name),
    // The bearer's key, found by its hash.
    index("service_keys_token_hash_idx").on(t.tokenHash),
  ],
);
