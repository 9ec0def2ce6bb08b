import "server-only";
import { eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import type { SecurityPreference } from "@/lib/authorization/account-settings";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { mergeSettings } from "./settings-rules";
import type { SecurityPreferenceInput } from "./settings-schema";
import { lockAccount } from "./steps";

/** Sets the switches given and leaves the others; what sub-accounts may do with themselves changes on their next request. */
export async function setSecurityPreference(ctx: Context, input: SecurityPreferenceInput): Promise<SecurityPreference> {
  const allowed = authorize(ctx, "ram:SetSecurityPreference", accountSettingsResource(ctx));
  return withTransaction(allowed, async (tx) => {
    const { name, preference } = accountFactsOf(await lockAccount(tx, allowed));
    const { settings, change } = mergeSettings(preference, input);
    if (!change) return settings;
    await tx
      .update(accounts)
      .set({ securityPreference: settings, authorityEpoch: sql`${accounts.authorityEpoch} + 1` })
      .where(eq(accounts.accountId, allowed.accountId));
    await recordAudit(tx, allowed, { action: "ram:SetSecurityPreference", resource: name, ...change });
    return settings;
  });
}
