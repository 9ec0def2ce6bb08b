import { importsOf } from "./imports-of";
import { codeIn, sourceFiles } from "./source-tree";

const begins = (path: string, directive: string) => new RegExp(`^\\s*["']${directive}["']`).test(codeIn(path));

/** Every file a browser loads: what a client component imports, through everything but server actions. */
export function clientFiles(): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (path: string) => {
    if (reached.has(path) || begins(path, "use server")) return;
    reached.add(path);
    for (const { target, ours, typeOnly } of importsOf(path)) {
      if (ours && !typeOnly && /\.tsx?$/.test(target)) visit(target);
    }
  };
  for (const path of sourceFiles) if (begins(path, "use client")) visit(path);
  return reached;
}
