import "server-only";
import { mayDo } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import {
  accountSettingsResource,
  anyGroup,
  anyPolicy,
  anyServer,
  anySubAccount,
  identityVerificationResource,
  subAccountResource,
  walletResource,
  webhooksResource,
} from "@/lib/authorization/resources";
import { paths } from "./paths";

/** What this person may open: a room nobody can enter is not drawn. Labels are keys below `shell`. */
export function navigationOf(ctx: Context) {
  const maySeeSubAccounts = mayDo(ctx, "ram:ListUsers", anySubAccount(ctx));
  const mayVerify = mayDo(ctx, "espalier:GetIdentityVerification", identityVerificationResource(ctx));
  const maySeeSettings = mayDo(ctx, "ram:GetSecurityPreference", accountSettingsResource(ctx));
  const maySeeSecurity = mayDo(ctx, "ram:GetAccountSecurityPracticeReport", accountSettingsResource(ctx));
  const own = actingSubAccount(ctx.actor);
  const maySeeKeys =
    mayDo(ctx, "ram:ListAccessKeys", anySubAccount(ctx)) ||
    (own !== undefined && mayDo(ctx, "ram:ListAccessKeys", subAccountResource(ctx, own.name)));
  const maySeeWallet = mayDo(ctx, "bss:DescribeWallet", walletResource(ctx));
  const maySeeResources =
    own !== undefined
      ? mayDo(ctx, "espalier:ListResources", subAccountResource(ctx, own.name))
      : mayDo(ctx, "espalier:ListResources", anySubAccount(ctx));
  const maySeeBills = mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  return {
    maySeeSubAccounts,
    mayVerify,
    maySeeKeys,
    maySeeResources,
    maySeeSecurity,
    maySeeWallet,
    maySeeBills,
    side: [
      { href: paths.home(), label: "home" as const },
      ...(maySeeResources ? [{ href: paths.resources.list(), label: "resources" as const }] : []),
      ...(maySeeWallet ? [{ href: paths.wallet(), label: "wallet" as const }] : []),
      { href: paths.spend(), label: "spend" as const },
      ...(maySeeBills ? [{ href: paths.bills.list(), label: "bills" as const }] : []),
      ...(maySeeWallet ? [{ href: paths.transactions(), label: "transactions" as const }] : []),
      ...(mayVerify ? [{ href: paths.identityVerification(), label: "identityVerification" as const }] : []),
      ...(maySeeKeys ? [{ href: paths.accessKeys.list(), label: "accessKeys" as const }] : []),
      { href: paths.sshKeys.list(), label: "sshKeys" as const },
      { href: paths.limits.list(), label: "limits" as const },
      ...(own || mayDo(ctx, "espalier:ListServers", anyServer(ctx))
        ? [{ href: paths.servers.list(), label: "servers" as const }]
        : []),
      ...(mayDo(ctx, "espalier:ListWebhooks", webhooksResource(ctx))
        ? [{ href: paths.webhooks.list(), label: "webhooks" as const }]
        : []),
      ...(maySeeSecurity ? [{ href: paths.security.overview(), label: "security" as const }] : []),
      ...(mayDo(ctx, "ram:ListGroups", anyGroup(ctx)) ? [{ href: paths.groups.list(), label: "groups" as const }] : []),
      ...(mayDo(ctx, "ram:ListPolicies", anyPolicy(ctx))
        ? [{ href: paths.policies.list(), label: "policies" as const }]
        : []),
      { href: paths.auditLog(), label: "auditLog" as const },
      { href: paths.sessions(), label: "sessions" as const },
      { href: paths.mySignIn(), label: "mySignIn" as const },
      ...(maySeeSettings ? [{ href: paths.settings.door(), label: "settings" as const }] : []),
    ],
  };
}
