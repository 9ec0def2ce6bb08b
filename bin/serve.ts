import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrate } from "@/db/migrate";
import { serve } from "@/lib/entrypoints/supervisor/serve";
import type { Env } from "@/lib/foundation/env";
import { secret } from "@/lib/foundation/secrets";

const { values } = parseArgs({ options: { demo: { type: "boolean" }, dev: { type: "boolean" } } });
const mode = values.dev ? "dev" : values.demo ? "demo" : "start";

async function openDatabase({ dataDir, databaseUrl, databaseOwnerUrl }: Env) {
  if (databaseUrl !== undefined) {
    if (databaseOwnerUrl === undefined) {
      throw new Error("DATABASE_URL is set but DATABASE_OWNER_URL is not: migrations need the role espalier_owner.");
    }
    await migrate({ ownerUrl: databaseOwnerUrl, sealKey: secret("seal") });
    return { appUrl: databaseUrl, stop: async () => {} };
  }
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    await migrate({ ownerUrl: server.ownerUrl, sealKey: secret("seal") });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { appUrl: server.appUrl, stop: server.stop };
}

process.exitCode = await serve({ mode, environment: process.env, openDatabase });
process.exit();
