import "server-only";
import { matchesWildcards, splitArn } from "./match-pattern";

/** Whether everything that `narrow` matches is matched by `wide`. May say no where it is so, never yes where it is not. */
export function covers(wide: string, narrow: string): boolean {
  // The narrow pattern read as a text: its star is matched by a star alone, its `?` by a star or a `?`.
  return matchesWildcards(wide, narrow, "*");
}

/** Whether some text is matched by both. */
export function overlaps(one: string, other: string): boolean {
  // after[j]: whether what is left of `one` and other.slice(j) have a text in common.
  let after: boolean[] = [];
  for (let i = one.length; i >= 0; i--) {
    const here: boolean[] = new Array(other.length + 1);
    for (let j = other.length; j >= 0; j--) {
      const [a, b] = [one[i], other[j]];
      if (a === undefined && b === undefined) here[j] = true;
      else if (a === "*") here[j] = (after[j] ?? false) || (j < other.length && (here[j + 1] ?? false));
      else if (b === "*") here[j] = (here[j + 1] ?? false) || (i < one.length && (after[j] ?? false));
      else here[j] = a !== undefined && b !== undefined && meets(a, b) && (after[j + 1] ?? false);
    }
    after = here;
  }
  return after[0] ?? false;
}

const meets = (a: string, b: string) => a === b || a === "?" || b === "?";

function byField(one: string, other: string, holds: (one: string, other: string) => boolean): boolean {
  const [fields, others] = [splitArn(one), splitArn(other)];
  return fields !== undefined && others !== undefined && fields.every((field, at) => holds(field, others[at] ?? ""));
}

export function coversArn(wide: string, narrow: string): boolean {
  return wide === "*" || (narrow !== "*" && byField(wide, narrow, covers));
}

export function overlapsArn(one: string, other: string): boolean {
  return one === "*" || other === "*" || byField(one, other, overlaps);
}
