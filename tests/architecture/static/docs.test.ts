import { existsSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import * as packageJson from "@/package.json";
import { allFiles, root, textOf } from "../source-tree";

const pages = allFiles.filter((path) => /^(?:README(?:\.[\w-]+)?\.md|docs\/.*\.md|[a-z]+\/.*README\.md)$/.test(path));
const topFolders = [...new Set(allFiles.filter((path) => path.includes("/")).map((path) => path.split("/")[0]))];
const startsHere = new RegExp(`^(?:${topFolders.map((name) => name?.replace(".", "\\.")).join("|")})/`);
const scripts = new Set(Object.keys(packageJson.scripts));

const exists = (path: string) => existsSync(`${root}${path}`);

/** Placeholders, patterns and alternatives are not paths: `lib/domain/<room>`, `*.test.ts`, `{a,b}`, `NNNN_…`. */
const isPlain = (text: string) => !/[<>*{}…|$]|NNNN|\s/.test(text);

function pathsNamed(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
  return quoted.filter((path) => startsHere.test(path) && isPlain(path)).map((path) => path.replace(/[:#]\S*$/, ""));
}

function linksOf(page: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  const ours = targets.filter((target) => !/^(?:[a-z]+:|#|\/)/.test(target));
  return ours.map((target) => posix.join(posix.dirname(page), target.replace(/#.*$/, "")));
}

const scriptsNamed = (text: string) =>
  [...text.matchAll(/\bnpm (?:run(?: -s| --silent)? ([\w:-]+)|(start|test)\b)/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );

it("there are documents", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/architecture.md", "docs/glossary.md"]));
});

describe.each(pages)("%s", (page) => {
  const text = textOf(page);

  it("names paths that exist", () => {
    expect(pathsNamed(text).filter((path) => !exists(path))).toEqual([]);
  });

  it("links to files that exist", () => {
    expect(linksOf(page, text).filter((path) => !exists(path))).toEqual([]);
  });

  it("names scripts that exist", () => {
    expect(scriptsNamed(text).filter((script) => !scripts.has(script))).toEqual([]);
  });

  it("names no place on the machine it was written on", () => {
    expect(text).not.toMatch(/(?:^|[\s`(])\/(?:work|root|home\/\w+|tmp)\//m);
  });
});

it("every script of package.json names files that exist", () => {
  const named = Object.values(packageJson.scripts).flatMap((line) => line.match(/\b[\w./-]+\.(?:ts|mjs|js)\b/g) ?? []);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((path) => !exists(path))).toEqual([]);
});
