import { generateKeyPairSync } from "node:crypto";

const uint32 = (n: number) => Buffer.from([0, 0, n >> 8, n & 255]);

/** A fresh Ed25519 key as its `.pub` file says it. */
export function buildPublicKey(comment = "ada@laptop"): string {
  const { x = "" } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  const [type, point] = [Buffer.from("ssh-ed25519"), Buffer.from(x, "base64url")];
  const wire = Buffer.concat([uint32(type.length), type, uint32(point.length), point]);
  return `ssh-ed25519 ${wire.toString("base64")} ${comment}`;
}
