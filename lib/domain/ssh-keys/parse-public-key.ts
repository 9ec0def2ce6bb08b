import "server-only";

import { createHash, ECDH } from "node:crypto";
import { checkEd25519Point } from "./check-ed25519-point";
import { findRsaWeakness } from "./find-rsa-weakness";
import { openWire, type Wire } from "./open-wire";

const publicKeyTypes = [
  "ssh-ed25519",
  "sk-ssh-ed25519@openssh.com",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ecdsa-sha2-nistp256@openssh.com",
  "ssh-rsa",
] as const;
type PublicKeyType = (typeof publicKeyTypes)[number];

/** Why a text is no key that anybody may log in with; each has its sentence below `errors`. */
type PublicKeyRefusal =
  | "sshPrivateKey"
  | "sshEmpty"
  | "sshTooLong"
  | "sshSeveralLines"
  | "sshCharacters"
  | "sshOtherFormat"
  | "sshOptions"
  | "sshCertificate"
  | "sshDsa"
  | "sshUnknownType"
  | "sshBase64"
  | "sshMalformed"
  | "sshTypeMismatch"
  | "sshTrailingBytes"
  | "sshRsaSize"
  | "sshRsaExponent"
  | "sshRsaWeak"
  | "sshWeakPoint";

interface PublicKey {
  type: PublicKeyType;
  /** Canonical base64 of the wire form (RFC 4253 §6.6): what a server compares. */
  blob: string;
  bits: number;
  /** As `ssh-keygen -l` prints it: `SHA256:` and unpadded base64. */
  fingerprint: string;
  /** Display text only; never sent to a server. */
  comment: string;
}

export type ParsedPublicKey = { key: PublicKey; refusal?: never } | { key?: never; refusal: PublicKeyRefusal };

/** An 8192-bit RSA key takes 1,400 characters; the rest is room for a comment. */
const textLengthMax = 4_096;
const commentLengthMax = 256;
const privateKey = /PRIVATE KEY|PuTTY-User-Key-File|openssh-key-v1|b3BlbnNzaC1rZXktdjE/i;
const otherFormat = /^-{4,5} ?BEGIN /;
/** Controls, bidirectional marks, zero-width and other invisible characters: a comment must read as what it is. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u;
const optionWord =
  /^(?:cert-authority|restrict|(?:no-)?(?:agent|port|x11)-forwarding|(?:no-)?pty|(?:no-)?user-rc)$|[="]/i;

/** Whether a text may hold the half that must not be shown again, stored or logged. */
export function mayBePrivateKey(text: string): boolean {
  return privateKey.test(text);
}

/**
 * Reads one line of an `authorized_keys` file: type, base64, optional comment (sshd(8)), and nothing else. Stricter than
 * `ssh-keygen -l`, which accepts options, several lines and private keys: exact lengths, inner type equal to the outer
 * one, and no key whose private half can be computed.
 */
export function parsePublicKey(text: string): ParsedPublicKey {
  if (mayBePrivateKey(text)) return { refusal: "sshPrivateKey" };
  const line = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if (line === "") return { refusal: "sshEmpty" };
  if (line.length > textLengthMax) return { refusal: "sshTooLong" };
  if (otherFormat.test(line)) return { refusal: "sshOtherFormat" };
  if (/[\r\n]/.test(line)) return { refusal: "sshSeveralLines" };
  const [, outer = "", base64 = "", comment = ""] = /^([^ \t]+)(?:[ \t]+([^ \t]+))?(?:[ \t]+(.*))?$/su.exec(line) ?? [];
  if (hidden.test(`${outer}${base64}${comment}`)) return { refusal: "sshCharacters" };
  const type = publicKeyTypes.find((known) => known === outer);
  if (!type) return { refusal: whyNotType(outer) };
  if (comment.length > commentLengthMax) return { refusal: "sshTooLong" };
  const wire = Buffer.from(base64, "base64");
  if (wire.length === 0 || wire.toString("base64") !== base64) return { refusal: "sshBase64" };
  const read = readWire(type, wire);
  if (typeof read === "string") return { refusal: read };
  const fingerprint = `SHA256:${createHash("sha256").update(wire).digest("base64").replace(/=+$/, "")}`;
  return { key: { type, blob: base64, bits: read.bits, fingerprint, comment } };
}

function whyNotType(outer: string): PublicKeyRefusal {
  if (outer === "ssh-dss") return "sshDsa";
  if (/-cert-v0\d@openssh\.com$/.test(outer)) return "sshCertificate";
  return outer.split(",").some((word) => optionWord.test(word)) ? "sshOptions" : "sshUnknownType";
}

function readWire(type: PublicKeyType, wire: Buffer): { bits: number } | PublicKeyRefusal {
  const reader = openWire(wire);
  if (reader.text() !== type) return reader.failed ? "sshMalformed" : "sshTypeMismatch";
  const read = readBody(type, reader);
  if (reader.failed) return "sshMalformed";
  return typeof read !== "string" && !reader.isAtEnd ? "sshTrailingBytes" : read;
}

function readBody(type: PublicKeyType, reader: Wire): { bits: number } | PublicKeyRefusal {
  switch (type) {
    case "ssh-rsa":
      return readRsa(reader);
    case "ssh-ed25519":
      return readEd25519(reader);
    case "sk-ssh-ed25519@openssh.com": {
      const point = readEd25519(reader);
      return isApplication(reader.text()) ? point : "sshMalformed";
    }
    case "sk-ecdsa-sha2-nistp256@openssh.com": {
      const point = readEcdsa(reader, "nistp256");
      return isApplication(reader.text()) ? point : "sshMalformed";
    }
    default:
      return readEcdsa(reader, type.slice("ecdsa-sha2-".length) as keyof typeof curves);
  }
}

/** What a security key was made for: `ssh:` and perhaps a name (PROTOCOL.u2f). */
const isApplication = (text: string) => /^ssh:[\x21-\x7e]{0,128}$/.test(text);

function readRsa(reader: Wire): { bits: number } | PublicKeyRefusal {
  const exponent = reader.positive();
  const modulus = reader.positive();
  if (exponent === undefined || modulus === undefined) return "sshMalformed";
  const bits = modulus.toString(2).length;
  // Size first: the checks for weakness are long arithmetic. Below 3,072 bits a key is too weak for what it opens.
  if (bits < 3_072 || bits > 8_192) return "sshRsaSize";
  if (exponent < 65_537n || exponent % 2n === 0n || exponent >= 1n << 64n) return "sshRsaExponent";
  return findRsaWeakness(modulus) ? "sshRsaWeak" : { bits };
}

function readEd25519(reader: Wire): { bits: number } | PublicKeyRefusal {
  const point = reader.bytes();
  if (point?.length !== 32) return "sshMalformed";
  return checkEd25519Point(point) ? { bits: 256 } : "sshWeakPoint";
}

const curves = {
  nistp256: { node: "prime256v1", bits: 256 },
  nistp384: { node: "secp384r1", bits: 384 },
  nistp521: { node: "secp521r1", bits: 521 },
} as const;

function readEcdsa(reader: Wire, name: keyof typeof curves): { bits: number } | PublicKeyRefusal {
  const { node, bits } = curves[name];
  if (reader.text() !== name) return "sshTypeMismatch";
  const point = reader.bytes();
  // Uncompressed, as OpenSSH writes it.
  if (point?.length !== 1 + 2 * Math.ceil(bits / 8) || point[0] !== 4) return "sshMalformed";
  try {
    ECDH.convertKey(point, node);
    return { bits };
  } catch {
    return "sshWeakPoint";
  }
}
