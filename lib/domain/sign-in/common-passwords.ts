import "server-only";
import { createHash } from "node:crypto";
import list from "./common-passwords.json";
import { isPredictablePattern, repeatedUnit } from "./predictable-patterns";

const digestBytes = 6;
const digests = Buffer.from(list.digests, "base64");

/** How far the everyday habits reach: up to a birthday behind a word, up to a year before it, a sign or two. */
const longestEnding = 10;
const longestBeginning = 5;
const shortestCore = 3;

/**
 * Is it on the offline list (docs/decisions/0020-common-passwords.md), or one of the forms every cracking tool
 * derives from that list: other case, leet, digits and signs around it, repetition, keyboard walks, dates?
 */
export function isCommonPassword(password: string): boolean {
  const folded = password.normalize("NFKC").toLowerCase();
  if (isPredictablePattern(folded) || isListed(folded)) return true;
  return coresOf(folded).some((core) => isPredictablePattern(core) || isListed(core));
}

/** The text with up to so many digits and signs taken from both ends: what is left must still hold a letter. */
function coresOf(text: string): string[] {
  const beginning = /^[^\p{L}]*/u.exec(text)?.[0].length ?? 0;
  if (beginning === text.length) return [];
  const ending = /[^\p{L}]*$/u.exec(text)?.[0].length ?? 0;
  const cores: string[] = [];
  for (let before = 0; before <= Math.min(beginning, longestBeginning); before += 1) {
    for (let after = 0; after <= Math.min(ending, longestEnding); after += 1) {
      cores.push(text.slice(before, text.length - after));
    }
  }
  return cores.filter((core) => core.length >= shortestCore);
}

function isListed(text: string): boolean {
  const unit = repeatedUnit(text);
  const forms = new Set([text, unleet(text, "i"), unleet(text, "l")]);
  for (const form of forms) if (holds(form)) return true;
  return unit !== null && (isPredictablePattern(unit) || isListed(unit));
}

function unleet(text: string, one: "i" | "l"): string {
  return text
    .replaceAll(/[1!|]/g, one)
    .replaceAll("0", "o")
    .replaceAll("3", "e")
    .replaceAll(/[4@]/g, "a")
    .replaceAll(/[5$]/g, "s")
    .replaceAll(/[7+]/g, "t");
}

function holds(text: string): boolean {
  const wanted = createHash("sha256").update(text).digest().readUIntBE(0, digestBytes);
  let low = 0;
  let high = digests.length / digestBytes - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = digests.readUIntBE(middle * digestBytes, digestBytes);
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
