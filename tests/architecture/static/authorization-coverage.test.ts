import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { balanced } from "../code-of";
import { expectListed } from "../expect-listed";
import { importsOf } from "../imports-of";
import { codeIn, filesBelow } from "../source-tree";

const enforcers = [
  "requireConsoleContext",
  "requireOperatorContext",
  "strangerContext",
  "currentSession",
  "resumeAnew",
  "consoleRoute",
  "operatorRoute",
  "postRoute",
  "consoleAction",
  "operatorAction",
  "doorAction",
  "nextAuthOptions",
];

const entries = filesBelow("app/").filter((path) => /\/(?:page\.tsx|route\.ts|actions\.ts)$/.test(path));

/** Components of a page's own folder are part of it, and so is a page it stands in for. */
function partsOf(path: string): string[] {
  const room = path.slice(0, path.lastIndexOf("/") + 1);
  const seen = new Set([path]);
  for (const part of seen) {
    for (const { target, ours, typeOnly } of importsOf(part)) {
      if (!ours || typeOnly || !/\.tsx?$/.test(target)) continue;
      if (target.endsWith("/page.tsx") || (target.startsWith(room) && !entries.includes(target))) seen.add(target);
    }
  }
  return [...seen];
}

const called = (code: string, names: readonly string[]) =>
  names.filter((name) => new RegExp(`(?<![\\w.])${name}(?:<[^()]*?>)?\\(`).test(code));

/** Verbs and queries that a file calls or hands on: each decides once more. */
function verbsIn(path: string, code = codeIn(path)): string[] {
  const names = importsOf(path)
    .filter(({ target, typeOnly }) => !typeOnly && /^lib\/domain\/.*(?<!schema|rules)\.ts$/.test(target))
    .flatMap((one) => one.names);
  return names.filter((name) => /^[a-z]/.test(name) && new RegExp(`(?<![\\w"/])${name}\\b(?!["'])`).test(code));
}

function row(kind: string, name: string, by: readonly string[], verbs: readonly string[]): string {
  const said = verbs.length > 0 ? `: ${[...new Set(verbs)].toSorted().join(", ")}` : "";
  return `${kind.padEnd(9)}${name}\n         by ${[...new Set(by)].toSorted().join(", ") || "nobody"}${said}`;
}

function rowsOf(path: string): string[] {
  const code = codeIn(path);
  const parts = partsOf(path);
  if (path.endsWith("/actions.ts")) {
    return [...code.matchAll(/^export const (\w+) = (\w+)\(/gm)].map(({ index, 0: text, 1: name, 2: factory = "" }) => {
      const definition = balanced(code, index + text.length - 1);
      return row("action", `${path} ${name}`, [factory], verbsIn(path, definition));
    });
  }
  const by = parts.flatMap((part) => called(codeIn(part), enforcers));
  const verbs = parts.flatMap((part) => verbsIn(part));
  return [row(path.endsWith("page.tsx") ? "page" : methodsOf(code), path, by, verbs)];
}

function methodsOf(code: string): string {
  const exported = [...code.matchAll(/^export (?:async function |function |const |\{)(.*)$/gm)].map(([line]) => line);
  return [...new Set(exported.join(" ").match(/\b(?:GET|HEAD|POST|PUT|PATCH|DELETE)\b/g) ?? [])].toSorted().join("+");
}

const file = fileURLToPath(new URL("../authorization-coverage.snap", import.meta.url));

it("names for every page, route and action who enforces; a change is read before it is kept", async () => {
  await expect(`${entries.toSorted().flatMap(rowsOf).join("\n")}\n`).toMatchFileSnapshot(file);
});

const enforcedBy = (path: string, names: readonly string[]) =>
  partsOf(path).some((part) => called(codeIn(part), names).length > 0);

describe("a page or route", () => {
  it("asks who is there, unless it says the same to everybody", () => {
    const open = entries.filter((path) => !enforcedBy(path, enforcers));
    expectListed(open, {
      "app/(front)/reset-password/page.tsx": "a form that asks for a name, the same for everybody",
      "app/.well-known/security.txt/route.ts": "an address to report faults to, the same for everybody",
    });
  });

  it("of the console asks for somebody of an account", () => {
    const pages = entries.filter((path) => /^app\/\((?:console|plain)\)\//.test(path));
    expect(pages.length).toBeGreaterThan(8);
    const names = ["requireConsoleContext", "consoleRoute", "consoleAction"];
    expectListed(
      pages.filter((path) => !enforcedBy(path, names)),
      { "app/(console)/preferences/device/route.ts": "writes cookies of this browser, signed in or not" },
    );
  });

  it("of the operators' desk asks for an operator", () => {
    const pages = entries.filter((path) => path.startsWith("app/operator/(desk)/"));
    expect(pages.length).toBeGreaterThan(5);
    const names = ["requireOperatorContext", "operatorRoute", "operatorAction"];
    expectListed(
      pages.filter((path) => !enforcedBy(path, names)),
      {},
    );
  });
});

it("no layout decides: it stays while pages change", () => {
  const layouts = filesBelow("app/").filter((path) => /\/layout\.tsx$/.test(path));
  const deciding = layouts.filter((path) => /\b(?:forbidden|notFound|authorize\w*)\(/.test(codeIn(path)));
  expect(layouts.length).toBeGreaterThan(1);
  expect(deciding).toEqual([]);
});
