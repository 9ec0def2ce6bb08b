import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import { correctCharge } from "@/lib/domain/charges/correct-charge";
import { listCharges } from "@/lib/domain/charges/correction-queries";
import { ChargeFilter, CorrectChargeInput } from "@/lib/domain/charges/correction-schema";
import { SetContractPriceInput } from "@/lib/domain/prices/schema";
import { setContractPrice } from "@/lib/domain/prices/set-contract-price";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";

interface Evening {
  /** With the clock of the day's end. */
  clock: PlatformContext;
  accountId: AccountId;
  events: readonly Record<string, unknown>[];
}

/** What happens once, on the evening of a day of the history that is so many days before its end. */
export type Incidents = Readonly<Record<number, (evening: Evening) => Promise<unknown>>>;

const dayMs = 86_400_000;

/** Midway a price is agreed; a charge of a month that is closed is taken back; a service contradicts itself. */
export const harborIncidents: Incidents = {
  90: once(({ clock, accountId }) => {
    const validFrom = clock.now.toISOString();
    const input = { accountId, priceCode: "tokens-out", validFrom, discount: "12.5" };
    return setContractPrice(clock, SetContractPriceInput.parse(input));
  }),
  20: once(async ({ clock, accountId }) => {
    const period = `${new Date(clock.now.getTime() - 30 * dayMs).toISOString().slice(0, 7)}-01`;
    const { rows } = await listCharges(clock, accountId, ChargeFilter.parse({ period, subAccount: "dana" }));
    const wrong = rows.find(({ category }) => category === "Usage");
    if (!wrong) return;
    const reason = "The meter counted an hour in which the instance was down";
    await correctCharge(clock, CorrectChargeInput.parse({ accountId, period, chargeId: wrong.id, reason }));
  }),
  1: once(({ clock, events }) => {
    const [event] = events;
    return reportUsage(clock, event ? [{ ...event, data: { ...(event.data as object), value: "1" } }] : []);
  }),
};

/** A history that is told on after it was stopped comes by some evenings again. */
function once(happen: (evening: Evening) => Promise<unknown>): (evening: Evening) => Promise<unknown> {
  return async (evening) => {
    try {
      await happen(evening);
    } catch (error) {
      if (!(error instanceof DomainError) || !["already-exists", "invalid-state"].includes(error.code)) throw error;
    }
  };
}
