import "server-only";
import { sql } from "drizzle-orm";
import { type Allowed, authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { logger } from "@/lib/foundation/logger";
import { withTransaction } from "@/lib/foundation/transaction";
import { closePeriod } from "./close-period";
import { listAccountsToAdvance } from "./queries";

/** What became of the months that were due, each as `<account> <month>`. */
export interface Advanced {
  closed: string[];
  /** Usage of them is not priced yet, or waits in quarantine; or they could not be closed, which the log says. */
  left: string[];
  /** Accounts that nobody came to any more. */
  later: number;
}

/**
 * Moves every account's months on with the calendar, and closes those whose late usage had its time: each account for
 * itself, whatever becomes of the others. Where time is short, until it has passed: the worker comes to the rest.
 */
export async function advancePeriods(
  platform: PlatformContext,
  { withinMs = Number.POSITIVE_INFINITY } = {},
): Promise<Advanced> {
  authorizePlatform(platform, "platform:ListWallets");
  const began = performance.now();
  const done: Advanced = { closed: [], left: [], later: 0 };
  for (const accountId of await listAccountsToAdvance(platform)) {
    if (performance.now() - began > withinMs) done.later++;
    else await advanceOne(platform, accountId, done);
  }
  return done;
}

async function advanceOne(platform: PlatformContext, accountId: AccountId, { closed, left }: Advanced): Promise<void> {
  try {
    const account = await getAccount(platform, accountId);
    const { name } = account;
    const ctx = enterAccount(platform, account);
    const months = await moveOn(authorize(ctx, "espalier:ClosePeriod", walletResource(ctx)));
    for (const [index, month] of months.entries()) {
      try {
        await closePeriod(platform, { accountId, month });
        closed.push(`${name} ${month}`);
      } catch (error) {
        // Somebody else was first.
        if (error instanceof DomainError && error.reason === "periodClosed") continue;
        left.push(...months.slice(index).map((one) => `${name} ${one}`));
        throw error;
      }
    }
  } catch (error) {
    // Usage still waits: the month stays closing, and the operator is shown why.
    if (error instanceof DomainError && error.code === "conflict") return;
    logger.error({ err: error, job: "month-end" }, "an account's months could not be moved on");
  }
}

/** The same for one account; the months it closed. Throws what keeps the oldest of them from closing. */
export async function advanceAccount(platform: PlatformContext, accountId: AccountId): Promise<string[]> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const months = await moveOn(authorize(ctx, "espalier:ClosePeriod", walletResource(ctx)));
  for (const month of months) await closePeriod(platform, { accountId, month });
  return months;
}

/** The account's months that are due, the oldest first. */
async function moveOn(allowed: Allowed): Promise<string[]> {
  const due = await withTransaction(allowed, (tx) =>
    post<{ month: string }>(
      tx,
      sql`select to_char(p, 'YYYY-MM') as month from billing.advance_periods(${allowed.now.toISOString()}) p`,
    ),
  );
  return due.map(({ month }) => month);
}
