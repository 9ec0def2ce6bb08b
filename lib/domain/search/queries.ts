import "server-only";
import { sql } from "drizzle-orm";
import type { AccountAction } from "@/lib/authorization/actions";
import { type Allowed, authorize, mayDo } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import {
  anyGroup,
  anyPolicy,
  anyServer,
  anySubAccount,
  auditLogResource,
  ownSignInResource,
  type Resource,
  subAccountResource,
  walletResource,
} from "@/lib/authorization/resources";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import * as finders from "./lookups";
import type { Found, FoundKind } from "./presenter";
import { kindsOf } from "./rules";

type Place = (ctx: Context) => Resource | undefined;
type Find = (tx: Tx, allowed: Allowed, text: string) => Promise<Found[]>;

const itself: Place = (ctx) => {
  const own = actingSubAccount(ctx.actor);
  return own && subAccountResource(ctx, own.name);
};

/** What finds each kind, what that asks for, and on what: the widest of these that the caller may. */
const kinds: Record<FoundKind, { action: AccountAction; places: readonly Place[]; find: Find }> = {
  "sub-account": { action: "ram:ListUsers", places: [anySubAccount, itself], find: finders.findSubAccounts },
  "access-key": { action: "ram:ListAccessKeys", places: [anySubAccount, itself], find: finders.findAccessKeys },
  "ssh-key": { action: "ram:ListPublicKeys", places: [anySubAccount, itself], find: finders.findPublicKeys },
  resource: { action: "espalier:ListResources", places: [anySubAccount, itself], find: finders.findResources },
  server: { action: "espalier:ListServers", places: [anyServer], find: finders.findServers },
  group: { action: "ram:ListGroups", places: [anyGroup], find: finders.findGroups },
  policy: { action: "ram:ListPolicies", places: [anyPolicy], find: finders.findPolicies },
  invoice: { action: "bss:DescribeSpend", places: [anySubAccount], find: finders.findInvoices },
  transaction: { action: "bss:DescribeWallet", places: [walletResource], find: finders.findTransactions },
  charge: { action: "bss:DescribeSpend", places: [anySubAccount, itself], find: finders.findCharges },
  "audit-event": {
    action: "espalier:ListAuditEvents",
    places: [auditLogResource, ownSignInResource],
    find: finders.findAuditEvents,
  },
  request: {
    action: "espalier:ListAuditEvents",
    places: [auditLogResource, ownSignInResource],
    find: finders.findRequests,
  },
  address: {
    action: "espalier:ListAuditEvents",
    places: [auditLogResource, ownSignInResource],
    find: finders.findAddresses,
  },
};

/**
 * What a pasted text means, among what the caller may list; a few of each kind. Somebody else's things and made-up ones
 * are not found alike.
 */
export async function search(ctx: Context, text: string): Promise<Found[]> {
  const questions = kindsOf(text).flatMap((kind) => {
    const { action, places, find } = kinds[kind];
    const place = places.map((placeOf) => placeOf(ctx)).find((one) => one && mayDo(ctx, action, one));
    return place ? [{ allowed: authorize(ctx, action, place), find }] : [];
  });
  // A delegated admin finds in the account what its policies show, and among its own what they do not.
  const scopes = Map.groupBy(questions, ({ allowed }) => allowed.scope.kind);
  const answers: Found[][] = [];
  for (const asked of scopes.values()) {
    const [first] = asked;
    if (!first) continue;
    const found = await withReadTransaction(first.allowed, async (tx) => {
      const [, ...rest] = await Promise.all([
        tx.execute(planned),
        ...asked.map(({ allowed, find }) => find(tx, allowed, text)),
      ]);
      return rest;
    });
    answers.push(...found);
  }
  return answers.flat();
}

/** For this very text: a plan for any text walks a whole list when nothing matches. */
const planned = sql`set local plan_cache_mode = force_custom_plan`;
