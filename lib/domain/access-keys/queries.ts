import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accessKeysResource } from "@/lib/authorization/resources";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { findKeyOf, findKeyOwner, readKeysOf } from "./lookups";
import { type AccessKeyView, presentAccessKey } from "./presenter";
import type { NamedAccessKey } from "./schema";

/** The keys of one owner, oldest first: all of them, since few are kept. Throws `not-found` for an unknown owner. */
export async function listAccessKeys(ctx: Context, ownerName: string | null): Promise<AccessKeyView[]> {
  const allowed = authorize(ctx, "ram:ListAccessKeys", accessKeysResource(ctx, ownerName));
  const rows = await withReadTransaction(allowed, async (tx) =>
    readKeysOf(tx, allowed, await findKeyOwner(tx, allowed, ownerName)),
  );
  return rows.map((row) => presentAccessKey({ ...row, ownerName }, allowed.scope, allowed.now));
}

/** When, by which service and from where a key was last used; undefined where it never was. */
export async function getAccessKeyLastUsed(ctx: Context, { id, ownerName }: NamedAccessKey) {
  const allowed = authorize(ctx, "ram:GetAccessKeyLastUsed", accessKeysResource(ctx, ownerName));
  const { key } = await withReadTransaction(allowed, async (tx) =>
    findKeyOf(tx, allowed, await findKeyOwner(tx, allowed, ownerName), { id }),
  );
  return presentAccessKey({ ...key, ownerName }, allowed.scope, allowed.now).lastUsed;
}
