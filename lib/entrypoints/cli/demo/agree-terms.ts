import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import type { SetInvoicingModeInput } from "@/lib/domain/bills/schema";
import { setInvoicingMode } from "@/lib/domain/bills/set-invoicing-mode";
import { giveFee } from "@/lib/domain/fees/give-fee";
import { listFees } from "@/lib/domain/fees/queries";
import { GiveFeeInput } from "@/lib/domain/fees/schema";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { DomainError } from "@/lib/foundation/errors";

/** What holds for an account from the first day of its history. */
export interface Terms {
  limits?: Record<string, { soft: string; hard: string }>;
  /** Of the months after the first. */
  invoicing?: SetInvoicingModeInput["mode"];
  /** Of the account itself, from the first month on. */
  fee?: { priceCode: string; quantity: string; note: string };
}

/** With the clock of the first day. A history that is told on after it was stopped finds them agreed. */
export async function agreeTerms(
  clock: PlatformContext,
  name: string,
  { limits = {}, invoicing, fee }: Terms,
): Promise<void> {
  const account = await getAccountByName(clock, name);
  const { accountId } = account;
  for (const [subAccountName, bounds] of Object.entries(limits)) {
    const input = SetSpendLimitInput.parse({ subAccountName, per: "month", ...bounds });
    await setSpendLimit(enterAccount(clock, account), input);
  }
  if (fee && (await listFees(clock, accountId)).rows.length === 0) {
    const firstMonth = clock.now.toISOString().slice(0, 7);
    await giveFee(clock, GiveFeeInput.parse({ accountId, firstMonth, ...fee }));
  }
  if (invoicing) {
    try {
      await setInvoicingMode(clock, { accountId, mode: invoicing });
    } catch (error) {
      if (!(error instanceof DomainError && error.reason === "invoicingModeHolds")) throw error;
    }
  }
}
