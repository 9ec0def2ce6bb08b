/** Message keys below `errors`. */
export type PasswordProblem = "passwordTooShort" | "passwordTooLong" | "passwordCommon" | "passwordContainsName";

/** NIST SP 800-63B-4 §3.1.1.2: 15 where the password stands alone, 8 beside a second factor. */
export const minimumPasswordLength = { alone: 15, withSecondFactor: 8 };
export const maximumPasswordLength = 128;
/** Measured before NFC, which is what an over-long input would make expensive. */
const maximumPasswordBytes = 1024;

/** The one form in which a password is judged, hashed and verified: composed and decomposed accents are one. */
export function normalizePassword(password: string): string {
  return password.normalize("NFC");
}

/** @param password as typed; the length counts code points, so that every script is treated alike. */
export function passwordLengthProblem(
  password: string,
  { secondFactor }: { secondFactor: boolean },
): PasswordProblem | null {
  if (password.length > maximumPasswordBytes || new TextEncoder().encode(password).length > maximumPasswordBytes) {
    return "passwordTooLong";
  }
  const length = [...normalizePassword(password)].length;
  if (length > maximumPasswordLength) return "passwordTooLong";
  return length < minimumLength(secondFactor) ? "passwordTooShort" : null;
}

/** What the message of a problem names. */
export function passwordProblemParams(
  problem: PasswordProblem,
  { secondFactor }: { secondFactor: boolean },
): Record<string, number> {
  if (problem === "passwordTooLong") return { max: maximumPasswordLength };
  if (problem === "passwordTooShort") return { min: minimumLength(secondFactor) };
  return {};
}

function minimumLength(secondFactor: boolean): number {
  return secondFactor ? minimumPasswordLength.withSecondFactor : minimumPasswordLength.alone;
}

/** What cracking tools try for each sign; a sign with two readings is tried as both. */
const leetLetters = new Map(
  Object.entries({
    "0": "o",
    "1": "il",
    "2": "z",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "g",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    $: "s",
    "!": "il",
    "|": "il",
    "+": "t",
    "(": "c",
    "€": "e",
  }),
);

/** Could this character of a password stand for this letter? */
function readsAs(character: string, letter: string): boolean {
  return character === letter || (leetLetters.get(character)?.includes(letter) ?? false);
}

const isLetter = (character: string) => /\p{L}/u.test(character);
const fold = (text: string) => [...text.normalize("NFKC").toLowerCase()];

/**
 * Nothing but the words around it (product, alias, account, sub-account, company), however decorated:
 * `H4rbor-2026!` for the account `harbor`. A digit may be decoration or a letter, so both readings are followed
 * side by side, one pass over the password.
 */
export function isOnlyContextWords(password: string, contextWords: readonly string[]): boolean {
  const words = lettersOf(contextWords);
  let nothingYet = true;
  let afterWord = false;
  /** Per word: how many of its letters may have been read so far. */
  let begun = words.map(() => new Set<number>());
  for (const character of fold(password)) {
    const decoration = !isLetter(character);
    const mayBegin = nothingYet || afterWord;
    nothingYet &&= decoration;
    afterWord &&= decoration;
    begun = words.map((word, index) => {
      const before = begun[index] ?? new Set();
      const after = new Set(decoration ? before : []);
      for (const read of mayBegin ? [0, ...before] : before) {
        if (!readsAs(character, word[read] ?? "")) continue;
        if (read + 1 === word.length) afterWord = true;
        else after.add(read + 1);
      }
      return after;
    });
  }
  return afterWord;
}

/** The words themselves and, of a name of several words ("Harbor Logistics"), each of them. */
function lettersOf(contextWords: readonly string[]): string[][] {
  const parts = contextWords.flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)]);
  const words = parts.map((part) => fold(part).filter(isLetter).join(""));
  return [...new Set(words)].filter((word) => word.length > 1).map((word) => [...word]);
}
