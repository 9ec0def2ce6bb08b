import "server-only";
import { eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import { admitsAddress, type SecurityPreference } from "@/lib/authorization/account-settings";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { invalidField } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { mergeSettings, parseLoginMasks } from "./settings-rules";
import type { SecurityPreferenceInput } from "./settings-schema";
import { lockAccount } from "./steps";

/** Sets the switches given and leaves the others; what sub-accounts may do with themselves changes on their next request. */
export async function setSecurityPreference(ctx: Context, input: SecurityPreferenceInput): Promise<SecurityPreference> {
  const allowed = authorize(ctx, "ram:SetSecurityPreference", accountSettingsResource(ctx));
  requireStepUp(allowed, "security-settings");
  const { loginNetworkMasks: typed, fromElsewhereToo = false, ...switches } = input;
  const masks = typed === undefined ? undefined : parseLoginMasks(typed);
  if (masks) requireNotOutside(ctx, masks, { accepted: fromElsewhereToo });
  const changes = { ...switches, loginNetworkMasks: masks };
  return withTransaction(allowed, async (tx) => {
    const { name, preference } = accountFactsOf(await lockAccount(tx, allowed));
    const { settings, change } = mergeSettings(preference, changes);
    if (!change) return settings;
    await tx
      .update(accounts)
      .set({ securityPreference: settings, authorityEpoch: sql`${accounts.authorityEpoch} + 1` })
      .where(eq(accounts.accountId, allowed.accountId));
    await recordAudit(tx, allowed, { action: "ram:SetSecurityPreference", resource: name, ...change });
    return settings;
  });
}

/** Nobody locks itself out. The root user stays, whatever the mask, and is asked once; signed calls have no door. */
function requireNotOutside({ actor, facts }: Context, masks: readonly string[], { accepted }: { accepted: boolean }) {
  if (actor.type !== "sub-account" && actor.type !== "root-user") return;
  if (admitsAddress({ loginNetworkMasks: masks }, facts.ip)) return;
  const { ip } = facts;
  if (actor.type === "sub-account") throw invalidField("settings", "loginNetworkMasks", "maskLocksYouOut", { ip });
  if (!accepted) throw invalidField("settings", "loginNetworkMasks", "maskLeavesYouOutside", { ip });
}
