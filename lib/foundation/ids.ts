import { randomBytes } from "node:crypto";

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

export type AccountId = Brand<string, "account">;
export type SubAccountId = Brand<string, "sub-account">;
export type SessionId = Brand<string, "session">;
export type OperatorId = Brand<string, "operator">;
export type ServiceKeyId = Brand<string, "service-key">;

/** Drawn for many ids at once: asking for 16 bytes takes longer than the rest of an id. */
let random = Buffer.alloc(0);

function nextRandom(): Buffer {
  if (random.length === 0) random = randomBytes(4096);
  const next = random.subarray(0, 16);
  random = random.subarray(16);
  return next;
}

/** A UUIDv7 (RFC 9562 §5.7): sorts by the millisecond it was made in, 74 random bits. */
export function newId(now: number = Date.now()): string {
  const bytes = nextRandom();
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether a text that somebody sent has the shape of an id: nothing else may reach a column of ids. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** When an id of ours was made; undefined for any other text. */
export function momentOfId(id: string): Date | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(id)) return undefined;
  const at = new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
  return at.getUTCFullYear() < 10_000 ? at : undefined;
}

export const newAccountId = () => newId() as AccountId;
export const newSubAccountId = () => newId() as SubAccountId;
export const newSessionId = () => newId() as SessionId;
export const newOperatorId = () => newId() as OperatorId;
export const newServiceKeyId = () => newId() as ServiceKeyId;
