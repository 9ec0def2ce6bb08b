import "server-only";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded-postgres";
import { env } from "@/lib/foundation/env";
import { createMissingSecrets } from "@/lib/foundation/secrets";

export interface OpenDatabase {
  appUrl: string;
  ownerUrl: string | undefined;
  close(): Promise<void>;
}

/** The configured database, the embedded one that a server runs, or that one started for as long as the command takes. */
export async function openDatabase(): Promise<OpenDatabase> {
  const { dataDir, databaseUrl, databaseOwnerUrl } = env();
  createMissingSecrets(dataDir);
  if (databaseUrl) return { appUrl: databaseUrl, ownerUrl: databaseOwnerUrl, close: async () => undefined };
  const running = findEmbeddedPostgres({ dataDir });
  if (running) return { ...running, close: async () => undefined };
  const started = await startEmbeddedPostgres({ dataDir });
  return { ...started, close: started.stop };
}
