import "server-only";
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

const version = Buffer.from("v1");
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** 32 bytes and the name under which a later reader finds them again. */
export interface BoxKey {
  id: string;
  key: KeyObject;
}

export type FindKey = (id: string) => KeyObject | undefined;

/** Wrong key, wrong purpose, cut short or tampered with: whoever sees this cannot tell which. */
export class CannotOpenError extends Error {
  override readonly name = "CannotOpenError";

  constructor() {
    super("A sealed value could not be opened.");
  }
}

/**
 * AES-256-GCM. Stored as `v1`, length of the key id, key id, nonce, ciphertext, tag.
 *
 * @param aad what the value is and whose, like `v1|access-key|<account>|<sub-account>|<row>`: a value moved to
 * another row does not open there.
 */
export function sealValue({ id, key }: BoxKey, plaintext: Buffer | string, aad: string): Buffer {
  const header = headerOf(id);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.concat([header, Buffer.from(aad)]));
  const plain = typeof plaintext === "string" ? Buffer.from(plaintext) : plaintext;
  return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function openValue(findKey: FindKey, sealed: Uint8Array, aad: string): Buffer {
  try {
    return open(findKey, Buffer.from(sealed), aad);
  } catch {
    throw new CannotOpenError();
  }
}

export function newDataKey(): Buffer {
  return randomBytes(keyBytes);
}

/** Seals an account's data key with the key-encryption key, bound to the account. */
export function wrapDataKey(kek: BoxKey, dataKey: Buffer, accountId: string): Buffer {
  return sealValue(kek, dataKey, dataKeyPurpose(accountId));
}

export function unwrapDataKey(findKek: FindKey, wrapped: Uint8Array, accountId: string): Buffer {
  const dataKey = openValue(findKek, wrapped, dataKeyPurpose(accountId));
  if (dataKey.length !== keyBytes) throw new CannotOpenError();
  return dataKey;
}

function open(findKey: FindKey, sealed: Buffer, aad: string): Buffer {
  const idEnd = version.length + 1 + (sealed[version.length] ?? 0);
  const header = sealed.subarray(0, idEnd);
  const id = header.subarray(version.length + 1).toString();
  const key = findKey(id);
  if (!key || !header.equals(headerOf(id)) || sealed.length < idEnd + nonceBytes + tagBytes)
    throw new CannotOpenError();
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(idEnd, idEnd + nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.concat([header, Buffer.from(aad)]));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(idEnd + nonceBytes, -tagBytes)), decipher.final()]);
}

function headerOf(id: string): Buffer {
  const name = Buffer.from(id);
  if (name.length === 0 || name.length > 255) throw new RangeError("A key id has 1 to 255 bytes.");
  return Buffer.concat([version, Buffer.from([name.length]), name]);
}

function dataKeyPurpose(accountId: string): string {
  return `v1|data-key|${accountId}`;
}
