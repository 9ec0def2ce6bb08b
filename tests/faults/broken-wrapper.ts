import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { parseDatabaseUrl } from "@/db/database-url";
import type { Tx } from "@/lib/foundation/transaction";
import type { Wrapper } from "@/tests/support/soak";
import { enter } from "../isolation/identities";

/** A transaction wrapper whose handle outlives its transaction: what the soak must be able to see. */
export function openBrokenWrapper(url: string): { wrapper: Wrapper; close(): void } {
  const { socketPath, ssl: _, ...target } = parseDatabaseUrl(url);
  const dial = () => {
    const client = postgres({
      ...target,
      ...(socketPath && { path: socketPath }),
      max: 1,
      fetch_types: false,
      onnotice: () => undefined,
      onclose: () => dead.add(client),
    });
    return client;
  };
  const dead = new Set<postgres.Sql>();
  const free = Array.from({ length: 4 }, dial);
  const waiting: ((client: postgres.Sql) => void)[] = [];
  const release = (client: postgres.Sql) => {
    const usable = dead.has(client) ? dial() : client;
    const next = waiting.shift();
    if (next) next(usable);
    else free.push(usable);
  };

  const wrapper: Wrapper = async (fence, work) => {
    const client = free.pop() ?? (await new Promise<postgres.Sql>((resolve) => waiting.push(resolve)));
    const handle = {
      options: client.options,
      unsafe: (query: string, params?: postgres.ParameterOrJSON<never>[]) => {
        if (dead.has(client)) throw new Error("lost");
        return client.unsafe(query, params, { prepare: true });
      },
    };
    try {
      await client`begin`;
      await enter(client, { scope: "account", account: fence.accountId });
      const value = await work(drizzle(handle as unknown as postgres.Sql) as unknown as Tx);
      await client`commit`;
      return value;
    } catch (error) {
      await client`rollback`.catch(() => undefined);
      throw error;
    } finally {
      release(client);
    }
  };
  return { wrapper, close: () => void Promise.all(free.map((client) => client.end({ timeout: 0 }))) };
}
