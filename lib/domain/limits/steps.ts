import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { reservedNames } from "@/db/schema/reserved-names";
import type { Allowed } from "@/lib/authorization/authorize";
import { post } from "@/lib/domain/ledger/steps";
import { notify } from "@/lib/domain/notifications/steps";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, writeMicros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { readLimits } from "./lookups";
import { shareToTell } from "./rules";

/** Tells whoever a limit is about, and the root user, that more of it was reached: once per window and share. */
export async function tellLimits(tx: Tx, allowed: Allowed, { currency }: Pick<WalletView, "currency">): Promise<void> {
  for (const limit of await readLimits(tx, allowed, undefined)) {
    const spent = asMicros(BigInt(limit.spent));
    const share = shareToTell({ ...limit, spent });
    const [row] = await post<{ told: boolean }>(
      tx,
      sql`select billing.mark_limit_told(${limit.id}, ${limit.windowStart}::timestamptz, ${share}) as told`,
    );
    if (!row?.told) continue;
    const { subAccountId, per, hard, soft, stops } = limit;
    const isOver = hard !== null && spent >= hard;
    const params = {
      ...{ whose: await nameOf(tx, allowed, subAccountId), currency, per, percent: String(share) },
      ...{ spent: writeMicros(spent), amount: writeMicros(hard ?? soft ?? spent) },
      effect: isOver ? stops : "none",
    };
    await notify(tx, allowed, { kind: "spend-limit", to: null, params });
    if (subAccountId !== null) await notify(tx, allowed, { kind: "spend-limit", to: subAccountId, params });
  }
}

async function nameOf(tx: Tx, { account, accountId }: Allowed, subAccountId: SubAccountId | null): Promise<string> {
  if (subAccountId === null) return account.name;
  const [row] = await tx
    .select({ name: reservedNames.name })
    .from(reservedNames)
    .where(and(eq(reservedNames.accountId, accountId), eq(reservedNames.subAccountId, subAccountId)));
  return row?.name ?? "";
}

/** Tells the root user what became of the wallet, where something must be done or was mended. */
export async function tellWallet(
  tx: Tx,
  allowed: Allowed,
  { state: was, available, currency, graceHours }: WalletView,
  state: WalletView["state"],
): Promise<void> {
  if (state === "ok" && was === "low") return;
  const isMended = was === "exhausted" || was === "suspended" ? state === "ok" || state === "low" : false;
  const params = {
    ...{ accountName: allowed.account.name, available: writeMicros(available), currency },
    ...{ state: isMended ? "ok" : state, grace: String(graceHours) },
  };
  await notify(tx, allowed, { kind: "wallet-state", to: null, params });
}
