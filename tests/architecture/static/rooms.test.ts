import { describe, expect, it } from "vitest";
import { clientFiles } from "../client-files";
import { type Allowlist, expectListed } from "../expect-listed";
import { functionsIn } from "../functions-in";
import { importsOf } from "../imports-of";
import { allFiles, codeIn, filesBelow, isSource, sourceFiles, textOf } from "../source-tree";

const nameOf = (path: string) => (path.split("/").at(-1) ?? "").replace(/(?:\.test)?\.\w+$/, "");
const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const forbiddenNames = /^(?:index|utils?|helpers?|types?|constants?|common|misc|shared|managers?|info)$/;
const roomFiles = /^(?:schema|queries|lookups|steps|rules|presenter|jobs)$|-(?:schema|queries|steps|rules|port)$/;

/** Files of a room that are neither of its words nor named after a function they export. */
const ownNames: Allowlist = {
  "lib/domain/access-keys/kept-keys.ts": "one store, from keeping a key to forgetting it",
  "lib/domain/access-keys/list-conditions.ts": "the conditions of one list",
  "lib/domain/accounts/reserved-aliases.ts": "a list of words, not a function",
  "lib/domain/accounts/sign-up-code.ts": "one code in four steps, shared by sign-up and resending",
  "lib/domain/audit-log/list-conditions.ts": "the conditions of the list and of its file",
  "lib/domain/identity-verification/check-identity-number.ts": "one check per kind of number",
  "lib/domain/identity-verification/inspect-pdf.ts": "the half of inspect-document that reads PDF",
  "lib/domain/identity-verification/keep-documents-by-file.ts": "an adapter: writes, reads and removes",
  "lib/domain/identity-verification/reencode-image-child.mjs": "the child process itself, which exports nothing",
  "lib/domain/notifications/message-kinds.ts": "the list of kinds, not a function",
  "lib/domain/notifications/templates.ts": "the words of every kind in one table",
  "lib/domain/operators/set-up-link.ts": "one link from its making to its use",
  "lib/domain/resources/list-conditions.ts": "the conditions of one list",
  "lib/domain/sign-in/build-common-passwords.ts": "a script that writes the list, run by hand",
  "lib/domain/sign-in/claim-link.ts": "one link from its page to its use",
  "lib/domain/sign-in/common-passwords.ts": "a list and the one question to it",
  "lib/domain/sign-in/known-device.ts": "one cookie, read and written",
  "lib/domain/sign-in/predictable-patterns.ts": "two patterns of the same kind",
  "lib/domain/sign-in/principal-context.ts": "one fence each for the two kinds of principal",
  "lib/domain/sign-in/throttle.ts": "one count, taken and given back",
  "lib/domain/security-overview/finding-conditions.ts": "the condition of each finding",
  "lib/domain/sub-accounts/list-conditions.ts": "the conditions of one list",
  "lib/domain/sub-accounts/set-login-profile.ts": "one profile, set and removed",
};

describe("file names", () => {
  it("are kebab-case", () => {
    const found = allFiles.filter(
      (path) =>
        isSource(path) &&
        !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|spec|config))?\.\w+$/.test(path.split("/").at(-1) ?? ""),
    );
    expect(found).toEqual([]);
  });

  it("say what is inside: no index, utils, helpers, types, constants, common", () => {
    expect(sourceFiles.filter((path) => forbiddenNames.test(nameOf(path)))).toEqual([]);
  });
});

describe("a room of the domain", () => {
  it("has no folders", () => {
    const found = allFiles.filter((path) => path.startsWith("lib/domain/") && path.split("/").length > 4);
    expect(found).toEqual([]);
  });

  it("holds files of the closed vocabulary, the others named after the function they export", () => {
    const strange = filesBelow("lib/domain/").filter((path) => {
      if (roomFiles.test(nameOf(path))) return false;
      return !functionsIn(path).some(({ name, exported }) => exported && name === camel(nameOf(path)));
    });
    expectListed(strange, ownNames);
  });

  it("imports other rooms in one direction: no room comes back to itself", () => {
    const rooms = new Map<string, Set<string>>();
    for (const path of filesBelow("lib/domain/")) {
      const room = path.split("/")[2] ?? "";
      const others = rooms.get(room) ?? new Set<string>();
      for (const { target } of importsOf(path)) {
        const other = /^lib\/domain\/([^/]+)\//.exec(target)?.[1];
        if (other && other !== room) others.add(other);
      }
      rooms.set(room, others);
    }
    expect(findCycle(rooms)).toBeUndefined();
  });

  it("is a noun of the glossary", () => {
    const glossary = textOf("docs/glossary.md");
    const rooms = new Set(filesBelow("lib/domain/").map((path) => path.split("/")[2] ?? ""));
    expect([...rooms].filter((room) => !glossary.includes(`\`${room}\``))).toEqual([]);
  });
});

function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (room: string, way: string[]): string[] | undefined => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room];
    if (done.has(room)) return undefined;
    for (const next of edges.get(room) ?? []) {
      const cycle = visit(next, [...way, room]);
      if (cycle) return cycle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of edges.keys()) {
    const cycle = visit(room, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Files of lib without `server-only` that no browser loads. */
const withoutServerOnly: Allowlist = {
  "lib/domain/sign-in/build-common-passwords.ts": "a script for a developer's machine, loaded by nothing",
  "lib/entrypoints/cli/demo/cast.ts": "Playwright, which has no server condition, signs in as the cast",
  "lib/entrypoints/console/check-origin.ts": "pure, and proxy.ts loads it before any page",
  "lib/entrypoints/console/paths.ts": "addresses only: pages, forms and browser tests build them alike",
  "lib/foundation/ids.ts": "drizzle-kit loads the tables with its types, and Playwright has no server condition",
  "lib/foundation/secret-names.ts": "names of files, without what is in them",
};

const isomorphic = /(?:^|-)schema$/;

it("every file of lib is for the server alone, unless a browser loads it or it is a schema", () => {
  const client = clientFiles();
  const open = filesBelow("lib/").filter((path) => {
    if (!path.endsWith(".ts") || client.has(path) || isomorphic.test(nameOf(path))) return false;
    return !codeIn(path).trimStart().startsWith('import "server-only";');
  });
  expectListed(open, withoutServerOnly);
});

it("a browser loads no file that is for the server alone, and no environment, database or decision", () => {
  const found = [...clientFiles()].filter(
    (path) =>
      codeIn(path).includes('import "server-only"') ||
      /^(?:db|lib\/(?:authorization|audit|entrypoints\/(?!console)))\//.test(path),
  );
  expect(found).toEqual([]);
});

const linesMax = 300;

it(`no file is longer than ${linesMax} lines`, () => {
  const long = allFiles.filter(
    (path) =>
      /\.(?:ts|tsx|mjs)$/.test(path) && !path.endsWith(".d.ts") && textOf(path).split("\n").length - 1 > linesMax,
  );
  expect(long).toEqual([]);
});
