import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { type PolicyParams, policyRef } from "@/app/(console)/policies/_components/policy-ref";
import { policyTitle } from "@/app/(console)/policies/_components/policy-title";
import { StatementList } from "@/app/(console)/policies/_components/statement-list";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { diffLines } from "@/lib/domain/policies/diff-lines";
import { presentStatements } from "@/lib/domain/policies/presenter";
import { getPolicyForChange } from "@/lib/domain/policies/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DiffView } from "../_components/diff-view";
import { setDefaultPolicyVersionAction } from "./actions";

interface Props extends PolicyParams {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await policyTitle((await params).name) };
}

/** What changes and for how many, before it does: the default version counts on the next request of all who hold it. */
export default async function MakeDefaultPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { type, name } = await policyRef({ params });
  if (type !== "Custom") notFound();
  const { current, versions, reached } = await forPage(getPolicyForChange(ctx, "ram:SetDefaultPolicyVersion", name));
  const { version: asked } = await searchParams;
  const next = versions.find(({ version, isDefault }) => version === asked && !isDefault);
  if (!next) notFound();
  const { version, document } = next;
  const t = await getTranslations("policies");
  return (
    <>
      <PageHeader
        title={t("makeDefault", { version })}
        breadcrumb={[
          { href: paths.policies.list(), label: t("room") },
          { href: paths.policies.one("Custom", name), label: name },
        ]}
        facts={[t("defaultFact", { version: current.version })]}
      />
      <Banner tone={reached > 0 ? "warn" : "info"}>{t("setAsDefaultHint", { count: reached })}</Banner>
      <Section id="difference" title={t("difference")} lead={t("diffLead", { version, current: current.version })}>
        <DiffView lines={diffLines(current.document, document)} />
      </Section>
      <Section id="in-words" title={t("inWords")} lead={t("ofVersion", { version })}>
        <StatementList statements={presentStatements(document)} />
      </Section>
      <PlainForm action={setDefaultPolicyVersionAction} labels={{}}>
        <input type="hidden" name="name" value={name} />
        <input type="hidden" name="version" value={version} />
        <div className="form-actions">
          <SubmitButton variant={reached > 0 ? "danger" : "primary"}>{t("makeDefault", { version })}</SubmitButton>
          <ButtonLink href={paths.policies.one("Custom", name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
