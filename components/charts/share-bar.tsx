import { seriesClass } from "./series-class";

interface Props {
  /** Thousandths of the whole: pixels, never an amount. */
  perMille: number;
  index: number;
  other?: boolean;
}

/** How much of the whole a row is; the numbers beside it say the same. */
export function ShareBar({ perMille, index, other = false }: Props) {
  const width = Math.min(1000, Math.max(0, perMille));
  return (
    <svg viewBox="0 0 1000 6" preserveAspectRatio="none" className="bar-track" aria-hidden="true">
      <rect width={1000} height={6} />
      <rect width={width} height={6} className={seriesClass(index, other)} />
    </svg>
  );
}
