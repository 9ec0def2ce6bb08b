import { constants, gzipSync } from "node:zlib";
import { buildBareNext } from "./support/bare-next";
import { fillAccounts } from "./support/fill-accounts";
import { get } from "./support/http-client";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import type { Report } from "./support/report";
import type { SpawnedServer } from "./support/spawn-server";
import { cookieOf, startEspalier } from "./support/start-espalier";

/** The JavaScript a browser loads with a page, gzipped file by file, against a page of this Next that needs none. */
export async function bundle(): Promise<Report> {
  const database = await openBenchDatabase();
  const bare = buildBareNext();
  const servers: SpawnedServer[] = [];
  try {
    await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: 100 }]);
    const cookie = cookieOf(await openBenchSession(database.ownerUrl, "harbor"));
    const ours = await startEspalier({ dataDir: database.dataDir, database });
    servers.push(ours);
    const empty = await bare.start();
    servers.push(empty);
    const floor = await scriptsOf(empty.origin, "/");
    const pages = {
      "root user's sign-in": await scriptsOf(ours.origin, "/login"),
      "sub-account's sign-in": await scriptsOf(ours.origin, "/harbor/login"),
      "sub-account list": await scriptsOf(ours.origin, "/sub-accounts", cookie),
    };
    const size = ({ files, kB }: Scripts) => `${kB.toFixed(1)} kB gz in ${files} files`;
    return {
      outcomes: Object.entries(pages).map(([what, { kB }]) => ({
        what: `first-load JavaScript of the ${what}, of Next's floor`,
        ratio: kB / floor.kB,
        sense: "at-most",
        firstRelease: 1.25,
        goal: 1.08,
      })),
      facts: Object.entries({ "Next's floor": floor, ...pages }).map(([name, scripts]) => `${name}: ${size(scripts)}`),
    };
  } finally {
    for (const server of servers) await server.stop();
    bare.remove();
    await database.close();
  }
}

interface Scripts {
  files: number;
  kB: number;
}

/** Script elements, and the chunks that the page's own data names: a modern browser loads both, `nomodule` neither. */
async function scriptsOf(origin: string, path: string, cookie?: string): Promise<Scripts> {
  const html = (await get(`${origin}${path}`, cookie)).body.toString();
  const old = new Set([...html.matchAll(/<script[^>]*nomodule[^>]*>/gi)].flatMap(([tag]) => chunksIn(tag)));
  const chunks = [...new Set(chunksIn(html))].filter((chunk) => !old.has(chunk));
  const sizes = await Promise.all(
    chunks.map(async (chunk) => {
      const { body } = await get(`${origin}${chunk}`);
      return gzipSync(body, { level: constants.Z_BEST_COMPRESSION }).length;
    }),
  );
  return { files: chunks.length, kB: sizes.reduce((sum, size) => sum + size, 0) / 1000 };
}

function chunksIn(html: string): string[] {
  return html.match(/\/_next\/static\/[\w./~%-]+?\.js/g) ?? [];
}
