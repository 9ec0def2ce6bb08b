import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { PasskeyAnswer } from "@/lib/domain/second-factors/schema";

/** What an answer may say wrongly; by default all of it is right. */
export interface Lies {
  challenge?: string;
  origin?: string;
  rpId?: string;
  type?: string;
  /** What the counter says; counts on by itself. */
  counter?: number;
  userVerified?: boolean;
}

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const bytes = (major: number, length: number) => {
  if (length < 24) return Buffer.from([major | length]);
  return Buffer.from(length < 256 ? [major | 24, length] : [major | 25, length >> 8, length & 255]);
};
const text = (value: string) => Buffer.concat([bytes(0x60, value.length), Buffer.from(value)]);
const blob = (value: Buffer) => Buffer.concat([bytes(0x40, value.length), value]);

/** An authenticator with one ES256 credential, by our own hands: the second implementation beside the library's. */
export function softwareAuthenticator({ origin = "http://localhost:3000", counting = true } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const coordinate = (value: string) => blob(Buffer.from(value, "base64url"));
  const cose = Buffer.concat([
    ...[Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), coordinate(x), Buffer.from([0x22])],
    coordinate(y),
  ]);
  const credential = randomBytes(32);
  const id = credential.toString("base64url");
  let count = 0;

  const clientData = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const authenticatorData = (rpId: string, lies: Lies, attested?: Buffer) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? (counting ? ++count : 0));
    const flags = 0x01 | (lies.userVerified === false ? 0 : 0x04) | (attested ? 0x40 : 0);
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.from([flags]), counter, attested ?? Buffer.alloc(0)]);
  };
  const answer = (response: Record<string, unknown>) =>
    JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response });

  return {
    id,
    /** What `navigator.credentials.create` would have answered, as a form sends it. */
    create({ challenge, rp }: PublicKeyCredentialCreationOptionsJSON, lies: Lies = {}): string {
      const length = Buffer.from([0, credential.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, credential, cose]);
      const authData = authenticatorData(String(rp.id), lies, attested);
      const statement = [text("fmt"), text("none"), text("attStmt"), Buffer.from([0xa0]), text("authData")];
      const attestationObject = Buffer.concat([Buffer.from([0xa3]), ...statement, blob(authData)]);
      return answer({
        clientDataJSON: clientData("webauthn.create", challenge, lies).toString("base64url"),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      });
    },
    /** What `navigator.credentials.get` would have answered. */
    get({ challenge, rpId }: PublicKeyCredentialRequestOptionsJSON, lies: Lies = {}): PasskeyAnswer {
      const said = clientData("webauthn.get", challenge, lies);
      const seen = authenticatorData(String(rpId), lies);
      const signature = sign("sha256", Buffer.concat([seen, sha256(said)]), privateKey);
      return PasskeyAnswer.parse(
        JSON.parse(
          answer({
            clientDataJSON: said.toString("base64url"),
            authenticatorData: seen.toString("base64url"),
            signature: signature.toString("base64url"),
          }),
        ),
      );
    },
  };
}
