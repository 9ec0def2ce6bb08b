import "server-only";

/**
 * Exact decimals as whole numbers of a scale: `"1.25"` at scale 4 is `12500n`. Undefined for what is no plain decimal
 * or has more digits than the scale holds.
 */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const match = /^(-?)(\d{1,26})(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "0", digits = ""] = match;
  const fraction = digits.replace(/0+$/, "");
  if (fraction.length > scale) return undefined;
  const value = BigInt(whole + fraction.padEnd(scale, "0"));
  return sign ? -value : value;
}

/** The shortest decimal that says the same. */
export function writeDecimal(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  const fraction = digits.slice(point).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${digits.slice(0, point)}${fraction ? `.${fraction}` : ""}`;
}
