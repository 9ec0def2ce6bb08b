import "server-only";
import { and, asc, desc, eq } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { auditEvents, type auditResults } from "@/db/schema/audit-events";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize, authorizeWidest, mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accessKeysResource, anySubAccount } from "@/lib/authorization/resources";
import { cutPage, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { beyond, byId, createdKey, shownAs } from "./list-conditions";
import { findKeyOf, findKeyOwner, keyColumns, readKeysOf, visibleKeys } from "./lookups";
import { type AccessKeyView, type KeyRow, presentAccessKey } from "./presenter";
import type { InventoryFilter, NamedAccessKey } from "./schema";

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

/** Keys with their owners' names; the root user's have none. */
const ownerOf = and(eq(subAccounts.accountId, accessKeys.accountId), eq(subAccounts.id, accessKeys.subAccountId));
const withOwner = (tx: Tx) =>
  tx
    .select({ ...keyColumns, ownerName: subAccounts.name })
    .from(accessKeys)
    .leftJoin(subAccounts, ownerOf);

const inventorySize = 50;

/** One page of every key the caller may see, newest first: the account's, or its own. */
export async function listInventory(
  ctx: Context,
  { show, cursor: text }: InventoryFilter,
): Promise<Page<AccessKeyView>> {
  const allowed = authorizeWidest(ctx, "ram:ListAccessKeys");
  const cursor = readCursor(text);
  const place = cursor && beyond(cursor);
  const order = place && cursor?.direction === "before" ? asc : desc;
  const found = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ ...keyColumns, ownerName: subAccounts.name, createdKey })
      .from(accessKeys)
      .leftJoin(subAccounts, ownerOf)
      .where(and(visibleKeys(allowed), shownAs(show, allowed.now), place))
      .orderBy(order(accessKeys.createdAt), order(byId))
      .limit(inventorySize + 1),
  );
  const page = cutPage(found, inventorySize, place && cursor, ({ createdKey: value, id }) => ({ value, id }));
  return { ...page, rows: page.rows.map((row) => presentAccessKey(row, allowed.scope, allowed.now)) };
}

export interface AccessKeyDetail {
  key: AccessKeyView;
  /** The owner's other keys: what takes the two places. */
  others: AccessKeyView[];
  refusal: { at: Date; code: string; address: string; because: string } | undefined;
  /** What was done with this key, newest first. */
  deeds: {
    at: Date;
    action: string;
    resource: string;
    result: (typeof auditResults)[number];
    code: string;
    ip: string;
  }[];
}

const deedsShown = 20;

/** One key by its id, of those the caller may see. Somebody else's and a made-up one throw the same `not-found`. */
export async function getAccessKey(ctx: Context, id: string): Promise<AccessKeyDetail> {
  const allowed = authorizeWidest(ctx, "ram:ListAccessKeys");
  return withReadTransaction(allowed, async (tx) => {
    const [row] = await withOwner(tx).where(and(visibleKeys(allowed), eq(accessKeys.id, id)));
    if (!row) throw new DomainError("not-found", "access-key");
    const [siblings, deeds] = await Promise.all([readKeysOf(tx, allowed, row), readDeeds(tx, allowed, row)]);
    const present = (one: KeyRow) => presentAccessKey({ ...one, ownerName: row.ownerName }, allowed.scope, allowed.now);
    const { refusedAt: at, refusedCode: code, refusedAddress: address, refusedBecause: because } = row;
    return {
      key: present(row),
      others: siblings.filter((one) => one.id !== id).map(present),
      refusal: at ? { at, code, address, because } : undefined,
      deeds,
    };
  });
}

function readDeeds(tx: Tx, { accountId }: Allowed, key: Pick<KeyRow, "id" | "subAccountId">) {
  const { occurredAt: at, action, resource, result, code, ip } = auditEvents;
  return tx
    .select({ at, action, resource, result, code, ip })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.accountId, accountId),
        eq(auditEvents.actorType, "access-key"),
        eq(auditEvents.actorId, key.id),
      ),
    )
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(deedsShown);
}

/** Who a new key may be for: what the form says before it is filled in. Throws like the verb. */
export async function getKeyTerms(ctx: Context, ownerName: string | undefined) {
  const forOthers = mayDo(ctx, "ram:CreateAccessKey", anySubAccount(ctx));
  if (!forOthers) authorize(ctx, "ram:CreateAccessKey", accessKeysResource(ctx, ownerName ?? null));
  return { forOthers, ofWhom: ownerName ?? "" };
}
