import "server-only";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import { findSkuPrice } from "./lookups";
import type { SetPriceInput } from "./schema";
import { addVersion, readVersions } from "./steps";

/** A new list price from an hour that has not begun; what was charged before stays charged. */
export async function setPrice(
  platform: PlatformContext,
  { priceCode, currency, validFrom, price }: SetPriceInput,
): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:SetPrice");
  requireStepUp(allowed, "operator-writes");
  await withPlatformTransaction(allowed, async (tx) => {
    const found = await findSkuPrice(tx, priceCode);
    const known = await readVersions(tx, found.skuPriceId);
    await addVersion(tx, allowed, { ...found, known }, { currency, validFrom, tiers: [{ upTo: null, price }] });
    const after = { currency, validFrom: validFrom.toISOString(), price };
    await recordPlatformAudit(tx, allowed, { action: "platform:SetPrice", resource: priceCode, after });
  });
}
