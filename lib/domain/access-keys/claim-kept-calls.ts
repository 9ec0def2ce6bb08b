import "server-only";
import { plainArray, textArray } from "@/lib/foundation/text-array";
import { claimAsKept } from "@/lib/foundation/transaction";
import type { KeptKey } from "./kept-keys";

export interface KeptCall {
  kept: KeptKey;
  now: Date;
  /** null: nothing is claimed. */
  nonce: string | null;
}

/** What came of a call that holds by what is kept; a nonce is spent only where that is unchanged. */
export interface KeptAnswer {
  unchanged: boolean;
  claimed: boolean;
}

/** Asks for each account once, at the revision that is kept, and spends the nonces of those that still have it. */
export async function claimKeptCalls(calls: readonly KeptCall[]): Promise<KeptAnswer[]> {
  const places = new Map<string, number>();
  const placeOf = ({ key, revision }: KeptKey) => {
    const name = `${key.accountId} ${revision}`;
    const place = places.get(name) ?? places.size + 1;
    places.set(name, place);
    return place;
  };
  const asked = calls.map(({ kept, nonce, now }) => ({ place: placeOf(kept), id: kept.key.id, nonce, now }));
  const claims = asked.filter(({ nonce }) => nonce !== null);
  const pairs = [...places.keys()].map((name) => name.split(" "));
  const answer = await claimAsKept([
    plainArray(pairs.map(([accountId = ""]) => accountId)),
    plainArray(pairs.map(([, revision = ""]) => revision)),
    textArray(claims.map(({ id }) => id)),
    textArray(claims.map(({ nonce }) => nonce)),
    plainArray(claims.map(({ place }) => place)),
    new Date(Math.max(...calls.map(({ now }) => now.getTime()))).toISOString(),
  ]);
  const [unchanged, claimed]: [number[], string[]] = JSON.parse(answer);
  const [standing, unspent] = [new Set(unchanged), new Set(claimed)];
  return asked.map(({ place, id, nonce }) => ({
    unchanged: standing.has(place),
    // Of two alike the first.
    claimed: nonce === null || unspent.delete(`${id} ${nonce}`),
  }));
}
