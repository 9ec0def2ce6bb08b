import { type Connection, openPool } from "../connection";

/**
 * One transaction of espalier_owner on a connection of its own, which is never dialled anew: what a lost one had begun
 * is over, and nothing later runs outside it. It may take as long as it takes.
 */
export async function withOwner<T>(
  ownerUrl: string,
  mode: "read only" | "read write",
  work: (owner: Connection) => Promise<T>,
): Promise<T> {
  const pool = openPool(ownerUrl, { size: 1, queue: 0, acquireMs: 5_000 });
  try {
    const owner = await pool.acquire();
    const { client } = owner;
    await client.unsafe(`begin isolation level repeatable read, ${mode}`);
    await client.unsafe("set local statement_timeout = 0");
    await client.unsafe("set local idle_in_transaction_session_timeout = 0");
    const done = await work(owner);
    await client.unsafe("commit");
    return done;
  } finally {
    await pool.close();
  }
}
