import { Ban } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import type { Context } from "@/lib/authorization/context";
import type { SubAccountDetail } from "@/lib/domain/sub-accounts/presenter";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";
import { type TabKey, tabsFor } from "./detail-tabs";
import { LifeMenu } from "./life-menu";

/** The title of one tab's page, as the browser shows it. */
export async function detailTitle(ctx: Context, name: string): Promise<string> {
  const t = await getTranslations("subAccounts");
  return `${name} · ${t("room")} · ${ctx.account.alias}`;
}

interface Props {
  ctx: Context;
  person: SubAccountDetail;
  tab: TabKey;
}

/** The head that all pages of one sub-account share: who it is, its state, what may be done, its tabs. */
export async function DetailHeader({ ctx, person, tab }: Props) {
  const [t, format] = await Promise.all([getTranslations("subAccounts"), getFormatter()]);
  const { name, displayName, state, lastSignInAt } = person;
  const fullName = `${ctx.account.name}#${name}`;
  const tabs = tabsFor(ctx, name).map(({ key, href }) => ({ href, label: t(`tabs.${key}`), current: key === tab }));
  return (
    <PageHeader
      title={name}
      more={<LifeMenu ctx={ctx} name={name} state={state} />}
      subtitle={displayName === name ? undefined : displayName}
      state={
        state === "disabled" ? (
          <Badge icon={Ban} tone="quiet" soft>
            {t("stateDisabled")}
          </Badge>
        ) : undefined
      }
      {...(navigationOf(ctx).maySeeSubAccounts && {
        breadcrumb: [{ href: paths.subAccounts.list(), label: t("room") }],
      })}
      facts={[
        <span key="name" className="inline-flex items-center gap-1">
          <span className="break-all font-mono">{fullName}</span>
          <CopyButton text={fullName} what={t("fullName")} compact />
        </span>,
        lastSignInAt ? t("lastSignInFact", { ago: format.relativeTime(lastSignInAt, ctx.now) }) : t("never"),
      ]}
      {...(tabs.length > 1 && { tabs })}
    />
  );
}
