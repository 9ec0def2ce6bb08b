import "server-only";
import { randomInt } from "node:crypto";

/** No characters that are taken for one another when read aloud or copied by hand (0 O o, 1 I l, 5 S, 2 Z). */
const classes = ["abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRTUVWXY", "346789", "-_+=#%@?"];
const alphabet = classes.join("");
const lengthMin = 20;

/** 20 characters or more from the CSPRNG with each class present: good for any password policy an account can set. */
export function generatePassword(wanted = lengthMin): string {
  const length = Math.max(lengthMin, wanted);
  for (;;) {
    const characters = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length)));
    if (classes.every((one) => characters.some((character) => one.includes(character)))) return characters.join("");
  }
}
