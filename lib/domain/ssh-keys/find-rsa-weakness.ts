import "server-only";

export type RsaWeakness = "small-factor" | "close-primes" | "roca";

const smallPrimesMax = 65_536;
const fermatSteps = 100;
/** Whose residues betray a modulus of Infineon's library (CVE-2017-15361): the test of the ROCA paper, §3.3. */
const rocaPrimesMax = 167;

function primesUpTo(max: number): bigint[] {
  const isComposite = new Uint8Array(max + 1);
  const primes: bigint[] = [];
  for (let n = 2; n <= max; n++) {
    if (isComposite[n]) continue;
    primes.push(BigInt(n));
    for (let multiple = n * n; multiple <= max; multiple += n) isComposite[multiple] = 1;
  }
  return primes;
}

const smallPrimes = primesUpTo(smallPrimesMax);

/** For each small odd prime, the residues that powers of 65537 reach. */
const rocaResidues = smallPrimes
  .filter((prime) => prime > 2n && prime <= rocaPrimesMax)
  .map((prime) => {
    const reached = new Set<bigint>();
    for (let power = 1n; !reached.has(power); power = (power * 65_537n) % prime) reached.add(power);
    return { prime, reached };
  });

function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (let next = (root + n / root) >> 1n; next < root; next = (root + n / root) >> 1n) root = next;
  return root;
}

/** Squares end in these digits (base 16): most numbers need no root. */
const squareEndings = new Set([0n, 1n, 4n, 9n]);

/** Fermat's factoring: primes that begin with the same digits are found in a few steps. */
function hasClosePrimes(modulus: bigint): boolean {
  let a = squareRoot(modulus);
  if (a * a < modulus) a += 1n;
  for (let step = 0; step < fermatSteps; step++, a += 1n) {
    const square = a * a - modulus;
    if (squareEndings.has(square & 15n) && squareRoot(square) ** 2n === square) return true;
  }
  return false;
}

/** Whether an RSA modulus can be factored by what is known of bad key generators. Bounded work: some milliseconds. */
export function findRsaWeakness(modulus: bigint): RsaWeakness | undefined {
  if (smallPrimes.some((prime) => modulus % prime === 0n)) return "small-factor";
  if (rocaResidues.every(({ prime, reached }) => reached.has(modulus % prime))) return "roca";
  return hasClosePrimes(modulus) ? "close-primes" : undefined;
}
