import "server-only";
import { safeReturnPath } from "./paths";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** Where somebody came for before the door stood in the way. */
export async function readNext(searchParams: SearchParams): Promise<string | undefined> {
  const { next } = await searchParams;
  return typeof next === "string" ? safeReturnPath(next) : undefined;
}
