import "server-only";
import { eq } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import type { PasswordPolicy } from "@/lib/authorization/account-settings";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { mergeSettings } from "./settings-rules";
import type { PasswordPolicyInput } from "./settings-schema";
import { lockAccount } from "./steps";

/** What passwords of sub-accounts must be from now on, beside the floor of the product; fields left out are unchanged. */
export async function setPasswordPolicy(ctx: Context, input: Partial<PasswordPolicyInput>): Promise<PasswordPolicy> {
  const allowed = authorize(ctx, "ram:SetPasswordPolicy", accountSettingsResource(ctx));
  requireStepUp(allowed, "security-settings");
  return withTransaction(allowed, async (tx) => {
    const { name, passwordPolicy } = accountFactsOf(await lockAccount(tx, allowed));
    const { settings, change } = mergeSettings(passwordPolicy, input);
    if (!change) return settings;
    await tx.update(accounts).set({ passwordPolicy: settings }).where(eq(accounts.accountId, allowed.accountId));
    await recordAudit(tx, allowed, { action: "ram:SetPasswordPolicy", resource: name, ...change });
    return settings;
  });
}
