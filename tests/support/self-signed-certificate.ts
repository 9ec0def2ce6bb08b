import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate for one host name, signed by itself, made where it is needed: no key lies in the repository. */
export function selfSignedCertificate(hostname: string): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(0x30, [der(0x06, hex("2a8648ce3d040302"))]);
  const name = der(0x30, [der(0x31, [der(0x30, [der(0x06, hex("550403")), der(0x0c, [Buffer.from(hostname)])])])]);
  const day = 86_400_000;
  const validity = der(0x30, [utcTime(Date.now() - day), utcTime(Date.now() + day)]);
  const alternativeName = der(0x30, [der(0x82, [Buffer.from(hostname)])]);
  const extensions = der(0xa3, [der(0x30, [der(0x30, [der(0x06, hex("551d11")), der(0x04, [alternativeName])])])]);
  const version = der(0xa0, [der(0x02, hex("02"))]);
  const content = der(0x30, [
    version,
    der(0x02, hex("01")),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    extensions,
  ]);
  const signature = der(0x03, [Buffer.from([0]), sign("sha256", content, privateKey)]);
  const encoded = der(0x30, [content, algorithm, signature]).toString("base64");
  const lines = encoded.match(/.{1,64}/g)?.join("\n") ?? "";
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function der(tag: number, content: Buffer | readonly Buffer[]): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.concat(content);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}

function utcTime(moment: number): Buffer {
  const digits = new Date(moment).toISOString().replaceAll(/[-:T]/g, "").slice(2, 14);
  return der(0x17, [Buffer.from(`${digits}Z`)]);
}
