import { eq, sql } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Context } from "@/lib/authorization/context";
import type { PolicyStatement } from "@/lib/authorization/policy-document";
import { subAccountPolicies } from "@/lib/authorization/self-policy";
import { createGroup } from "@/lib/domain/groups/create-group";
import { createPolicy } from "@/lib/domain/policies/create-policy";
import { heldPoliciesOf, presentHeldPolicies } from "@/lib/domain/policies/present-held-policies";
import { mintFence } from "@/lib/foundation/fence";
import { newId } from "@/lib/foundation/ids";
import { withReadTransaction } from "@/lib/foundation/transaction";

export const documentOf = (...Statement: PolicyStatement[]): string =>
  JSON.stringify({ Version: "1", Statement }, null, 2);

const reading: PolicyStatement = { Effect: "Allow", Action: ["oss:Get*"], Resource: ["*"] };

/** A custom policy of the account; its name. */
export async function buildPolicy(root: Context, statements: PolicyStatement[] = [reading]): Promise<string> {
  const name = `policy-${newId().slice(-12)}`;
  await createPolicy(root, { name, description: "", document: documentOf(...statements) });
  return name;
}

/** A group without members; its name. */
export async function buildGroup(root: Context): Promise<string> {
  const name = `group-${newId().slice(-12)}`;
  await createGroup(root, { name, displayName: "", comments: "" });
  return name;
}

/** The same sub-account with what it holds by now, as its next request would find it. */
export async function withHeld(person: Context): Promise<Context> {
  const { actor } = person;
  if (actor.type !== "sub-account") throw new Error("only a sub-account holds policies");
  const fence = mintFence({ ...person, scope: { kind: "account" } as const, actorKey: "root-user:" });
  const [row] = await withReadTransaction(fence, (tx) =>
    tx
      .select({ held: heldPoliciesOf(sql`"sub_accounts"."account_id"`, sql`"sub_accounts"."id"`) })
      .from(subAccounts)
      .where(eq(subAccounts.id, actor.subAccountId)),
  );
  const policies = subAccountPolicies(person.account, actor.name, presentHeldPolicies(row?.held ?? [], actor.name));
  return { ...person, policies, requestId: newId() };
}
