import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findClusterBase } from "../cluster-home";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";

interface ScratchDatabase {
  appUrl: string;
  ownerUrl: string;
  dataDir: string;
  /** Stops it and takes away all that it was. */
  remove(): Promise<void>;
}

/**
 * An empty server of its own in a folder of the data directory, whatever database is served from: what happens in it
 * happens to nobody. One at a time; what a killed process left of another is taken away first.
 */
export async function startScratchDatabase(beside: string): Promise<ScratchDatabase> {
  const dataDir = join(beside, "rehearsal");
  if (findEmbeddedPostgres({ dataDir })) throw new Error(`A rehearsal runs in ${dataDir} already.`);
  const clear = async () => {
    const base = findClusterBase(dataDir);
    for (const folder of base ? [base, dataDir] : [dataDir]) await rm(folder, { recursive: true, force: true });
  };
  await clear();
  try {
    const { appUrl, ownerUrl, stop } = await startEmbeddedPostgres({ dataDir, ephemeral: true });
    const remove = async () => {
      await stop();
      await clear();
    };
    return { appUrl, ownerUrl, dataDir, remove };
  } catch (error) {
    await clear();
    throw error;
  }
}
