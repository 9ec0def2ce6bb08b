import "server-only";
import { createHmac } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { boundedQueue } from "@/lib/foundation/bounded-queue";
import { DomainError } from "@/lib/foundation/errors";
import { assertOutsideTransaction } from "@/lib/foundation/outside-transaction";
import { secretKey } from "@/lib/foundation/secrets";
import { normalizePassword } from "./password-rules";

/** security.md §1.4; the library's default algorithm is argon2id. */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 };
/** Which pepper; a stored string is this and a PHC string: `p1$argon2id$v=19$m=65536,t=3,p=1$…`. */
const pepperVersion = "p1";
/** A hash that no password has, made of today's cost, so that an unknown name costs what a known one does. */
const dummy = `${pepperVersion}$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$RXNwYWxpZXJOb2JvZHlYWA$${"A".repeat(43)}`;

const inHashingQueue = boundedQueue({
  atOnce: 2 * availableParallelism(),
  waiting: 50,
  refuse: () => new DomainError("unavailable", "sign-in"),
});

/** Never inside a transaction: 64 MiB and a tenth of a second would be paid while holding locks. */
export async function hashPassword(password: string): Promise<string> {
  assertOutsideTransaction("hashing");
  const phc = await inHashingQueue(() => hash(peppered(password), cost));
  return `${pepperVersion}${phc}`;
}

/** @param stored null for a principal that does not exist: costs the same and is false. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  assertOutsideTransaction("hashing");
  const [version, phc] = splitStored(stored ?? dummy);
  if (version !== pepperVersion) throw new Error(`A password was hashed with pepper ${version}, which is not here.`);
  const matches = await inHashingQueue(() => verify(phc, peppered(password)));
  return stored !== null && matches;
}

/** Is it weaker than what would be stored today? Asked after a successful sign-in, when the password is at hand. */
export function needsRehash(stored: string): boolean {
  const [version, phc] = splitStored(stored);
  const parameters = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(phc);
  if (version !== pepperVersion || !parameters) return true;
  const [, memoryCost, timeCost, parallelism] = parameters.map(Number);
  return (
    Number(memoryCost) < cost.memoryCost || Number(timeCost) < cost.timeCost || Number(parallelism) < cost.parallelism
  );
}

/** Without the pepper, which is not in the database, a stolen table cannot even be guessed at. */
function peppered(password: string): string {
  return createHmac("sha256", secretKey("pepper")).update(normalizePassword(password)).digest("base64");
}

function splitStored(stored: string): [version: string, phc: string] {
  const end = stored.indexOf("$");
  return [stored.slice(0, Math.max(end, 0)), stored.slice(Math.max(end, 0))];
}
