import "server-only";
import * as z from "zod";

const Cursor = z.tuple([z.enum(["after", "before"]), z.string().max(512), z.string().max(64)]);

/** Where a keyset page continues: beyond the row with this sort value and id, in this direction. */
export interface KeysetCursor {
  direction: "after" | "before";
  value: string;
  id: string;
}

export interface Page<T> {
  rows: T[];
  /** Cursors of the neighbouring pages; undefined at the ends. */
  newer: string | undefined;
  older: string | undefined;
}

export function writeCursor({ direction, value, id }: KeysetCursor): string {
  return Buffer.from(JSON.stringify([direction, value, id])).toString("base64url");
}

/** A cursor somebody edited is none: the list begins anew. */
export function readCursor(text: string | undefined): KeysetCursor | undefined {
  if (!text || text.length > 1024) return undefined;
  try {
    const parsed = Cursor.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    if (!parsed.success) return undefined;
    const [direction, value, id] = parsed.data;
    return { direction, value, id };
  } catch {
    return undefined;
  }
}

/**
 * Cuts the page from one row too many, read in the cursor's direction, and tells the neighbours.
 *
 * @param found up to `size + 1` rows, nearest to the cursor first
 */
export function cutPage<T>(
  found: readonly T[],
  size: number,
  cursor: KeysetCursor | undefined,
  keyOf: (row: T) => { value: string; id: string },
): Page<T> {
  const backwards = cursor?.direction === "before";
  const near = found.slice(0, size);
  const rows = backwards ? near.toReversed() : near;
  const more = found.length > size;
  const [first, last] = [rows[0], rows.at(-1)];
  const hasNewer = backwards ? more : cursor !== undefined;
  const hasOlder = backwards ? true : more;
  return {
    rows,
    newer: hasNewer && first ? writeCursor({ direction: "before", ...keyOf(first) }) : undefined,
    older: hasOlder && last ? writeCursor({ direction: "after", ...keyOf(last) }) : undefined,
  };
}
