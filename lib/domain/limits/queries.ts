import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { reservedNames } from "@/db/schema/reserved-names";
import { spendLimits } from "@/db/schema/spend-limits";
import { authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { readLimits } from "./lookups";
import { presentLimit, type SpendLimitView } from "./presenter";

/**
 * Limits with what their window has spent: `all` the caller may see, the account's or its own; or the `nearest`, which
 * for whoever sees the account's are those of the account as a whole.
 */
export async function listSpendLimits(ctx: Context, which: "all" | "nearest" = "all"): Promise<SpendLimitView[]> {
  const allowed = authorizeWidest(ctx, "bss:DescribeSpend");
  const { accountId, scope } = allowed;
  const ofWhole = which === "nearest" ? isNull(spendLimits.subAccountId) : undefined;
  const whose = scope.kind === "sub-account" ? eq(spendLimits.subAccountId, scope.subAccountId) : ofWhole;
  return withReadTransaction(allowed, async (tx) => {
    const rows = await readLimits(tx, allowed, whose);
    const ids = rows.flatMap(({ subAccountId }) => subAccountId ?? []);
    const named =
      scope.kind === "account" && ids.length > 0
        ? await tx
            .select({ id: reservedNames.subAccountId, name: reservedNames.name })
            .from(reservedNames)
            .where(and(eq(reservedNames.accountId, accountId), inArray(reservedNames.subAccountId, ids)))
        : [];
    const nameOf = new Map(named.map(({ id, name }) => [id, name]));
    return rows
      .map((row) => ({
        ...presentLimit(row, allowed.now),
        subAccountName: row.subAccountId === null ? null : (nameOf.get(row.subAccountId) ?? ctx.actor.name),
      }))
      .toSorted((a, b) => (a.subAccountName ?? "").localeCompare(b.subAccountName ?? ""));
  });
}

export interface LimitTerms {
  currency: string;
  minorDigits: number;
  timeZone: string;
  /** What sub-accounts made from now on begin with. */
  byDefault:
    | ({ per: SpendLimitView["per"]; soft: Micros | null; hard: Micros | null } & Pick<
        SpendLimitView,
        "onSoft" | "stops"
      >)
    | null;
}

/** What the amounts of limits are in, and the account's default. */
export async function getLimitTerms(ctx: Context): Promise<LimitTerms> {
  const allowed = authorizeWidest(ctx, "bss:DescribeSpend");
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx
      .select({
        currency: books.currency,
        minorDigits: books.minorDigits,
        timeZone: books.timeZone,
        kept: books.defaultLimit,
      })
      .from(books)
      .where(eq(books.accountId, allowed.accountId)),
  );
  if (!row) throw new DomainError("not-found", "wallet");
  const { kept, ...terms } = row;
  const amount = (digits: string | null) => (digits === null ? null : asMicros(BigInt(digits)));
  return {
    ...terms,
    byDefault: kept && { ...kept, onSoft: kept.onSoft ?? "tell", soft: amount(kept.soft), hard: amount(kept.hard) },
  };
}
