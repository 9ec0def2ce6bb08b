import { expect, it } from "vitest";
import { type Allowlist, expectListed } from "../expect-listed";
import { codeIn, sourceFiles, testFiles } from "../source-tree";

interface Word {
  why: string;
  pattern: RegExp;
  files: readonly string[];
  allowed: Allowlist;
}

const everything = [...sourceFiles, ...testFiles].filter((path) => !path.endsWith("forbidden-words.test.ts"));
const shipped = sourceFiles.filter((path) => !/^[a-z]+\.config\.\w+$/.test(path));

const words: Word[] = [
  {
    why: "the driver's own transactions run late queries inside another account's",
    pattern: /\.begin\(|\.transaction\(|\.savepoint\(/,
    files: shipped,
    allowed: {},
  },
  {
    why: "text that becomes SQL",
    pattern: /\bsql\.raw\b/,
    files: shipped,
    allowed: { "db/schema/columns.ts": "writes CHECK constraints of constant words into migrations" },
  },
  {
    why: "text that becomes SQL",
    pattern: /\bunsafe[(<]/,
    files: shipped,
    allowed: {
      "db/backup/catalog.ts": "constant questions, and names that the catalog gave",
      "db/backup/load-backup.ts": "names that the catalog gave; a partition's words obey the manifest's pattern",
      "db/backup/with-owner.ts": "constant statements of the owner's connection",
      "db/backup/write-backup.ts": "COPY of what the catalog names",
      "db/connection.ts": "COPY, which takes no parameters",
      "db/installation.ts": "creates roles and grants, once, from constant words and generated passwords",
      "db/migrate.ts": "constant statements of the owner's connection",
      "lib/foundation/transaction.ts": "the handle under Drizzle: queries with parameters",
    },
  },
  {
    why: "text that becomes markup or code",
    pattern: /\bdangerouslySetInnerHTML\b|\.(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\beval\(|\bnew Function\(/,
    files: shipped,
    allowed: {},
  },
  {
    why: "one module reads and checks the environment",
    pattern: /\bprocess\.env\b/,
    files: shipped,
    allowed: {
      "examples/instance-service/call.ts": "a program of its own",
      "examples/instance-service/settings.ts": "a program of its own",
      "bin/leave-with-parent.ts": "preloaded before everything, to know whose child it is",
      "bin/serve.ts": "hands the environment on to the processes it starts",
      "instrumentation.ts": "Next replaces NEXT_RUNTIME at build time",
      "lib/foundation/env.ts": "reads and checks the environment",
    },
  },
  {
    why: "who somebody is, only our session row says",
    pattern: /\bgetServerSession\b|\buseSession\b|\bSessionProvider\b|\bgetToken\b|next-auth\/(?:middleware|react)/,
    files: shipped,
    allowed: {},
  },
  {
    why: "a page that reads a session is never kept",
    pattern: /["']use cache|\bunstable_cache\b|\brevalidate(?:Path|Tag)?\b|\bforce-static\b|\bgenerateStaticParams\b/,
    files: shipped,
    allowed: {},
  },
  {
    why: "a context is sealed by the database's own functions",
    pattern: /\bset_config\b|\benter_maintenance\b/,
    files: shipped,
    allowed: {
      "db/backup/load-backup.ts": "the owner, who restores",
      "db/backup/write-backup.ts": "the owner, who reads everything for a backup",
    },
  },
  {
    why: "calls to the outside go through one client, which knows what it may reach",
    pattern: /\bfetch\(|\bhttps?\.request\(/,
    files: shipped.filter((path) => !path.startsWith("app/") && !path.startsWith("components/")),
    allowed: {
      "examples/instance-service/call.ts": "a client of the example service",
      "integrations/typescript-client/transport.ts": "runs at platform services, and calls Espalier",
      "lib/entrypoints/supervisor/keep-demo-instances.ts": "asks its own children on loopback",
      "lib/entrypoints/supervisor/wait-until-ready.ts": "asks its own children on loopback",
    },
  },
  {
    why: "lines go through the logger, which lets named fields out only",
    pattern: /\bconsole\.\w+\(/,
    files: shipped,
    allowed: { "lib/entrypoints/console/key-snippets.ts": "what somebody pastes into a program of their own" },
  },
  {
    why: "guessable",
    pattern: /\bMath\.random\(/,
    files: shipped,
    allowed: {},
  },
  {
    why: "a rule is changed or kept, not silenced",
    pattern: /biome-ignore|@ts-(?:ignore|expect-error|nocheck)|eslint-disable/,
    files: everything,
    allowed: {},
  },
  {
    why: "our own code is never mocked",
    pattern: /\bvi\.(?:mock|doMock|spyOn)\(\s*(?:import\()?["'`](?:@\/|\.)/,
    files: everything,
    allowed: {},
  },
  {
    why: "a test that does not run shows nothing",
    pattern: /\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|skipIf|todo|fails|fixme)\(|\b(?:test|it)\.skip\b/,
    files: everything,
    allowed: {},
  },
];

it.each(words.map((word) => [String(word.pattern), word] as const))("%s", (_, { pattern, files, allowed }) => {
  expectListed(
    files.filter((path) => pattern.test(codeIn(path))),
    allowed,
  );
});

it("a rule is not silenced in a comment either", async () => {
  const { textOf } = await import("../source-tree");
  const silencing = /(?:\/\/|\/\*)\s*(?:biome-ignore|@ts-(?:ignore|expect-error|nocheck)|eslint-|TODO|FIXME)/;
  expect(everything.filter((path) => silencing.test(textOf(path)))).toEqual([]);
});
