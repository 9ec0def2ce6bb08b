import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/**
 * Rewrites common-passwords.json from the dictionary of @zxcvbn-ts/language-common:
 *   npm pack @zxcvbn-ts/language-common@4.1.3 && tar -xzf zxcvbn-ts-language-common-4.1.3.tgz
 *   node lib/domain/sign-in/build-common-passwords.ts package/src/passwords.json
 * The same input gives the same file, byte for byte.
 */
const [source] = process.argv.slice(2);
if (!source) throw new Error("Which passwords.json?");
const passwords = [...new Set<string>(JSON.parse(readFileSync(source, "utf8")))];
const digests = passwords.map((password) => createHash("sha256").update(password).digest("hex").slice(0, 12)).sort();
const content = {
  source: "@zxcvbn-ts/language-common 4.1.3 (MIT), src/passwords.json",
  form: "first 6 bytes of SHA-256 of each password in lower case, sorted, base64",
  entries: passwords.length,
  entriesOfAllowedLength: passwords.filter((password) => [...password].length >= 8).length,
  digests: Buffer.from(digests.join(""), "hex").toString("base64"),
};
writeFileSync(new URL("common-passwords.json", import.meta.url), `${JSON.stringify(content, null, 2)}\n`);
