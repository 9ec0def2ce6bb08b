import "server-only";
import { and, desc, eq, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { resetLinks } from "@/db/schema/reset-links";
import { subAccounts } from "@/db/schema/sub-accounts";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { readCursor, writeCursor } from "@/lib/foundation/cursor";
import { withReadTransaction } from "@/lib/foundation/transaction";
import type { HandOverFilter, HandOverState } from "./schema";

export interface HandOverRow {
  name: string;
  displayName: string;
  state: HandOverState;
  madeBy: string;
  createdAt: Date;
  openedAt: Date | null;
  passwordSetAt: Date | null;
  firstSignInAt: Date | null;
  expiresAt: Date;
}

const perPage = 50;
const momentId = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Every person's last claim link and how far its owner has come, newest first. */
export async function listHandOvers(
  ctx: Context,
  { state, cursor }: HandOverFilter,
): Promise<{ rows: HandOverRow[]; older: string | undefined }> {
  const allowed = authorize(ctx, "ram:ListUsers", anySubAccount(ctx));
  const found = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ link: resetLinks, person: subAccounts })
      .from(resetLinks)
      .innerJoin(
        subAccounts,
        and(eq(subAccounts.accountId, resetLinks.accountId), eq(subAccounts.id, resetLinks.subAccountId)),
      )
      .where(
        and(
          eq(resetLinks.accountId, allowed.accountId),
          eq(resetLinks.kind, "claim"),
          or(isNull(resetLinks.endedAs), ne(resetLinks.endedAs, "replaced")),
          conditionOf(state, allowed.now),
          placeOf(cursor),
        ),
      )
      .orderBy(desc(resetLinks.createdAt), desc(resetLinks.id))
      .limit(perPage + 1),
  );
  const rows = found.slice(0, perPage);
  const last = rows.at(-1)?.link;
  const more = found.length > perPage && last;
  return {
    rows: rows.map((row) => presentHandOver(row, allowed.now)),
    older: more ? writeCursor({ direction: "after", value: last.createdAt.toISOString(), id: last.id }) : undefined,
  };
}

function placeOf(cursor: string | undefined): SQL | undefined {
  const place = readCursor(cursor);
  if (!place || !momentId.test(place.value) || Number.isNaN(Date.parse(place.value))) return undefined;
  if (!/^[0-9a-f-]{36}$/.test(place.id)) return undefined;
  const at = new Date(place.value);
  return or(lt(resetLinks.createdAt, at), and(eq(resetLinks.createdAt, at), sql`${resetLinks.id} < ${place.id}::uuid`));
}

/** The same tests as `stateOf`, for the filter. */
function conditionOf(state: HandOverFilter["state"], now: Date): SQL | undefined {
  const alive = sql`${resetLinks.usedAt} is null and ${resetLinks.expiresAt} > ${now.toISOString()}::timestamptz`;
  const used = eq(resetLinks.endedAs, "used");
  const signedIn = sql`coalesce(${subAccounts.lastSignInAt} >= ${resetLinks.usedAt}, false)`;
  switch (state) {
    case "":
      return undefined;
    case "stuck":
      return sql`not (coalesce(${used}, false) and ${signedIn}) and ${resetLinks.endedAs} is distinct from 'revoked'`;
    case "created":
      return and(alive, isNull(resetLinks.openedAt));
    case "opened":
      return and(alive, sql`${resetLinks.openedAt} is not null`);
    case "password-set":
      return and(used, sql`not ${signedIn}`);
    case "signed-in":
      return and(used, signedIn);
    case "revoked":
      return eq(resetLinks.endedAs, "revoked");
    case "expired":
      return sql`${resetLinks.usedAt} is null and ${resetLinks.expiresAt} <= ${now.toISOString()}::timestamptz`;
  }
}

function stateOf(link: typeof resetLinks.$inferSelect, lastSignInAt: Date | null, now: Date): HandOverState {
  if (link.endedAs === "used") {
    return lastSignInAt && link.usedAt && lastSignInAt >= link.usedAt ? "signed-in" : "password-set";
  }
  if (link.endedAs === "revoked") return "revoked";
  if (link.expiresAt <= now) return "expired";
  return link.openedAt ? "opened" : "created";
}

interface Found {
  link: typeof resetLinks.$inferSelect;
  person: typeof subAccounts.$inferSelect;
}

function presentHandOver({ link, person }: Found, now: Date): HandOverRow {
  const state = stateOf(link, person.lastSignInAt, now);
  return {
    name: person.name,
    displayName: person.displayName,
    state,
    madeBy: link.madeBy,
    createdAt: link.createdAt,
    openedAt: link.openedAt,
    passwordSetAt: link.endedAs === "used" ? link.usedAt : null,
    firstSignInAt: state === "signed-in" ? person.lastSignInAt : null,
    expiresAt: link.expiresAt,
  };
}
