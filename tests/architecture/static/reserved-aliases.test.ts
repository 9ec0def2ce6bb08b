import { expect, it } from "vitest";
import { reservedAliases } from "@/lib/domain/accounts/reserved-aliases";
import { allFiles, codeIn, filesBelow } from "../source-tree";

/** `/<alias>/login` stands beside every other path: only words of the alias's alphabet could meet one. */
const couldBeAlias = /^[a-z0-9](?:-?[a-z0-9])*$/;

function firstSegments(): string[] {
  const pages = filesBelow("app/").filter((path) => /\/(?:page\.tsx|route\.ts)$/.test(path));
  const ofPages = pages.map(
    (path) =>
      path
        .split("/")
        .slice(1)
        .find((part) => !/^\(.*\)$/.test(part)) ?? "",
  );
  const ofDoor = filesBelow("lib/entrypoints/front-door/").flatMap((path) =>
    [...codeIn(path).matchAll(/\bpath(?:name)?(?::|\s*===|\.startsWith\()\s*"\/([^/"]*)/g)].map(
      (match) => match[1] ?? "",
    ),
  );
  const ofFiles = allFiles.filter((path) => path.startsWith("public/")).map((path) => path.split("/")[1] ?? "");
  return [...ofPages, ...ofDoor, ...ofFiles].filter((segment) => couldBeAlias.test(segment));
}

it("no account can take a word that begins a path of ours", () => {
  const segments = new Set(firstSegments());
  expect([...segments]).toEqual(expect.arrayContaining(["login", "home", "operator", "api", "livez", "readyz"]));
  expect([...segments].filter((segment) => !reservedAliases.has(segment))).toEqual([]);
});

it("a reserved word is one that an alias could be, said once", () => {
  expect([...reservedAliases].filter((word) => !couldBeAlias.test(word))).toEqual([]);
  const said = codeIn("lib/domain/accounts/reserved-aliases.ts").match(/"[^"]+"/g) ?? [];
  expect(said.length).toBe(reservedAliases.size);
});
