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

type Ask = readonly [AccountAction, Place];

const everywhereOrItself = (action: AccountAction): Ask[] => [
  [action, anySubAccount],
  [action, itself],
];
const wholeLogOrOwn: Ask[] = [
  ["espalier:ListAuditEvents", auditLogResource],
  ["espalier:ListAuditEvents", ownSignInResource],
];

/** What finds each kind, and what must be allowed for it: the first of these that is, so the widest stands first. */
const kinds: Record<FoundKind, { asks: readonly Ask[]; find: Find }> = {
  "sub-account": {
    asks: [
      ["ram:ListUsers", anySubAccount],
      ["ram:GetUser", itself],
    ],
    find: finders.findSubAccounts,
  },
  "access-key": { asks: everywhereOrItself("ram:ListAccessKeys"), find: finders.findAccessKeys },
  "ssh-key": { asks: everywhereOrItself("ram:ListPublicKeys"), find: finders.findPublicKeys },
  resource: { asks: everywhereOrItself("espalier:ListResources"), find: finders.findResources },
  server: { asks: [["espalier:ListServers", anyServer]], find: finders.findServers },
  group: { asks: [["ram:ListGroups", anyGroup]], find: finders.findGroups },
  policy: { asks: [["ram:ListPolicies", anyPolicy]], find: finders.findPolicies },
  invoice: { asks: [["bss:DescribeSpend", anySubAccount]], find: finders.findInvoices },
  transaction: { asks: [["bss:DescribeWallet", walletResource]], find: finders.findTransactions },
  charge: { asks: everywhereOrItself("bss:DescribeSpend"), find: finders.findCharges },
  "audit-event": { asks: wholeLogOrOwn, find: finders.findAuditEvents },
  request: { asks: wholeLogOrOwn, find: finders.findRequests },
  address: { asks: wholeLogOrOwn, find: finders.findAddresses },
};

/**
 * What a pasted text means, among what the caller may list; a few of each kind. Somebody else's things and made-up ones
 * are not found alike.
 */
export async function search(ctx: Context, text: string): Promise<Found[]> {
  const questions = kindsOf(text).flatMap((kind) => {
    const { asks, find } = kinds[kind];
    for (const [action, placeOf] of asks) {
      const place = placeOf(ctx);
      if (place && mayDo(ctx, action, place)) return [{ allowed: authorize(ctx, action, place), find }];
    }
    return [];
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
