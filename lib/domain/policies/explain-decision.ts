import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { type Decision, evaluate, findMatches } from "@/lib/authorization/evaluate";
import { permissionsResource } from "@/lib/authorization/resources";
import { subAccountPolicies } from "@/lib/authorization/self-policy";
import { DomainError } from "@/lib/foundation/errors";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { heldPoliciesOf, presentHeldPolicies } from "./present-held-policies";
import { type MatchView, presentMatch } from "./presenter";
import type { ExplainInput } from "./schema";

export interface Explanation {
  outcome: Decision["outcome"];
  /** Every statement that applies, denials first; the first one decided. */
  matches: MatchView[];
  /** Whether the sub-account is disabled, and so may do nothing at all. */
  disabled: boolean;
}

/** Why a sub-account may or may not do something, decided as its own request would be: by the same evaluator. */
export async function explainDecision(ctx: Context, input: ExplainInput): Promise<Explanation> {
  const { name, action, resource, ip, mfa } = input;
  const allowed = authorize(ctx, "ram:ListPoliciesForUser", permissionsResource(ctx, name));
  const [person] = await withReadTransaction(allowed, (tx) =>
    tx
      .select({
        state: subAccounts.state,
        held: heldPoliciesOf(sql`"sub_accounts"."account_id"`, sql`"sub_accounts"."id"`),
      })
      .from(subAccounts)
      .where(and(eq(subAccounts.accountId, allowed.accountId), eq(sql`${subAccounts.name} collate "C"`, name))),
  );
  if (!person) throw new DomainError("not-found", "sub-account");
  const policies = subAccountPolicies(allowed.account, name, presentHeldPolicies(person.held, name));
  const request = {
    action,
    resources: [resource],
    keys: {
      "acs:CurrentTime": allowed.now.toISOString(),
      "acs:SecureTransport": "true",
      "acs:SourceIp": ip || allowed.facts.ip,
      "acs:MFAPresent": String(mfa),
    },
  };
  return {
    outcome: evaluate(policies, request).outcome,
    matches: findMatches(policies, request).map(presentMatch),
    disabled: person.state !== "active",
  };
}
