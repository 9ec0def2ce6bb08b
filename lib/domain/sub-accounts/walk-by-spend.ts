import "server-only";
import type { KeysetCursor } from "@/lib/foundation/cursor";

/** Who was charged, who was not (or came out at nothing), and who got more back. */
const spendParts = ["above", "none", "below"] as const;
export type SpendPart = (typeof spendParts)[number];

/** Reads so many of one part, beyond the cursor where the page continues in it. */
type ReadPart<R> = (part: SpendPart, from: KeysetCursor | undefined, limit: number) => Promise<R[]>;

/**
 * One page of a list sorted by spend, part after part in the direction it is walked: few were charged, and they are found
 * by their sums; everybody else stands at zero and is walked by id. A list that is sorted whole reads everybody.
 */
export async function walkBySpend<R>(
  { downwards, cursor, limit }: { downwards: boolean; cursor: KeysetCursor | undefined; limit: number },
  read: ReadPart<R>,
): Promise<R[]> {
  const order = downwards ? spendParts : spendParts.toReversed();
  const begins = cursor ? order.indexOf(partOf(cursor.value)) : 0;
  const found: R[] = [];
  for (const [at, part] of order.slice(begins).entries()) {
    found.push(...(await read(part, at === 0 ? cursor : undefined, limit - found.length)));
    if (found.length >= limit) break;
  }
  return found;
}

function partOf(micros: string): SpendPart {
  const spent = BigInt(micros);
  if (spent === 0n) return "none";
  return spent > 0n ? "above" : "below";
}
