import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { FactorsSection } from "@/app/_components/factors-section";
import { Flash } from "@/app/_components/flash";
import { ChangePasswordForm } from "@/app/(console)/my-sign-in/_components/change-password-form";
import { SignInFacts } from "@/app/(console)/my-sign-in/_components/sign-in-facts";
import { PreferenceSwitch } from "@/components/layout/preference-switch";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { getOperatorSignIns } from "@/lib/domain/sessions/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { readShortcuts, readTheme } from "@/lib/entrypoints/console/preference-cookies";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { changeOperatorPasswordAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mySignIn");
  return { title: `${t("title")} · ${t("operator")}` };
}

export default async function OperatorSignIn() {
  const platform = await requireOperatorContext();
  const signIns = await forPage(getOperatorSignIns(platform));
  const own = await forPage(getOwnFactors(platform));
  const t = await getTranslations("mySignIn");
  const { name, sessionId } = platform.actor;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Flash />
      <Section id="who" title={t("who")}>
        <DefinitionList
          items={[
            { term: t("email"), value: name },
            { term: t("kind"), value: t("operator") },
          ]}
        />
      </Section>
      <SignInFacts signIns={signIns} notYou={t("notYouOperator")} />
      <FactorsSection own={own} mayManage paths={paths.operator} />
      <ChangePasswordForm
        action={changeOperatorPasswordAction}
        userName={name}
        contextWords={[name.split("@")[0] ?? ""]}
        session={sessionId}
      />
      <Section id="preferences" title={t("preferences")}>
        <div className="max-w-lg">
          <PreferenceSwitch
            path={paths.preferencesOfDevice()}
            locale={await getLocale()}
            theme={await readTheme()}
            shortcuts={await readShortcuts()}
          />
        </div>
      </Section>
    </>
  );
}
