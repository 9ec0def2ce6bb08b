import "server-only";
import { and, desc, eq, getTableColumns, gt, lt, or, type SQL } from "drizzle-orm";
import * as z from "zod";
import { sshKeys } from "@/db/schema/ssh-keys";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount, subAccountResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { type PublicKeyView, presentPublicKey } from "./presenter";
import type { PublicKeyFilter } from "./schema";

const columns = { ...getTableColumns(sshKeys), subAccountName: subAccounts.name };
const pageSize = 50;
const isId = (text: string) => z.uuid().safeParse(text).success;

function withOwners(tx: Tx, { accountId }: Allowed) {
  return tx
    .select(columns)
    .from(sshKeys)
    .innerJoin(subAccounts, and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, sshKeys.subAccountId)))
    .$dynamic();
}

/** The keys of one sub-account, newest first: all of them, since there are at most ten. */
export async function listPublicKeys(ctx: Context, subAccountName: string): Promise<PublicKeyView[]> {
  const allowed = authorize(ctx, "ram:ListPublicKeys", subAccountResource(ctx, subAccountName));
  const rows = await withReadTransaction(allowed, async (tx) => {
    const [person] = await tx
      .select({ id: subAccounts.id })
      .from(subAccounts)
      .where(and(eq(subAccounts.accountId, allowed.accountId), eq(subAccounts.name, subAccountName)));
    if (!person) throw new DomainError("not-found", "sub-account");
    return withOwners(tx, allowed)
      .where(and(eq(sshKeys.accountId, allowed.accountId), eq(sshKeys.subAccountId, person.id)))
      .orderBy(desc(sshKeys.createdAt), desc(sshKeys.id));
  });
  return rows.map((row) => presentPublicKey(row, allowed.scope, allowed.now));
}

/** Whether the caller adds keys for any sub-account or for itself alone; throws `forbidden` where it adds none. */
export async function getUploadTerms(ctx: Context): Promise<{ anyOwner: boolean }> {
  const { scope } = authorizeWidest(ctx, "ram:UploadPublicKey");
  return { anyOwner: scope.kind === "account" };
}

/** One key, for whoever may do `action` with it. Another's, another account's and a made-up one throw `not-found`. */
export async function getPublicKey(
  ctx: Context,
  action: "ram:UpdatePublicKey" | "ram:DeletePublicKey",
  subAccountName: string,
  id: string,
): Promise<PublicKeyView> {
  const allowed = authorize(ctx, action, subAccountResource(ctx, subAccountName));
  const { accountId } = allowed;
  if (!isId(id)) throw new DomainError("not-found", "ssh-key");
  const [row] = await withReadTransaction(allowed, async (tx) =>
    withOwners(tx, allowed).where(
      and(eq(sshKeys.accountId, accountId), eq(sshKeys.id, id), eq(subAccounts.name, subAccountName)),
    ),
  );
  if (!row) throw new DomainError("not-found", "ssh-key");
  return presentPublicKey(row, allowed.scope, allowed.now);
}

/** The keys of every sub-account of the account, newest first, or those with one fingerprint. */
export async function listAllPublicKeys(ctx: Context, filter: PublicKeyFilter): Promise<Page<PublicKeyView>> {
  const allowed = authorize(ctx, "ram:ListPublicKeys", anySubAccount(ctx));
  const cursor = readCursor(filter.cursor);
  const backwards = cursor?.direction === "before";
  const order = backwards ? [sshKeys.createdAt, sshKeys.id] : [desc(sshKeys.createdAt), desc(sshKeys.id)];
  const found = await withReadTransaction(allowed, async (tx) =>
    withOwners(tx, allowed)
      .where(
        and(
          eq(sshKeys.accountId, allowed.accountId),
          filter.fingerprint ? eq(sshKeys.fingerprint, filter.fingerprint) : undefined,
          beyond(cursor),
        ),
      )
      .orderBy(...order)
      .limit(pageSize + 1),
  );
  const rows = found.map((row) => presentPublicKey(row, allowed.scope, allowed.now));
  return cutPage(rows, pageSize, cursor, ({ createdAt, id }) => ({ value: createdAt.toISOString(), id }));
}

function beyond(cursor: KeysetCursor | undefined): SQL | undefined {
  const at = new Date(cursor?.value ?? "");
  if (!cursor || Number.isNaN(at.getTime()) || !isId(cursor.id)) return undefined;
  const further = cursor.direction === "after" ? lt : gt;
  return or(further(sshKeys.createdAt, at), and(eq(sshKeys.createdAt, at), further(sshKeys.id, cursor.id)));
}
