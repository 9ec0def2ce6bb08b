import "server-only";
import type { PolicyDocument, PolicyStatement } from "./policy-document";

export interface Decision {
  allowed: boolean;
  /** The statement that decided; undefined when nothing matched, which denies. */
  statement: PolicyStatement | undefined;
}

/** Default deny, deny wins; pure. Actions match without regard to case (RAM), resources exactly. */
export function evaluate(policies: readonly PolicyDocument[], action: string, resource: string): Decision {
  let allow: PolicyStatement | undefined;
  for (const { Statement } of policies) {
    for (const statement of Statement) {
      if (!applies(statement, action, resource)) continue;
      if (statement.Effect === "Deny") return { allowed: false, statement };
      allow ??= statement;
    }
  }
  return { allowed: allow !== undefined, statement: allow };
}

function applies(statement: PolicyStatement, action: string, resource: string): boolean {
  const wanted = action.toLowerCase();
  return (
    statement.Action.some((pattern) => matchesPattern(pattern.toLowerCase(), wanted)) &&
    statement.Resource.some((pattern) => matchesPattern(pattern, resource))
  );
}

/** `*` any run, `?` one character; linear in time: it goes back to the last star only. */
function matchesPattern(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
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
