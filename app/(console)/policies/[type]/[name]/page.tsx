import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { type PolicyParams, policyRef } from "@/app/(console)/policies/_components/policy-ref";
import { policyTitle } from "@/app/(console)/policies/_components/policy-title";
import { StatementList } from "@/app/(console)/policies/_components/statement-list";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { policyResource } from "@/lib/authorization/resources";
import { listEntitiesForPolicy } from "@/lib/domain/policies/attachment-queries";
import { diffLines } from "@/lib/domain/policies/diff-lines";
import { presentStatements } from "@/lib/domain/policies/presenter";
import { getPolicy } from "@/lib/domain/policies/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DiffView } from "./_components/diff-view";
import { VersionTable } from "./_components/version-table";
import { WhereUsed } from "./_components/where-used";

interface Props extends PolicyParams {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await policyTitle((await params).name) };
}

export default async function PolicyPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const ref = await policyRef({ params });
  const { policy, current, versions } = await forPage(getPolicy(ctx, ref));
  const [t, locale] = await Promise.all([getTranslations("policies"), getLocale()]);
  const { version } = await searchParams;
  const shown = versions.find((one) => one.version === version) ?? current;
  const resource = policyResource(ctx, ref);
  const may = {
    write: ref.type === "Custom" && mayDo(ctx, "ram:CreatePolicyVersion", resource),
    remove: ref.type === "Custom" && mayDo(ctx, "ram:DeletePolicy", resource),
    choose: ref.type === "Custom" && mayDo(ctx, "ram:SetDefaultPolicyVersion", resource),
    seeUse: mayDo(ctx, "ram:ListEntitiesForPolicy", resource),
  };
  const entities = may.seeUse ? await forPage(listEntitiesForPolicy(ctx, ref)) : undefined;
  return (
    <>
      <Flash />
      <PageHeader
        title={ref.name}
        lead={locale === "zh-CN" ? policy.description["zh-CN"] : policy.description.en}
        breadcrumb={[{ href: paths.policies.list(), label: t("room") }]}
        facts={[t(`types.${ref.type}`), t("defaultFact", { version: policy.defaultVersion })]}
        action={
          may.write ? (
            <ButtonLink href={paths.policies.edit(ref.name)} variant="primary">
              {t("edit")}
            </ButtonLink>
          ) : undefined
        }
        more={may.remove ? <ButtonLink href={paths.policies.remove(ref.name)}>{t("remove")}</ButtonLink> : undefined}
      />
      <Section
        id="in-words"
        title={t("inWords")}
        lead={shown === current ? undefined : t("ofVersion", { version: shown.version })}
      >
        <StatementList statements={presentStatements(shown.document)} />
      </Section>
      <Section
        id="document"
        title={t("document")}
        lead={shown === current ? undefined : t("diffLead", { version: shown.version, current: current.version })}
        action={<CopyButton text={shown.document} what={t("document")} />}
      >
        {shown === current ? (
          <pre className="overflow-x-auto rounded bg-sunken p-3 font-mono text-sm">{shown.document}</pre>
        ) : (
          <DiffView lines={diffLines(current.document, shown.document)} />
        )}
      </Section>
      {ref.type === "Custom" ? (
        <Section id="versions" title={t("versions")} lead={t("versionsLead")}>
          <VersionTable name={ref.name} versions={versions} shown={shown.version} mayChange={may.choose} />
        </Section>
      ) : null}
      {entities ? <WhereUsed entities={entities} /> : null}
    </>
  );
}
