import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { Banner } from "@/components/ui/banner";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { paths } from "@/lib/entrypoints/console/paths";

const tabs = [
  { key: "door", href: paths.settings.door() },
  { key: "preference", href: paths.settings.preference() },
  { key: "passwordPolicy", href: paths.settings.passwordPolicy() },
  { key: "loginMask", href: paths.settings.loginMask() },
  { key: "keyNetwork", href: paths.settings.keyNetwork() },
] as const;

export type SettingsTab = (typeof tabs)[number]["key"];

const setters = {
  door: "ram:SetAccountAlias",
  preference: "ram:SetSecurityPreference",
  passwordPolicy: "ram:SetPasswordPolicy",
  loginMask: "ram:SetSecurityPreference",
  keyNetwork: "ram:SetAccessKeyPolicyForAccount",
} as const;

export function maySet(ctx: Context, tab: SettingsTab): boolean {
  return mayDo(ctx, setters[tab], accountSettingsResource(ctx));
}

export async function settingsTitle(ctx: Context, tab: SettingsTab): Promise<string> {
  const t = await getTranslations("settings");
  return `${t(`tabs.${tab}`)} · ${t("room")} · ${ctx.account.alias}`;
}

interface Props {
  ctx: Context;
  tab: SettingsTab;
  /** How many a change reaches: sub-accounts, or keys. */
  reach: number;
}

/** The head of all settings: their pages, and how far a change reaches. */
export async function SettingsHeader({ ctx, tab, reach }: Props) {
  const t = await getTranslations("settings");
  return (
    <>
      <PageHeader
        title={t("room")}
        lead={t(tab === "keyNetwork" ? "reachKeys" : "reach", { count: reach })}
        tabs={tabs.map(({ key, href }) => ({ href, label: t(`tabs.${key}`), current: key === tab }))}
      />
      <Flash />
      {maySet(ctx, tab) ? null : <Banner>{t("readOnly")}</Banner>}
    </>
  );
}
