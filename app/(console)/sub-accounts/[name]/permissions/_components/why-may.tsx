import { getTranslations } from "next-intl/server";
import { askedOf } from "@/app/(console)/policies/_components/asked";
import { WhyAnswer } from "@/app/(console)/policies/_components/why-answer";
import { WhyForm } from "@/app/(console)/policies/_components/why-form";
import { Banner } from "@/components/ui/banner";
import { Section } from "@/components/ui/section";
import type { Context } from "@/lib/authorization/context";
import { explainDecision } from "@/lib/domain/policies/explain-decision";
import { ExplainInput } from "@/lib/domain/policies/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  ctx: Context;
  name: string;
  parameters: Record<string, string | string[] | undefined>;
}

/** Asks the evaluator as the sub-account's own request would. */
export async function WhyMay({ ctx, name, parameters }: Props) {
  const t = await getTranslations("policies");
  const asked = askedOf(parameters);
  const input = ExplainInput.safeParse({ name, ...asked });
  const answer = asked && input.success ? await forPage(explainDecision(ctx, input.data)) : undefined;
  return (
    <Section id="why" title={t("why")} lead={t("whyLead")}>
      <WhyForm
        path={paths.subAccounts.permissions(name)}
        asked={asked ?? { action: "", resource: "" }}
        accountUid={ctx.account.uid}
      />
      {asked && !input.success ? <Banner tone="warn">{t("askWhole")}</Banner> : null}
      {answer ? <WhyAnswer answer={answer} linked /> : null}
    </Section>
  );
}
