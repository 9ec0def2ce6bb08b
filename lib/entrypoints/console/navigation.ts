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
import type { Messages } from "@/lib/foundation/messages";
import { paths } from "./paths";

type Label = Exclude<keyof Messages["shell"], "version">;

interface Room {
  heading?: Label;
  items: { href: string; label: Label }[];
}

/** Without the items nobody may open, and without the rooms that are empty then. */
function roomsOf(...rooms: { heading?: Label; items: (Room["items"][number] | false)[] }[]): Room[] {
  return rooms
    .map((room) => ({ ...room, items: room.items.filter((item) => item !== false) }))
    .filter(({ items }) => items.length > 0);
}

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
  const maySeeServers = own !== undefined || mayDo(ctx, "espalier:ListServers", anyServer(ctx));
  const maySeeWebhooks = mayDo(ctx, "espalier:ListWebhooks", webhooksResource(ctx));
  const maySeeGroups = mayDo(ctx, "ram:ListGroups", anyGroup(ctx));
  const maySeePolicies = mayDo(ctx, "ram:ListPolicies", anyPolicy(ctx));
  const maySeeBills = mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  return {
    maySeeSubAccounts,
    mayVerify,
    maySeeKeys,
    maySeeResources,
    maySeeSecurity,
    maySeeWallet,
    maySeeBills,
    side: roomsOf(
      { items: [{ href: paths.home(), label: "home" }] },
      {
        heading: "workspace",
        items: [
          maySeeResources && { href: paths.resources.list(), label: "resources" },
          maySeeKeys && { href: paths.accessKeys.list(), label: "accessKeys" },
          { href: paths.sshKeys.list(), label: "sshKeys" },
          maySeeServers && { href: paths.servers.list(), label: "servers" },
          { href: paths.sessions(), label: "sessions" },
        ],
      },
      {
        heading: "money",
        items: [
          maySeeWallet && { href: paths.wallet(), label: "wallet" },
          { href: paths.spend(), label: "spend" },
          { href: paths.limits.list(), label: "limits" },
          maySeeBills && { href: paths.bills.list(), label: "bills" },
          maySeeWallet && { href: paths.transactions(), label: "transactions" },
        ],
      },
      {
        heading: "access",
        items: [
          maySeeGroups && { href: paths.groups.list(), label: "groups" },
          maySeePolicies && { href: paths.policies.list(), label: "policies" },
          maySeeSecurity && { href: paths.security.overview(), label: "security" },
          { href: paths.auditLog(), label: "auditLog" },
        ],
      },
      {
        heading: "account",
        items: [
          mayVerify && { href: paths.identityVerification(), label: "identityVerification" },
          maySeeWebhooks && { href: paths.webhooks.list(), label: "webhooks" },
          { href: paths.mySignIn(), label: "mySignIn" },
          maySeeSettings && { href: paths.settings.door(), label: "settings" },
        ],
      },
    ),
  };
}
