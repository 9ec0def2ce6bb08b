import "server-only";
import type { Tx } from "@/lib/foundation/transaction";

interface Prepared {
  execute(values?: Record<string, unknown>): Promise<unknown>;
}

/**
 * A query whose text is built by its first caller and kept: on the hottest paths building costs more than asking.
 * What differs from call to call is a `sql.placeholder`.
 */
export function prepareOnce<P extends Prepared>(build: (tx: Tx) => P) {
  let prepared: P | undefined;
  return (tx: Tx, values: Parameters<P["execute"]>[0]): ReturnType<P["execute"]> => {
    prepared ??= build(tx);
    // What was built speaks by the client of the transaction that built it; here it speaks by this one's.
    const client = (tx as unknown as { $client: unknown }).$client;
    const bound: P = Object.create(prepared, { client: { value: client } });
    return bound.execute(values) as ReturnType<P["execute"]>;
  };
}
