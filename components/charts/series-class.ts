const colours = ["series-1", "series-2", "series-3", "series-4", "series-5"] as const;

/** The same colour wherever a series is drawn: by its place in the order of the period's total. */
export function seriesClass(index: number, other = false): string {
  return other ? "series-other" : (colours[index] ?? "series-other");
}
