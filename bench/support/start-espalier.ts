import { typescript } from "@/tests/support/node-flags";
import { freePort, type SpawnedServer, spawnServer } from "./spawn-server";

interface EspalierPlan {
  dataDir: string;
  /** Undefined: it runs the database of the data directory itself. */
  database?: { appUrl: string; ownerUrl: string };
  /** A page, and the session that may see it; `/login` needs none. */
  path?: string;
  token?: string;
}

export const cookieOf = (token: string) => `espalier-session=${token}`;

/** The whole product as `npm start` runs it, built first when the build is not of these sources. */
export async function startEspalier({
  dataDir,
  database,
  path = "/login",
  token,
}: EspalierPlan): Promise<SpawnedServer> {
  const port = await freePort();
  return spawnServer({
    args: [...typescript, "bin/serve.ts"],
    environment: {
      HOST: "127.0.0.1",
      ESPALIER_DATA_DIR: dataDir,
      ...(database && { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl }),
    },
    path,
    port,
    ...(token && { cookie: cookieOf(token) }),
  });
}
