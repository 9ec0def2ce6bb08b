import "server-only";

export interface DiffLine {
  /** Counted from 1 through both documents. */
  place: number;
  /** `same` stands in both, `gone` only before, `new` only after. */
  kind: "same" | "gone" | "new";
  text: string;
}

/** What changed between two documents, line by line: the longest common run of lines stays, the rest went or came. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const common = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [a, b] = [old[i], now[j]];
    if (a !== undefined && a === b) {
      lines.push({ place: lines.length + 1, kind: "same", text: a });
      i++;
      j++;
    } else if (b === undefined || (a !== undefined && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      lines.push({ place: lines.length + 1, kind: "gone", text: a ?? "" });
      i++;
    } else {
      lines.push({ place: lines.length + 1, kind: "new", text: b });
      j++;
    }
  }
  return lines;
}

/** `lengths[i][j]`: how many lines `old.slice(i)` and `now.slice(j)` share in order. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const [here, below, beside] = [lengths[i], lengths[i + 1], lengths[i]];
      if (!here || !below || !beside) continue;
      here[j] = old[i] === now[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, beside[j + 1] ?? 0);
    }
  }
  return lengths;
}
