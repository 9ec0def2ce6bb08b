import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every address of the file tree: `/sub-accounts/[name]`, without route groups. */
export function builtAddresses(kind: "page" | "route"): string[] {
  const file = kind === "page" ? "page.tsx" : "route.ts";
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((path) => path === file || path.endsWith(`/${file}`))
    .map(
      (path) =>
        `/${path
          .split("/")
          .slice(0, -1)
          .filter((part) => !/^\(.*\)$/.test(part))
          .join("/")}`,
    )
    .sort();
}

interface BuiltAction {
  id: string;
  name: string;
  file: string;
}

/** Every server action of the production build. */
export function builtActions(): BuiltAction[] {
  const text = readFileSync(join(".next", "server", "server-reference-manifest.json"), "utf8");
  const { node } = JSON.parse(text) as { node: Record<string, { exportedName: string; filename: string }> };
  return Object.entries(node).map(([id, { exportedName, filename }]) => ({ id, name: exportedName, file: filename }));
}
