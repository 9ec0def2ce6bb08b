import { Download } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { getSecurityOverview } from "@/lib/domain/security-overview/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { FindingList } from "./_components/finding-list";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("securityOverview"), requireConsoleContext()]);
  return { title: `${t("room")} · ${account.alias}` };
}

export default async function SecurityPage() {
  const ctx = await requireConsoleContext();
  const { score, findings, countedMax } = await forPage(getSecurityOverview(ctx));
  const t = await getTranslations("securityOverview");
  const mayFetch = mayDo(ctx, "ram:GetCredentialReport", accountSettingsResource(ctx));
  return (
    <>
      <PageHeader title={t("room")} lead={t("lead")} />
      <Flash />
      <dl>
        <dt className="text-ink-2">{t("score")}</dt>
        <dd className="figure-number">{t("scoreOf", { score })}</dd>
      </dl>
      <Section id="findings" title={t("findings")} lead={findings.length > 0 ? t("findingsLead") : undefined}>
        {findings.length === 0 ? (
          <EmptyState title={t("nothing")}>{t("nothingLead")}</EmptyState>
        ) : (
          <FindingList findings={findings} max={countedMax} isRoot={ctx.actor.type === "root-user"} />
        )}
      </Section>
      {mayFetch ? (
        <Section id="report" title={t("report")} lead={t("reportLead")}>
          <form method="post" action={paths.security.report()}>
            <button type="submit" className="btn btn-secondary">
              <Download aria-hidden="true" className="icon" />
              {t("download")}
            </button>
          </form>
        </Section>
      ) : null}
    </>
  );
}
