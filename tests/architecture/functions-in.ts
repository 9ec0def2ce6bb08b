import { balanced } from "./code-of";
import { codeIn } from "./source-tree";

export interface FunctionIn {
  path: string;
  name: string;
  exported: boolean;
  parameters: string;
  /** Parameters, types and all: what stands between the name and the last brace. */
  body: string;
}

const declared = /(?:^|\n)(export\s+)?(?:default\s+)?(?:async\s+)?function\*?\s+(\w+)/g;
const assigned = /(?:^|\n)(export\s+)?const\s+(\w+)(?:\s*:[^=\n]+)?\s*=\s*(?=(?:async\s*)?(?:<[^>]*>)?\()/g;

/** Functions at the top of a module: what can be called from elsewhere, and its helpers. */
export function functionsIn(path: string): FunctionIn[] {
  const code = codeIn(path);
  const found: FunctionIn[] = [];
  for (const pattern of [declared, assigned]) {
    for (const match of code.matchAll(pattern)) {
      const open = code.indexOf("(", match.index + match[0].length - (pattern === assigned ? 1 : 0));
      if (open < 0) continue;
      const parameters = balanced(code, open);
      const rest = code.slice(open + parameters.length);
      const end = /\n(?=[^\s})\]])/.exec(rest)?.index ?? rest.length;
      const [, keyword, name = ""] = match;
      found.push({ path, name, exported: keyword !== undefined, parameters, body: rest.slice(0, end) });
    }
  }
  return found;
}

/** The texts of all calls of `name`, arguments included. */
export function callsOf(name: string, code: string): string[] {
  return [...code.matchAll(new RegExp(`(?<![\\w.])${name}(?:<[^()]*?>)?\\(`, "g"))].map((match) =>
    balanced(code, match.index + match[0].length - 1),
  );
}
