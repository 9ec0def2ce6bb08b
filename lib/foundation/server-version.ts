import "server-only";
import { sql } from "drizzle-orm";
import { mintPlatformFence } from "./fence";
import { withPlatformRead } from "./transaction";

/** The version of PostgreSQL as it numbers it: 180004 is 18.4. */
export async function serverVersion(): Promise<number> {
  const fence = mintPlatformFence({ platform: true, actorKey: "doctor" });
  const [row] = await withPlatformRead(fence, (tx) =>
    tx.execute<{ version: number }>(sql`select current_setting('server_version_num')::int as version`),
  );
  return row?.version ?? 0;
}
