import type postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import { connectDirectly } from "./clone-database";
import { createScratchDatabase, pointPoolAt, type ScratchDatabase } from "./scratch-database";

/** For a file whose rows no other may meet: all of it runs on a database of its own. Returns it, once it is there. */
export function takeOwnDatabase(label: string): () => ScratchDatabase & { superuser: postgres.Sql } {
  let database: ScratchDatabase;
  let superuser: postgres.Sql;
  let pointBack: () => Promise<void>;
  beforeAll(async () => {
    database = await createScratchDatabase(label);
    superuser = connectDirectly(database.superuserUrl);
    pointBack = await pointPoolAt(database.appUrl);
  });
  afterAll(async () => {
    await pointBack?.();
    await superuser?.end();
    await database?.drop();
  });
  return () => ({ ...database, superuser });
}
