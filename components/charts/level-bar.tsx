import { CircleX, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";

/** Of a bound: well within it, from eight tenths on nearly at it, at it. */
export type Level = "within" | "near" | "reached";

export function levelOf(perMille: number): Level {
  return perMille >= 1000 ? "reached" : perMille >= 800 ? "near" : "within";
}

const looks = {
  within: { fill: "text-ink-3", tone: "plain" },
  near: { fill: "text-warn", tone: "warn", icon: TriangleAlert },
  reached: { fill: "text-danger", tone: "danger", icon: CircleX },
} as const;

interface Props {
  /** Thousandths of the bound: pixels, never an amount. */
  perMille: number;
  /** The share and its level in words, which say more than the colour does. */
  words: string;
}

/** How much of a bound is used, and how near that is: by length, by colour, by a mark and by a word. */
export function LevelBar({ perMille, words }: Props) {
  const { fill, ...look } = looks[levelOf(perMille)];
  return (
    <div className="grid gap-1">
      <svg viewBox="0 0 1000 6" preserveAspectRatio="none" className="bar-track" aria-hidden="true">
        <rect width={1000} height={6} />
        <rect width={Math.min(1000, Math.max(0, perMille))} height={6} className={`fill-current ${fill}`} />
      </svg>
      <span>
        <Badge {...look}>{words}</Badge>
      </span>
    </div>
  );
}
