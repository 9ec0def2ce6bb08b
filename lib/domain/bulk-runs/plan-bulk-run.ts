import "server-only";
import { and, eq, gt, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import { loginProfiles } from "@/db/schema/login-profiles";
import { sessions } from "@/db/schema/sessions";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { peopleOf } from "@/lib/domain/security-overview/finding-conditions";
import { byName, chosenBy } from "@/lib/domain/sub-accounts/list-conditions";
import { requireSightOf } from "@/lib/domain/sub-accounts/rules";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { actionOf, rowsMax, subjectOf } from "./rules";
import type { BulkAct, PlanBulkRunInput } from "./schema";
import { insertDraft, insertMissing } from "./steps";

/**
 * Fixes which sub-accounts an act would be done to, and says of each whether there is anything to do. Nothing happens
 * to anybody yet. A name that is nobody's here, another account's or made up, is a row that says so.
 */
export async function planBulkRun(ctx: Context, input: PlanBulkRunInput): Promise<{ id: string }> {
  const allowed = authorize(ctx, actionOf[input.act], subjectOf(ctx, input.act));
  // Whoever may set limits need not see the list that the filter would search.
  if (input.act === "limit") authorize(ctx, "ram:ListUsers", anySubAccount(ctx));
  requireSightOf(ctx, input);
  const names = [...new Set(input.names)];
  return withTransaction(allowed, async (tx) => {
    const chosen = and(
      eq(subAccounts.accountId, allowed.accountId),
      input.all ? allOf(input, allowed) : inArray(byName, names),
    );
    const found = await tx
      .select({ name: subAccounts.name })
      .from(subAccounts)
      .where(chosen)
      .limit(rowsMax + 1);
    if (found.length > rowsMax) {
      throw new DomainError("limit-reached", "bulk-run", { reason: "bulkTooMany", details: { max: rowsMax } });
    }
    const present = new Set(found.map(({ name }) => name));
    const missing = input.all ? [] : names.filter((name) => !present.has(name));
    const id = await insertDraft(tx, allowed, { kind: input.act, total: present.size + missing.length });
    await tx.execute(sql`
      insert into ${bulkRows} (account_id, run_id, position, name, state, reason)
      select ${allowed.accountId}, ${id}, row_number() over (order by name) - 1, name,
        case when reason = '' then 'waiting' else 'skipped' end, reason
      from (select ${byName} as name, ${verdictOf(input.act, allowed)} as reason from ${subAccounts} where ${chosen}) as v`);
    await insertMissing(tx, allowed, { runId: id, from: present.size, names: missing });
    await countPlanned(tx, allowed, id);
    return { id };
  });
}

/** Everybody the list's filter or a finding shows. */
function allOf({ finding, ...view }: PlanBulkRunInput, allowed: Allowed): SQL | undefined {
  if (!finding) return chosenBy(view, allowed.account, allowed.now);
  return sql`${subAccounts.id} in (select s.id ${peopleOf(allowed, finding)})`;
}

const profileOf = and(
  eq(loginProfiles.accountId, subAccounts.accountId),
  eq(loginProfiles.subAccountId, subAccounts.id),
);

const sessionOf = and(
  eq(sessions.accountId, subAccounts.accountId),
  eq(sessions.subAccountId, subAccounts.id),
  isNull(sessions.endedAt),
);

/** Why there is nothing to do to a row; empty where there is. The verbs decide again when it is done. */
function verdictOf(act: BulkAct, { actor, now }: Allowed): SQL {
  const self = actor.type === "sub-account" ? sql`${subAccounts.id} = ${actor.subAccountId}` : sql`false`;
  switch (act) {
    case "disable":
      return sql`case when ${self} then 'notYourself' when ${subAccounts.state} = 'disabled' then 'alreadyDisabled' else '' end`;
    case "enable":
      return sql`case when ${subAccounts.state} = 'active' then 'alreadyEnabled' else '' end`;
    case "delete":
    case "reset":
      return sql`case when ${self} then 'notYourself' else '' end`;
    case "require-change":
      return sql`case when exists (select from ${loginProfiles} where ${and(profileOf, isNotNull(loginProfiles.passwordHash))})
        then '' else 'noPassword' end`;
    case "require-factor":
      return sql`case (select ${loginProfiles.mfaBindRequired} from ${loginProfiles} where ${profileOf})
        when true then 'factorRequiredAlready' when false then '' else 'codes.not-found' end`;
    case "end-sessions":
      return sql`case when ${self} then 'notYourself' when exists (select from ${sessions} where ${and(sessionOf, gt(sessions.expiresAt, now))})
        then '' else 'noSessions' end`;
    case "join-group":
    case "leave-group":
    case "limit":
    case "label":
      return sql`''`;
  }
}

async function countPlanned(tx: Tx, { accountId }: Allowed, id: string): Promise<void> {
  await tx.execute(sql`
    update app.bulk_runs set planned = (select count(*) from ${bulkRows}
      where ${bulkRows.accountId} = ${accountId} and ${bulkRows.runId} = ${id} and ${bulkRows.state} = 'waiting')
    where account_id = ${accountId} and id = ${id}`);
}
