import "server-only";

export type TextTest = (text: string) => boolean;

/** Whether any of the patterns matches: `*` is any run, also an empty one, `?` one character. */
export function compilePatterns(patterns: readonly string[]): TextTest {
  const exact = new Set<string>();
  const tests: TextTest[] = [];
  for (const pattern of patterns) {
    if (pattern === "*") return () => true;
    if (/[*?]/.test(pattern)) tests.push(compileOne(pattern));
    else exact.add(pattern);
  }
  const [first, ...more] = tests;
  if (!first) return (text) => exact.has(text);
  if (more.length === 0 && exact.size === 0) return first;
  return (text) => exact.has(text) || tests.some((test) => test(text));
}

function compileOne(pattern: string): TextTest {
  const stem = pattern.slice(0, -1);
  if (pattern.endsWith("*") && !/[*?]/.test(stem)) return (text) => text.startsWith(stem);
  // Who asks for `user/*` asks for all of them: one character of a pattern does not allow that.
  return (text) => matchesWildcards(pattern, text, "*");
}

/** At most pattern × text steps: it goes back to the last star only, never further. `?` is any character but `except`. */
export function matchesWildcards(pattern: string, text: string, except = ""): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === "*") {
      star = p++;
      resume = t;
    } else if (wanted === "?" && text[t] !== except) {
      t += (text.codePointAt(t) ?? 0) > 0xffff ? 2 : 1;
      p++;
    } else if (wanted === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** `acs`, service, region, account uid; whatever follows, colons included, names the thing. */
const arnFields = 5;

/** The five fields; undefined for what is no ARN. */
export function splitArn(arn: string): readonly string[] | undefined {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < arnFields - 1) {
    const colon = arn.indexOf(":", from);
    if (colon < 0) return undefined;
    fields.push(arn.slice(from, colon));
    from = colon + 1;
  }
  fields.push(arn.slice(from));
  return fields;
}

export type ArnTest = (fields: readonly string[] | undefined) => boolean;

/** Field by field: a wildcard crosses no colon but those of the last field. A bare `*` is everything. */
export function compileArns(patterns: readonly string[]): ArnTest {
  if (patterns.includes("*")) return () => true;
  const tests = patterns.flatMap((pattern) => {
    const fields = splitArn(pattern);
    return fields ? [fields.map((field) => compilePatterns([field]))] : [];
  });
  return (fields) => {
    if (!fields) return false;
    for (const test of tests) {
      // Last field first: it is the one that differs.
      let at = arnFields - 1;
      while (at >= 0 && test[at]?.(fields[at] ?? "")) at--;
      if (at < 0) return true;
    }
    return false;
  };
}
