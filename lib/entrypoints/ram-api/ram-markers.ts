import "server-only";
import { openForClient, sealForClient } from "@/lib/foundation/data-keys";
import type { RamCall } from "./ram-action";
import { invalidParameter } from "./ram-fault";

/** What a marker is good for: another account's, another action's or another filter's is refused. */
const rowOf = ({ ctx, action }: RamCall, filter: string) => `${ctx.accountId}|${action}|${filter}`;

/** A page's end as RAM's clients carry it: sealed, so that nobody reads or writes one. */
export function writeMarker(call: RamCall, cursor: string | undefined, filter = ""): Record<string, unknown> {
  if (cursor === undefined) return { IsTruncated: false };
  return { IsTruncated: true, Marker: sealForClient("ram-marker", rowOf(call, filter), cursor) };
}

/** @param name the parameter that carries it */
export function readMarker(
  call: RamCall,
  marker: string | undefined,
  filter = "",
  name: "Marker" | "NextToken" = "Marker",
): string | undefined {
  if (marker === undefined) return undefined;
  try {
    return openForClient("ram-marker", rowOf(call, filter), marker);
  } catch {
    throw invalidParameter(name, "", "This marker belongs to another list.");
  }
}
