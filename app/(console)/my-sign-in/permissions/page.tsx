import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { askedOf } from "@/app/(console)/policies/_components/asked";
import { givenTitle } from "@/app/(console)/policies/_components/given-title";
import { StatementList } from "@/app/(console)/policies/_components/statement-list";
import { WhyAnswer } from "@/app/(console)/policies/_components/why-answer";
import { WhyForm } from "@/app/(console)/policies/_components/why-form";
import { Banner } from "@/components/ui/banner";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { anyPolicy } from "@/lib/authorization/resources";
import { explainOwnDecision, listOwnPolicies, type OwnPolicy } from "@/lib/domain/policies/own-queries";
import { ExplainOwnInput } from "@/lib/domain/policies/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("policies.mine"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

/** What this very session goes by: the policies it holds in words, and the evaluator's answer about one act. */
export default async function MyPermissionsPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const held = await forPage(listOwnPolicies(ctx));
  const asked = askedOf(await searchParams);
  const input = ExplainOwnInput.safeParse(asked);
  const answer = asked && input.success ? await forPage(explainOwnDecision(ctx, input.data)) : undefined;
  const [t, mine, sign] = await Promise.all([
    getTranslations("policies"),
    getTranslations("policies.mine"),
    getTranslations("mySignIn"),
  ]);
  const linked = mayDo(ctx, "ram:GetPolicy", anyPolicy(ctx));
  return (
    <>
      <PageHeader
        title={mine("title")}
        lead={mine("lead")}
        breadcrumb={[{ href: paths.mySignIn(), label: sign("title") }]}
      />
      <Section id="why" title={t("why")} lead={mine("whyLead")}>
        <WhyForm
          path={paths.myPermissions()}
          asked={asked ?? { action: "", resource: "" }}
          accountUid={ctx.account.uid}
        />
        {asked && !input.success ? <Banner tone="warn">{t("askWhole")}</Banner> : null}
        {answer ? <WhyAnswer answer={answer} linked={linked} /> : null}
      </Section>
      {held.map((policy) => (
        <Held key={`${policy.type}:${policy.name}:${policy.group}`} policy={policy} linked={linked} />
      ))}
    </>
  );
}

async function Held({ policy, linked }: { policy: OwnPolicy; linked: boolean }) {
  const t = await getTranslations("policies");
  const { type, name, version, group, statements } = policy;
  const words = <StatementList statements={statements} />;
  if (type === "Role" || type === "Self") {
    return (
      <Section id={`given-${name}`} title={t(givenTitle(type, name))}>
        {name === "account" ? <Folded summary={t("mine.showAll")}>{words}</Folded> : words}
      </Section>
    );
  }
  const how = group === null ? t("mine.direct") : t("byGroup", { name: group });
  return (
    <Section
      id={`${type}-${name}-${group ?? ""}`}
      title={name}
      lead={t("mine.held", { type: t(`types.${type}`), version, how })}
      action={linked ? <a href={paths.policies.one(type, name)}>{t("mine.open")}</a> : undefined}
    >
      {words}
    </Section>
  );
}

/** Long, and of no use to most who look. */
const Folded = ({ summary, children }: { summary: string; children: ReactNode }) => (
  <details>
    <summary>{summary}</summary>
    {children}
  </details>
);
