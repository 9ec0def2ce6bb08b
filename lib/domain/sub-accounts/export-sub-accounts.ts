import "server-only";
import type { Readable } from "node:stream";
import { and, asc, desc, type SQL, sql } from "drizzle-orm";
import { spendMonths } from "@/db/schema/spend";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { anySubAccount } from "@/lib/authorization/resources";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { csvHead, csvTail } from "@/lib/foundation/csv";
import { streamExport } from "@/lib/foundation/stream-export";
import { withTransaction } from "@/lib/foundation/transaction";
import { columnsOfFile } from "./export-rules";
import { chosenBy, orderOf } from "./list-conditions";
import { ofThisMonth, readMonthTerms, visibleTo } from "./lookups";
import { maySeeSpend, requireSightOf } from "./rules";
import { type ExportSubAccountsInput, narrowing } from "./schema";

/**
 * Everybody the list's filter finds, in its order and with its columns, as a file that is written while it is read. That
 * it was asked for stands in the log before its first line. Throws `rate-limited` past the limit of exports an account
 * has, `unavailable` while too many are being fetched.
 */
export async function exportSubAccounts(ctx: Context, input: ExportSubAccountsInput): Promise<Readable> {
  authorize(ctx, "ram:ListUsers", anySubAccount(ctx));
  const allowed = authorize(ctx, "espalier:ExportSubAccounts", anySubAccount(ctx));
  requireSightOf(ctx, input);
  requireStepUp(allowed, "export");
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  const money = await withTransaction(allowed, async (tx) => {
    await recordAudit(tx, allowed, {
      action: "espalier:ExportSubAccounts",
      resource: "sub-accounts",
      after: { filter: filterOf({ ...input, q: input.q && "…" }) },
    });
    return maySeeSpend(ctx) ? readMonthTerms(tx, allowed) : undefined;
  });
  const columns = columnsOfFile(input.columns, money);
  const facts = {
    ...{ account: ctx.account.name, requested_by: ctx.actor.name, requested_at: ctx.now.toISOString() },
    ...{ time_zone: "UTC", filter: filterOf(input) },
    ...(input.columns.includes("spend") && money && { month_of_spend: money.month }),
  };
  const head = csvHead(
    facts,
    columns.map(([name]) => name),
  );
  const values = columns.map(([, value]) => value);
  const query = async () => queryOf(allowed, input, values);
  return streamExport(allowed, { head, query, options: "format csv", windowsLines: true, tail: csvTail });
}

/** What was searched for may be somebody's address, which the log must not keep past that person: it says that one was. */
const filterOf = (input: ExportSubAccountsInput): string =>
  narrowing.flatMap((name) => (input[name] ? [`${name}=${input[name]}`] : [])).join(" ");

function queryOf(allowed: Allowed, input: ExportSubAccountsInput, values: readonly SQL[]): SQL {
  const { sort } = input;
  const spent = sql`coalesce(${spendMonths.effectiveCost}, 0)`;
  const direction = sort.startsWith("-") ? desc : asc;
  const order = sort.endsWith("spend") ? [direction(spent), direction(subAccounts.id)] : orderOf(sort, false);
  return sql`select ${sql.join([...values], sql`, `)}
    from ${subAccounts} left join ${spendMonths} on ${ofThisMonth(allowed)}
    where ${and(visibleTo(allowed), chosenBy(input, allowed.account, allowed.now))} order by ${sql.join(order, sql`, `)}`;
}
