import { randomBytes } from "node:crypto";

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

export type AccountId = Brand<string, "account">;
export type SubAccountId = Brand<string, "sub-account">;
export type SessionId = Brand<string, "session">;
export type OperatorId = Brand<string, "operator">;
export type ServiceKeyId = Brand<string, "service-key">;

/** A UUIDv7 (RFC 9562 §5.7): sorts by the millisecond it was made in, 74 random bits. */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const newAccountId = () => newId() as AccountId;
export const newSubAccountId = () => newId() as SubAccountId;
export const newSessionId = () => newId() as SessionId;
export const newOperatorId = () => newId() as OperatorId;
export const newServiceKeyId = () => newId() as ServiceKeyId;
