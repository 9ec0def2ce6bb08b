import "server-only";

const p = (1n << 255n) - 19n;
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

const mod = (n: bigint) => ((n % p) + p) % p;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

const rootOfMinusOne = power(2n, (p - 1n) / 4n);

/** The x of a point with this y, whichever sign (RFC 8032 §5.1.3); undefined where no point has it. */
function xOf(y: bigint): bigint | undefined {
  const ySquared = mod(y * y);
  const xSquared = mod((ySquared - 1n) * power(mod(d * ySquared + 1n), p - 2n));
  const candidate = power(xSquared, (p + 3n) / 8n);
  for (const x of [candidate, mod(candidate * rootOfMinusOne)]) if (mod(x * x) === xSquared) return x;
  return undefined;
}

interface Projective {
  x: bigint;
  y: bigint;
  z: bigint;
}

/** Doubling on the twisted Edwards curve with a = -1 (Hisil, Wong, Carter, Dawson 2008). */
function double({ x, y, z }: Projective): Projective {
  const a = mod(x * x);
  const b = mod(y * y);
  const e = mod((x + y) * (x + y) - a - b);
  const g = mod(b - a);
  const f = mod(g - 2n * z * z);
  return { x: mod(e * f), y: mod(g * mod(-a - b)), z: mod(f * g) };
}

/** Whether 32 bytes are a canonical point of the curve, and not one of the eight whose signatures anybody can make. */
export function checkEd25519Point(bytes: Buffer): boolean {
  const little = BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
  const y = little & ((1n << 255n) - 1n);
  if (y >= p) return false;
  const x = xOf(y);
  if (x === undefined) return false;
  const { x: x8, y: y8, z: z8 } = double(double(double({ x, y, z: 1n })));
  return !(x8 === 0n && y8 === z8);
}
