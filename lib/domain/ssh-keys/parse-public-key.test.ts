import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dose } from "@/tests/support/dose";
import { parsePublicKey } from "./parse-public-key";

const home = mkdtempSync(join(tmpdir(), "espalier-ssh-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function part(bytes: Buffer | string): Buffer {
  const body = Buffer.from(bytes as string, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

function mpint(n: bigint): Buffer {
  const hex = n.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex");
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

const line = (type: string, ...parts: (Buffer | string)[]) =>
  `${type} ${Buffer.concat([part(type), ...parts.map(part)]).toString("base64")}`;
const rsa = (e: bigint, n: bigint) => line("ssh-rsa", mpint(e), mpint(n));
const fromBase64url = (text: string | undefined) => Buffer.from(text ?? "", "base64url");
const numberOf = (text: string | undefined) => BigInt(`0x${fromBase64url(text).toString("hex")}`);

const rsaJwk = (bits: number) =>
  generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ format: "jwk" });
const edPoint = () => fromBase64url(generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x);
function ecPoint(namedCurve: string): Buffer {
  const { x, y } = generateKeyPairSync("ec", { namedCurve }).publicKey.export({ format: "jwk" });
  return Buffer.concat([Buffer.from([4]), fromBase64url(x), fromBase64url(y)]);
}

function keygen(kind: string, bits: string): string {
  const path = join(home, `${kind}-${bits}`);
  execFileSync("ssh-keygen", ["-q", "-t", kind, "-b", bits, "-N", "", "-C", "ada@laptop", "-f", path]);
  return readFileSync(`${path}.pub`, "utf8");
}

/** What OpenSSH itself says of the key. */
function described(text: string): { bits: number; fingerprint: string } {
  const path = join(home, "one.pub");
  writeFileSync(path, `${text.trim()}\n`);
  const [bits, fingerprint = ""] = execFileSync("ssh-keygen", ["-l", "-f", path]).toString().split(" ");
  return { bits: Number(bits), fingerprint };
}

const sk = "sk-ssh-ed25519@openssh.com";
const skEc = "sk-ecdsa-sha2-nistp256@openssh.com";
const good: Record<string, () => string> = {
  ed25519: () => keygen("ed25519", "256"),
  "ecdsa 256": () => keygen("ecdsa", "256"),
  "ecdsa 384": () => keygen("ecdsa", "384"),
  "ecdsa 521": () => keygen("ecdsa", "521"),
  "rsa 3072": () => keygen("rsa", "3072"),
  "security key, ed25519": () => `${line(sk, edPoint(), "ssh:")} ada@laptop`,
  "security key, ecdsa": () => `${line(skEc, "nistp256", ecPoint("prime256v1"), "ssh:work")} ada@laptop`,
};

describe("a public key", () => {
  it.each(Object.entries(good))("of kind %s has the size and fingerprint that ssh-keygen tells", (_kind, make) => {
    const text = make();
    const { key } = parsePublicKey(text);
    expect(key).toMatchObject({ ...described(text), comment: "ada@laptop" });
    expect(text).toContain(`${key?.type} ${key?.blob}`);
  });

  it("keeps fingerprint and size over fifty fresh keys", () => {
    const texts = Array.from({ length: 50 }, () => line("ssh-ed25519", edPoint()));
    const path = join(home, "fifty.pub");
    writeFileSync(path, `${texts.join("\n")}\n`);
    const told = execFileSync("ssh-keygen", ["-l", "-f", path]).toString().trim().split("\n");
    expect(texts.map((text) => parsePublicKey(text).key?.fingerprint)).toEqual(told.map((one) => one.split(" ")[1]));
  });
});

describe("what is no key to log in with", () => {
  const valid = line("ssh-ed25519", edPoint());
  const [type = "", base64 = ""] = valid.split(" ");
  const wire = Buffer.from(base64, "base64");
  let modulus = 0n;
  let short = 0n;
  beforeAll(() => {
    modulus = numberOf(rsaJwk(3072).n);
    short = numberOf(rsaJwk(2048).n);
  });

  const pem = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----";
  const edPrime = (1n << 255n) - 19n;
  const y = (n: bigint) => Buffer.from(n.toString(16).padStart(64, "0"), "hex").reverse();
  /** Of order eight: known from RFC 7748's list of points to refuse. */
  const orderEight = Buffer.from("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", "hex");
  const offCurve = () => {
    const point = ecPoint("prime256v1");
    point[64] = (point[64] ?? 0) ^ 1;
    return point;
  };
  it.each<[string, string, () => string]>([
    ["nothing", "sshEmpty", () => " \n"],
    ["a private key", "sshPrivateKey", () => pem],
    ["a private key without its armour", "sshPrivateKey", () => pem.split("\n")[1] ?? ""],
    ["PuTTY's private key", "sshPrivateKey", () => "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none"],
    ["RFC 4716's format", "sshOtherFormat", () => `---- BEGIN SSH2 PUBLIC KEY ----\n${base64}\n---- END ----`],
    ["a PEM public key", "sshOtherFormat", () => "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----"],
    ["two keys", "sshSeveralLines", () => `${valid}\n${valid}`],
    ["a key wrapped by a terminal", "sshSeveralLines", () => `${valid.slice(0, 40)}\r\n${valid.slice(40)}`],
    ["options before the key", "sshOptions", () => `command="/bin/sh",no-pty ${valid}`],
    ["cert-authority", "sshOptions", () => `cert-authority ${valid}`],
    ["a certificate", "sshCertificate", () => `ssh-ed25519-cert-v01@openssh.com ${base64}`],
    ["DSA", "sshDsa", () => `ssh-dss ${base64}`],
    ["a type nobody knows", "sshUnknownType", () => `ssh-ed448 ${base64}`],
    ["RSA of protocol 1", "sshUnknownType", () => "1024 35 1234567890"],
    ["a NUL", "sshCharacters", () => `${valid} a\0b`],
    ["a bidirectional override in the comment", "sshCharacters", () => `${valid} a\u202eb`],
    ["a zero-width space in the key", "sshCharacters", () => `${type} ${base64.slice(0, 9)}\u200b${base64.slice(9)}`],
    ["a lone surrogate", "sshCharacters", () => `${valid} \ud800`],
    ["base64 with a stray character", "sshBase64", () => `${type} ${base64.slice(0, -1)}!`],
    ["base64 that is not canonical", "sshBase64", () => `${type} ${base64.replace(/=*$/, "")}A`],
    ["a type without a key", "sshBase64", () => type],
    ["another type inside", "sshTypeMismatch", () => `ecdsa-sha2-nistp256 ${base64}`],
    ["a length beyond the end", "sshMalformed", () => `${type} ${wire.subarray(0, -1).toString("base64")}`],
    ["bytes after the key", "sshTrailingBytes", () => `${type} ${Buffer.concat([wire, wire]).toString("base64")}`],
    ["an Ed25519 key of 31 bytes", "sshMalformed", () => line("ssh-ed25519", Buffer.alloc(31, 7))],
    ["the point of order one", "sshWeakPoint", () => line("ssh-ed25519", y(1n))],
    ["a point of order four", "sshWeakPoint", () => line("ssh-ed25519", y(0n))],
    ["a point of order eight", "sshWeakPoint", () => line("ssh-ed25519", orderEight)],
    ["an Ed25519 point that is not canonical", "sshWeakPoint", () => line("ssh-ed25519", y(edPrime + 1n))],
    ["an Ed25519 y that no point has", "sshWeakPoint", () => line("ssh-ed25519", y(2n))],
    ["an ECDSA point off the curve", "sshWeakPoint", () => line("ecdsa-sha2-nistp256", "nistp256", offCurve())],
    ["a compressed ECDSA point", "sshMalformed", () => line("ecdsa-sha2-nistp256", "nistp256", Buffer.alloc(33, 2))],
    ["another curve inside", "sshTypeMismatch", () => line("ecdsa-sha2-nistp256", "nistp384", ecPoint("secp384r1"))],
    ["a security key of a web site", "sshMalformed", () => line(sk, edPoint(), "https://example.org")],
    ["RSA of 2048 bits", "sshRsaSize", () => rsa(65_537n, short)],
    ["RSA of 9000 bits", "sshRsaSize", () => rsa(65_537n, (1n << 9000n) + 1n)],
    ["RSA with exponent 1", "sshRsaExponent", () => rsa(1n, modulus)],
    ["RSA with exponent 3", "sshRsaExponent", () => rsa(3n, modulus)],
    ["RSA with an even exponent", "sshRsaExponent", () => rsa(65_538n, modulus)],
    ["a negative modulus", "sshMalformed", () => line("ssh-rsa", mpint(65_537n), mpint(modulus).subarray(1))],
    [
      "a padded modulus",
      "sshMalformed",
      () => line("ssh-rsa", mpint(65_537n), `\0\0${mpint(modulus).toString("latin1")}`),
    ],
    ["a modulus with a small factor", "sshRsaWeak", () => rsa(65_537n, (modulus / 3n) * 3n)],
    ["a comment without end", "sshTooLong", () => `${valid} ${"x".repeat(300)}`],
    ["a megabyte", "sshTooLong", () => "A".repeat(1_000_000)],
  ])("refuses %s: %s", (_what, refusal, make) => {
    expect(parsePublicKey(make())).toEqual({ refusal });
  });

  it(
    "survives any change of a key, and never reads another key into it",
    () => {
      const edit = fc.tuple(fc.nat(valid.length), fc.nat(3), fc.string({ unit: "binary", maxLength: 3 }));
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (changes) => {
          const text = changes.reduce((t, [at, drop, put]) => t.slice(0, at) + put + t.slice(at + drop), valid);
          const { key } = parsePublicKey(text);
          if (key) expect(text.split(/[ \t]+/)).toContain(key.blob);
        }),
        { numRuns: dose(5_000, 200_000) },
      );
    },
    dose(30_000, 600_000),
  );
});
