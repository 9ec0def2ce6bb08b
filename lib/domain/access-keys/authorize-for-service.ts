import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { subAccounts } from "@/db/schema/sub-accounts";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import { authorizePlatform } from "@/lib/authorization/authorize";
import {
  actorKeyOf,
  type Context,
  type PlatformContext,
  type RequestFacts,
  withoutSession,
} from "@/lib/authorization/context";
import { subAccountPolicies } from "@/lib/authorization/self-policy";
import { heldPoliciesOf, presentHeldPolicies } from "@/lib/domain/policies/present-held-policies";
import { DomainError } from "@/lib/foundation/errors";
import { gatherByKey } from "@/lib/foundation/gather-by-key";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import { textArray } from "@/lib/foundation/text-array";
import { askByKey } from "@/lib/foundation/transaction";
import { type AskedDecision, decideForService, type ServiceDecision } from "./decide-for-service";

export interface AuthorizeInput {
  accountUid: string;
  subAccount: string;
  facts: RequestFacts;
  asked: AskedDecision;
}

/** Whether a sub-account that a service already knows may do something of that service's. Throws `not-found`. */
export async function authorizeForService(
  platform: PlatformContext,
  input: AuthorizeInput,
): Promise<{ caller: Context; decision: ServiceDecision }> {
  authorizePlatform(platform, "platform:Authorize");
  const caller = await findCaller(platform, input);
  return { caller, decision: decideForService(platform, caller, input.asked) };
}

async function findCaller({ requestId, now }: PlatformContext, input: AuthorizeInput): Promise<Context> {
  const { accountUid, subAccount: name, facts } = input;
  const row = await readPerson(accountUid, name);
  if (!row) throw new DomainError("not-found", "sub-account");
  if (row.state !== "active") throw new DomainError("invalid-state", "sub-account", { reason: "subAccountDisabled" });
  const account = accountFactsOf(row.account);
  const actor = { type: "sub-account", subAccountId: row.id, sessionId: null, name } as const;
  return {
    ...{ requestId, now, facts, account, actor, ...withoutSession },
    accountId: row.account.accountId,
    scope: { kind: "sub-account", subAccountId: row.id },
    actorKey: actorKeyOf(actor),
    authorityEpoch: row.account.authorityEpoch,
    policies: subAccountPolicies(account, name, presentHeldPolicies(row.held, name)),
    passwordResetRequired: false,
    idempotencyKey: null,
  };
}

const selectPeople = prepareOnce((tx) =>
  tx
    .select({
      account: accounts,
      id: subAccounts.id,
      name: subAccounts.name,
      state: subAccounts.state,
      held: heldPoliciesOf(subAccounts.accountId, subAccounts.id),
    })
    .from(subAccounts)
    .innerJoin(accounts, eq(accounts.accountId, subAccounts.accountId))
    .where(
      and(
        eq(subAccounts.accountId, sql`(select app.account_id())`),
        sql`${subAccounts.name} collate "C" = any (${sql.placeholder("names")}::text[])`,
      ),
    )
    .prepare("people"),
);

/** After each of the calls came, for all that ask about people of one account at once. */
const readPerson = gatherByKey((accountUid, names: readonly string[]) =>
  askByKey("account-uid", accountUid, async (tx) => {
    const rows = await selectPeople(tx, { names: textArray([...new Set(names)]) });
    const rowOf = new Map(rows.map((row) => [row.name, row]));
    return names.map((name) => rowOf.get(name));
  }),
);
