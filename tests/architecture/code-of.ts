/** Before one of these a slash begins a regular expression, elsewhere it divides or closes a tag. */
const beforeRegExp = /(?:^|[(,=:[!&|?{;+*~^%\n]|=>|\b(?:return|typeof|case|in|of))\s*$/;

/**
 * TypeScript without its comments, the same length and lines. Strings, templates and regular expressions are stepped
 * over, so that `"//"` stays. TypeScript 7 has no parser to call; this is as much of one as the suite needs.
 */
export function codeOf(text: string): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    const end = two === "//" || two === "/*" ? endOfComment(text, at) : endOfLiteral(text, at, out);
    if (end === undefined) out += text[at++];
    else {
      const piece = text.slice(at, end);
      out += two === "//" || two === "/*" ? piece.replace(/[^\n]/g, " ") : piece;
      at = end;
    }
  }
  return out;
}

function endOfComment(text: string, at: number): number {
  const line = text[at + 1] === "/";
  const end = text.indexOf(line ? "\n" : "*/", at + 2);
  if (end < 0) return text.length;
  return line ? end : end + 2;
}

function endOfLiteral(text: string, at: number, before: string): number | undefined {
  const quote = text[at];
  if (quote === '"' || quote === "'") return endOfQuoted(text, at);
  if (quote === "`") return endOfTemplate(text, at);
  if (quote === "/" && beforeRegExp.test(before.slice(-20))) return endOfRegExp(text, at);
  return undefined;
}

/** An apostrophe in the text of an element ends with its line. */
function endOfQuoted(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === text[at]) return i + 1;
    else if (text[i] === "\n") return at + 1;
  }
  return at + 1;
}

function endOfTemplate(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "`") return i + 1;
    else if (text.startsWith("${", i)) i = endOfHole(text, i + 2) - 1;
  }
  return text.length;
}

function endOfHole(text: string, at: number): number {
  let depth = 1;
  let i = at;
  while (i < text.length && depth > 0) {
    const character = text[i];
    if (character === "`") i = endOfTemplate(text, i);
    else if (character === '"' || character === "'") i = endOfQuoted(text, i);
    else {
      if (character === "{") depth++;
      if (character === "}") depth--;
      i++;
    }
  }
  return i;
}

function endOfRegExp(text: string, at: number): number | undefined {
  let inClass = false;
  for (let i = at + 1; i < text.length && text[i] !== "\n"; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "[") inClass = true;
    else if (text[i] === "]") inClass = false;
    else if (text[i] === "/" && !inClass) return i + 1;
  }
  return undefined;
}

/** From the bracket at `open` to just after the one that closes it, strings stepped over. */
export function balanced(code: string, open: number): string {
  let depth = 0;
  let i = open;
  while (i < code.length) {
    const end = endOfLiteral(code, i, code.slice(Math.max(0, i - 20), i));
    if (end !== undefined) {
      i = end;
      continue;
    }
    if ("([{".includes(code[i] ?? "")) depth++;
    if (")]}".includes(code[i] ?? "")) depth--;
    i++;
    if (depth === 0) return code.slice(open, i);
  }
  return code.slice(open);
}
