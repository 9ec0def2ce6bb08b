import { describe, expect, it } from "vitest";
import { importsOf } from "../imports-of";
import { codeIn, filesBelow, sourceFiles } from "../source-tree";

const factories = ["consoleAction", "operatorAction", "doorAction"];
const factoryFile = "lib/entrypoints/console/console-action.ts";
const actionFiles = filesBelow("app/").filter((path) => path.endsWith("/actions.ts"));

describe("server actions", () => {
  it("stand in app/**/actions.ts and nowhere else", () => {
    const found = sourceFiles.filter((path) => /["']use server["']/.test(codeIn(path)));
    expect(found).toEqual(actionFiles);
    expect(found.length).toBeGreaterThan(5);
  });

  it.each(actionFiles)("%s exports only what a factory returned", (path) => {
    const code = codeIn(path);
    expect(code.trimStart()).toMatch(/^"use server";/);
    const exported = [...code.matchAll(/^export\s+(.*)$/gm)].map((match) => match[1] ?? "");
    const made = new RegExp(`^const \\w+Action = (?:${factories.join("|")})\\(`);
    expect(exported.filter((line) => !made.test(line))).toEqual([]);
    expect(exported.length).toBeGreaterThan(0);
    const used = importsOf(path).filter(({ target }) => target === factoryFile);
    expect(used.flatMap(({ names }) => names).filter((name) => !factories.includes(name))).toEqual([]);
    expect(used).toHaveLength(1);
  });

  it.each(actionFiles)("%s shows no secret again", (path) => {
    const echoed = [...codeIn(path).matchAll(/\becho:\s*\[([^\]]*)\]/g)].map((match) => match[1] ?? "").join(",");
    expect(echoed).not.toMatch(/"(?:password|current|code|token|secret|file|idempotencyKey)"/i);
  });

  it("no function of a page is an action of its own", () => {
    const inline = filesBelow("app/").filter((path) => /\{\s*["']use server["']/.test(codeIn(path)));
    expect(inline).toEqual([]);
  });
});
