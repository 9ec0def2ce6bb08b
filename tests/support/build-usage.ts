import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { reconcileLedger } from "@/lib/domain/ledger/reconcile-ledger";
import { importPriceBook } from "@/lib/domain/prices/import-price-book";
import { PriceBook } from "@/lib/domain/prices/schema";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { newId } from "@/lib/foundation/ids";
import { buildOperator } from "./build-context";

/** By the clock: the module is loaded once for many files, and usage ahead of its reporter's time is set aside. */
export const operator: PlatformContext = {
  ...buildOperator({ host: true }),
  get now() {
    return new Date();
  },
};

interface PriceOptions {
  tiers?: { upTo: string | null; price: string }[];
  tierScope?: "none" | "resource" | "sub-account";
  units?: string;
  validFrom?: string;
  /** By the month: what is named as a meter is none. */
  recurring?: boolean;
}

/** A meter of the test's own with one price; the meter's name. */
export async function buildPrice({
  tiers = [{ upTo: null, price: "0.02" }],
  tierScope = "none",
  units = "1000000",
  validFrom = "2020-01-01T00:00:00Z",
  recurring = false,
}: PriceOptions = {}): Promise<string> {
  const meter = `m${newId().slice(-12)}`;
  const names = { nameEn: meter, nameZh: meter };
  const price = { code: meter, tierScope, versions: [{ currency: "CNY", validFrom, tiers }] };
  const sku = {
    ...{
      code: meter,
      ...names,
      meter,
      consumedUnit: "Tokens",
      pricingUnit: "1000000 Tokens",
      unitsPerPriceUnit: units,
      recurring,
    },
    prices: [price],
  };
  const service = { code: meter, ...names, category: "AI and Machine Learning", subcategory: "Generative AI" };
  await importPriceBook(operator, PriceBook.parse({ services: [{ ...service, skus: [sku] }] }));
  return meter;
}

interface EventOptions {
  id?: string;
  meter: string;
  subAccount: string;
  value: string;
  /** Start of a one-second window. */
  at: Date;
  resource?: string;
}

export function buildEvent(
  { account }: Context,
  { id = newId(), meter, subAccount, value, at, resource }: EventOptions,
): Record<string, unknown> {
  return {
    specversion: "1.0",
    id,
    source: "urn:test",
    type: meter,
    time: new Date(at.getTime() + 1_000).toISOString(),
    accountuid: account.uid,
    subaccount: subAccount,
    data: { value, start: at.toISOString() },
    ...(resource && { subject: `acs:llm::${account.uid}:model/${resource}` }),
  };
}

/**
 * Rates until nothing waits. A transaction of another test that is still open holds the newest usage back: the cursor
 * never passes what could still be committed below it.
 */
export async function rateAll({ accountId }: Context, platform: PlatformContext, events: number): Promise<void> {
  let lastTakenAt = performance.now();
  for (let left = events; left > 0; ) {
    const taken = await rateAccount(platform, accountId);
    left -= taken;
    if (taken > 0) lastTakenAt = performance.now();
    else if (performance.now() - lastTakenAt > 60_000) throw new Error(`${left} of ${events} events are not rated`);
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const brokenInvariants = (root: Context) =>
  reconcileLedger(enterAccount(operator, { ...root.account, accountId: root.accountId }));
