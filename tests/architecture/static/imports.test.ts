import { describe, expect, it } from "vitest";
import { expectListed } from "../expect-listed";
import { type Import, importsOf } from "../imports-of";
import { allFiles, filesBelow, sourceFiles, testFiles } from "../source-tree";

interface Layer {
  /** The files it is about: the first layer that matches counts. */
  files: RegExp;
  /** Paths of ours it may import; itself is meant only where it is named. */
  ours: RegExp[];
  packages: RegExp;
  /** Why single imports pass all the same: `<file> -> <target>`. */
  except?: Record<string, string>;
}

const node = "node:";
const verbsAndQueries = /^lib\/domain\/[^/]+\/(?!(?:lookups|steps|[a-z-]+-steps)\.ts$)/;
const readAuthorization = /^lib\/authorization\/(?:authorize|context|enter-account|resources)\.ts$/;
const words = /^(?:package\.json|app\/globals\.css)$/;

const layers: Layer[] = [
  {
    files: /^app\//,
    ours: [
      /^app\//,
      /^components\//,
      /^lib\/entrypoints\/console\//,
      verbsAndQueries,
      readAuthorization,
      /^type lib\/authorization\/actions\.ts$/,
      /^lib\/foundation\/(?!transaction|fence|secret-box|secrets|data-keys)/,
      words,
    ],
    packages: /^(?:next|next-intl|react|lucide-react|clsx|zod)(?:\/|$)/,
    except: {
      "app/_components/passkey-ceremony.tsx -> @simplewebauthn/browser": "the browser's half of a passkey",
      "app/api/auth/[...nextauth]/route.ts -> next-auth": "the one route that next-auth answers",
    },
  },
  {
    files: /^components\//,
    ours: [/^components\//, /^lib\/foundation\/(?:form-state|error-key)\.ts$/],
    packages:
      /^(?:next\/(?:form|link|navigation)|next-intl|d3-scale|d3-shape|react|react-dom|react-hook-form|lucide-react|clsx|tailwind-merge|uqr|@base-ui\/react|@hookform\/resolvers|zod)(?:\/|$)/,
  },
  {
    files: /^lib\/entrypoints\/console\//,
    ours: [/^lib\/entrypoints\/console\//, verbsAndQueries, /^lib\/authorization\//, /^lib\/foundation\//],
    packages: new RegExp(`^(?:${node}|next|next-auth|next-intl|react|bowser|zod|server-only)(?:$|/|(?<=:))`),
  },
  {
    files: /^lib\/entrypoints\/cli\//,
    ours: [
      /^lib\/entrypoints\/cli\//,
      verbsAndQueries,
      /^lib\/authorization\//,
      /^lib\/foundation\//,
      /^db\/(?:migrate|embedded-postgres|catalog-gate|backup\/[a-z-]+)\.ts$/,
      words,
    ],
    packages: new RegExp(`^(?:${node}|use-intl|zod|server-only)(?:$|/|(?<=:))`),
    except: {
      "lib/entrypoints/cli/demo/submit-demo-verification.ts -> sharp":
        "draws the demo's documents, which nobody uploads",
    },
  },
  {
    files: /^lib\/entrypoints\/([a-z-]+)\//,
    ours: [/^lib\/entrypoints\/$1\//, verbsAndQueries, /^lib\/authorization\//, /^lib\/foundation\//],
    packages: new RegExp(`^(?:${node}|httpxy|hono|@hono/node-server|zod|zod-openapi|server-only)(?:$|/|(?<=:))`),
    except: {
      "lib/entrypoints/front-door/main.ts -> lib/entrypoints/platform-api/platform-api.ts":
        "the door hands service calls over",
      "lib/entrypoints/front-door/main.ts -> lib/entrypoints/ram-api/ram-api.ts": "the door hands signed calls over",
      "lib/entrypoints/ram-api/draw-qr-png.ts -> uqr": "RAM answers a QR code as a picture",
      "lib/entrypoints/platform-api/openapi-document.ts -> package.json": "the document tells its version",
      "lib/entrypoints/front-door/own-page.ts -> messages/en/front-door.json":
        "the door stands while nothing else does",
      "lib/entrypoints/front-door/own-page.ts -> messages/zh-CN/front-door.json":
        "the door stands while nothing else does",
    },
  },
  {
    files: /^lib\/domain\//,
    ours: [/^lib\/domain\//, /^lib\/foundation\//, /^lib\/authorization\//, /^lib\/audit\//, /^db\/schema\//],
    packages: new RegExp(
      `^(?:${node}|drizzle-orm|zod|server-only|@node-rs/argon2|@simplewebauthn/server|@zxcvbn-ts/core|bidi-js|bowser|csv-parse|csv-stringify|file-type|ipaddr.js|libphonenumber-js|nodemailer|otplib|pdfkit|sharp|use-intl)(?:$|/|(?<=:))`,
    ),
  },
  {
    files: /^lib\/audit\//,
    ours: [
      /^lib\/audit\//,
      /^lib\/foundation\//,
      /^lib\/authorization\//,
      /^db\/schema\/(?:operator-)?audit-events\.ts$/,
    ],
    packages: new RegExp(`^(?:${node}|drizzle-orm|server-only)(?:$|/|(?<=:))`),
  },
  {
    files: /^lib\/authorization\//,
    ours: [/^lib\/authorization\//, /^lib\/foundation\//],
    packages: /^(?:zod|server-only|ipaddr\.js)$/,
    except: { "lib/authorization/system-policies.ts -> node:fs": "reads the operator's catalogue, once, at start" },
  },
  {
    files: /^lib\/foundation\//,
    ours: [/^lib\/foundation\//, /^messages\//],
    packages: new RegExp(
      `^(?:${node}|drizzle-orm|postgres|pino|ipaddr.js|server-only|zod|next-intl|use-intl|nodemailer|pg-boss)(?:$|/|(?<=:))`,
    ),
    except: {
      "lib/foundation/pools.ts -> db/connection.ts": "the pools of a process",
      "lib/foundation/transaction.ts -> db/connection.ts": "it takes connections and kills them",
      "lib/foundation/queue-worker.ts -> db/database-url.ts": "the queue fetches on connections of its own",
      "lib/foundation/readiness.ts -> db/catalog-gate.ts": "it refuses to serve while a table is not fenced",
      "lib/foundation/readiness.ts -> db/migrate.ts": "it compares the schema's version with the code's",
      "lib/foundation/idempotency.ts -> db/schema/idempotency-keys.ts": "the row of a key is its whole noun",
      "lib/foundation/data-keys.ts -> db/schema/data-keys.ts": "the row of a key is its whole noun",
    },
  },
  {
    files: /^db\/schema\//,
    ours: [/^db\/schema\//, /^type lib\/foundation\/(?:ids|money)\.ts$/],
    packages: /^drizzle-orm(?:\/|$)/,
  },
  {
    files: /^db\//,
    ours: [/^db\//, /^lib\/foundation\//],
    packages: new RegExp(`^(?:${node}|drizzle-orm|postgres|zod)(?:$|/|(?<=:))`),
  },
  {
    files: /^bin\//,
    ours: [/^bin\//, /^lib\/entrypoints\/(?:cli|worker|supervisor|front-door)\//, /^lib\/foundation\//, /^db\//],
    packages: /^node:/,
  },
  {
    files: /^integrations\//,
    ours: [/^integrations\/typescript-client\//],
    packages: /^node:/,
  },
  {
    files: /^examples\//,
    ours: [/^examples\/instance-service\//],
    packages: /^(?:node:|@espalier\/platform-client\/)/,
  },
];

function mayImport(path: string, layer: Layer, { target, ours, typeOnly }: Import): boolean {
  if (!ours) return layer.packages.test(target);
  const self = layer.files.exec(path)?.[1] ?? "";
  const said = typeOnly ? [target, `type ${target}`] : [target];
  return layer.ours.some((pattern) => said.some((one) => new RegExp(pattern.source.replace("$1", self)).test(one)));
}

describe.each(layers.map((layer) => [layer.files.source, layer] as const))("%s", (_, layer) => {
  it("imports what its layer may import, and nothing else", () => {
    const own = sourceFiles.filter((path) => layers.find(({ files }) => files.test(path)) === layer);
    expect(own).not.toEqual([]);
    const foreign = own.flatMap((path) =>
      importsOf(path)
        .filter((one) => !mayImport(path, layer, one))
        .map(({ target }) => `${path} -> ${target}`),
    );
    expectListed(foreign, layer.except ?? {});
  });
});

it("no page or component makes a decision: of authorize they import mayDo alone", () => {
  const names = filesBelow("app/").flatMap((path) =>
    importsOf(path)
      .filter(({ target, typeOnly }) => target === "lib/authorization/authorize.ts" && !typeOnly)
      .flatMap((one) => one.names.filter((name) => name !== "mayDo").map((name) => `${path} -> ${name}`)),
  );
  expect(names).toEqual([]);
});

it("what runs imports nothing of the tests", () => {
  const found = sourceFiles
    .filter((path) => !/^(?:bench\/|[a-z]+\.config\.ts$)/.test(path))
    .flatMap((path) =>
      importsOf(path)
        .filter(({ target }) => target.startsWith("tests/") || /\.test\.tsx?$/.test(target))
        .map(({ target }) => `${path} -> ${target}`),
    );
  expect(found).toEqual([]);
});

it("no relative path climbs past its parent: the layers' rules see every name", () => {
  const found = sourceFiles.flatMap((path) =>
    importsOf(path)
      .filter(({ specifier }) => specifier.startsWith("../../") || (specifier.startsWith("../") && isRoom(path)))
      .map(({ specifier }) => `${path} -> ${specifier}`),
  );
  expect(found).toEqual([]);
});

const isRoom = (path: string) => /^(?:lib\/(?!entrypoints\/)|db\/schema\/|components\/)/.test(path);

it("every import of ours leads to a file", () => {
  const found = [...sourceFiles, ...testFiles].flatMap((path) =>
    importsOf(path)
      .filter(({ target, ours }) => ours && !present.has(target))
      .map(({ target }) => `${path} -> ${target}`),
  );
  expect(found).toEqual([]);
});

const present = new Set(allFiles);
