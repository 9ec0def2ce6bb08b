const residentIdWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const residentIdChecks = "10X98765432";
const creditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const creditCodeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** A number as it is compared and kept: without width, case, spaces and hyphens. */
export function normalizeNumber(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "");
}

/** GB 11643-1999: a resident identity number with its check character. */
export function isResidentId(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  return residentIdChecks[weigh(number, residentIdWeights, "0123456789") % 11] === number[17];
}

/** GB 32100-2015: a unified social credit code with its check character. */
export function isCreditCode(number: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(number)) return false;
  const check = (31 - (weigh(number, creditCodeWeights, creditCodeAlphabet) % 31)) % 31;
  return creditCodeAlphabet[check] === number[17];
}

function weigh(number: string, weights: readonly number[], alphabet: string): number {
  return weights.reduce((sum, weight, place) => sum + weight * alphabet.indexOf(number[place] ?? ""), 0);
}
