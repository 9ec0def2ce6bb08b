import type { AccountAction } from "@/lib/authorization/actions";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { paths } from "@/lib/entrypoints/console/paths";

interface Tab {
  /** Its label is below `subAccounts.tabs`. */
  key: "overview" | "permissions" | "accessKeys" | "sshKeys" | "resources" | "spend" | "sessions" | "activity";
  href: (name: string) => string;
  /** What its page asks for: a tab nobody may open is not drawn. */
  action: AccountAction;
}

/** The pages of one sub-account, in the order they are drawn in. A room that shows its part adds its line. */
const tabs: readonly Tab[] = [
  { key: "overview", href: paths.subAccounts.overview, action: "ram:GetUser" },
  { key: "permissions", href: paths.subAccounts.permissions, action: "ram:ListPoliciesForUser" },
  { key: "accessKeys", href: paths.subAccounts.accessKeys, action: "ram:ListAccessKeys" },
  { key: "sshKeys", href: paths.sshKeys.of, action: "ram:ListPublicKeys" },
  { key: "resources", href: (name) => paths.resources.of(name), action: "espalier:ListResources" },
  { key: "spend", href: paths.subAccounts.spend, action: "bss:DescribeSpend" },
  { key: "sessions", href: paths.subAccounts.sessions, action: "espalier:ListSessions" },
  { key: "activity", href: (name) => paths.subAccounts.activity(name), action: "espalier:ListAuditEvents" },
];

export type TabKey = Tab["key"];

export function tabsFor(ctx: Context, name: string): { key: TabKey; href: string }[] {
  const resource = subAccountResource(ctx, name);
  return tabs.filter(({ action }) => mayDo(ctx, action, resource)).map(({ key, href }) => ({ key, href: href(name) }));
}
