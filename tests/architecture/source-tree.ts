import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { codeOf } from "./code-of";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Made by machines, or not ours. */
const skipped = new Set(["node_modules", ".next", ".git", ".data", "test-results", "playwright-report", "meta"]);

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Every file of the repository, as a path from its root with `/`. */
export const allFiles: readonly string[] = walk(root)
  .map((path) => relative(root, path).split(sep).join("/"))
  .toSorted();

/** Tests and measurements: what looks at the rest from outside. */
const isTest = (path: string) => /\.test\.tsx?$/.test(path) || /^(?:tests|bench)\//.test(path);
export const isSource = (path: string) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith(".d.ts");

/** What is written by hand and runs: no tests, no declarations. */
export const sourceFiles: readonly string[] = allFiles.filter((path) => isSource(path) && !isTest(path));
export const testFiles: readonly string[] = allFiles.filter((path) => isSource(path) && isTest(path));

const texts = new Map<string, string>();
const codes = new Map<string, string>();

function kept(cache: Map<string, string>, path: string, make: () => string): string {
  const known = cache.get(path) ?? make();
  cache.set(path, known);
  return known;
}

export const textOf = (path: string) => kept(texts, path, () => readFileSync(join(root, path), "utf8"));

/** The file without its comments, line for line. */
export const codeIn = (path: string) => kept(codes, path, () => codeOf(textOf(path)));

export const filesBelow = (folder: string, files = sourceFiles) => files.filter((path) => path.startsWith(folder));
