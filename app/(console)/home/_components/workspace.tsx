import { getFormatter, getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { Context } from "@/lib/authorization/context";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { signInLink } from "@/lib/entrypoints/console/sign-in-link";
import { MoneyBlock } from "./money-block";

/** A sub-account's own: who it is, whose it is, how it signs in. */
export async function Workspace({ ctx }: { ctx: Context }) {
  const [t, format, person] = await Promise.all([
    getTranslations("home"),
    getFormatter(),
    forPage(getSubAccount(ctx, ctx.actor.name)),
  ]);
  const { account } = ctx;
  const fullName = `${account.name}#${person.name}`;
  const link = signInLink(account);
  const holds = [...new Set(person.held.map(({ name }) => name))];
  return (
    <>
      <PageHeader title={t("workspace")} lead={t("workspaceLead", { fullName })} />
      <MoneyBlock ctx={ctx} />
      <Section
        id="you"
        title={t("you")}
        lead={holds.length > 0 ? t("holds", { policies: format.list(holds) }) : t("yourOwn")}
      >
        <DefinitionList
          items={[
            { term: t("name"), value: person.displayName },
            { term: t("fullName"), value: <span className="break-all font-mono">{fullName}</span>, copy: fullName },
            { term: t("account"), value: `${account.companyName} (${account.name})` },
            { term: t("ownSignInLink"), value: link, copy: link },
            { term: t("lastSignIn"), value: person.lastSignInAt ? <Time at={person.lastSignInAt} /> : null },
            { term: t("memberSince"), value: <Time at={person.createdAt} exact /> },
          ]}
        />
      </Section>
      <Section id="my-sign-in" title={t("mySignIn")} lead={t("mySignInLead")}>
        <ButtonLink href={paths.mySignIn()}>{t("openMySignIn")}</ButtonLink>
      </Section>
    </>
  );
}
