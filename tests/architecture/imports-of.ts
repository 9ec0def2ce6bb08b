import { posix } from "node:path";
import { allFiles, codeIn } from "./source-tree";

export interface Import {
  /** A path of the repository, or the package's name (`node:crypto`, `next/cache`). */
  target: string;
  ours: boolean;
  specifier: string;
  names: string[];
  typeOnly: boolean;
}

const statement = /(?:^|[\n;])\s*(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s*["']([^"']+)["']/g;
const sideEffect = /(?:^|[\n;])\s*import\s*["']([^"']+)["']/g;
const dynamic = /\bimport\(\s*["']([^"']+)["']/g;
const present = new Set(allFiles);

function resolve(from: string, specifier: string): { target: string; ours: boolean } {
  const base = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? posix.join(posix.dirname(from), specifier)
      : undefined;
  if (base === undefined) return { target: specifier, ours: false };
  const found = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((path) => present.has(path));
  return { target: found ?? base, ours: true };
}

/** `{ a, type B as C }, D` as a, B, D; a type among values does not run, but is still an import. */
function namesIn(clause: string): string[] {
  return clause
    .replace(/[{}]/g, ",")
    .split(",")
    .map(
      (name) =>
        name
          .trim()
          .replace(/^type\s+/, "")
          .split(/\s+as\s+/)[0] ?? "",
    )
    .filter(Boolean);
}

const isTypeOnly = (clause: string) =>
  /^\{[^}]*\}$/.test(clause) && namesIn(clause).length > 0 && !/(?:^\{|,)\s*(?!type\s|\})\S/.test(clause);

export function importsOf(path: string): Import[] {
  const code = codeIn(path);
  const found: Import[] = [];
  for (const [, type, clause = "", specifier = ""] of code.matchAll(statement)) {
    const typeOnly = type !== undefined || isTypeOnly(clause);
    found.push({ ...resolve(path, specifier), specifier, names: namesIn(clause), typeOnly });
  }
  for (const pattern of [sideEffect, dynamic]) {
    for (const [, specifier = ""] of code.matchAll(pattern)) {
      found.push({ ...resolve(path, specifier), specifier, names: [], typeOnly: false });
    }
  }
  return found;
}
