/** Basis points as per cent, by their digits. */
export function percentOf(basisPoints: number): string {
  const [whole, part] = [Math.floor(basisPoints / 100), basisPoints % 100];
  return part === 0 ? `${whole}%` : `${whole}.${String(part).padStart(2, "0").replace(/0$/, "")}%`;
}
