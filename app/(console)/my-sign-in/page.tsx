import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FactorsSection } from "@/app/_components/factors-section";
import { Flash } from "@/app/_components/flash";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { ownSignInResource } from "@/lib/authorization/resources";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { getOwnSignIns } from "@/lib/domain/sessions/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { env } from "@/lib/foundation/env";
import { ChangePasswordForm } from "./_components/change-password-form";
import { SignInFacts } from "./_components/sign-in-facts";
import { changePasswordAction, forgetDeviceAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const { account } = await requireConsoleContext();
  const t = await getTranslations("mySignIn");
  return { title: `${t("title")} · ${account.alias}` };
}

export default async function MySignIn() {
  const ctx = await requireConsoleContext();
  const signIns = await forPage(getOwnSignIns(ctx));
  const own = await forPage(getOwnFactors(ctx));
  const mayManage = mayDo(ctx, "ram:BindMFADevice", ownSignInResource(ctx));
  const t = await getTranslations("mySignIn");
  const { account, actor } = ctx;
  const isRoot = actor.type === "root-user";
  const fullName = `${account.name}#${actor.name}`;
  const signInLink = `${env().origin}${paths.door(account.alias)}`;
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        more={<ButtonLink href={paths.myPermissions()}>{t("permissions")}</ButtonLink>}
      />
      <Flash />
      <Section id="who" title={t("who")}>
        <DefinitionList
          items={[
            isRoot
              ? { term: t("email"), value: actor.name }
              : { term: t("fullName"), value: <code>{fullName}</code>, copy: fullName },
            { term: t("kind"), value: t(isRoot ? "rootUser" : "subAccount") },
            { term: t("account"), value: account.companyName },
            ...(isRoot
              ? []
              : [
                  { term: t("alias"), value: <code>{account.alias}</code> },
                  { term: t("signInLink"), value: signInLink, copy: signInLink },
                ]),
          ]}
        />
      </Section>
      <SignInFacts signIns={signIns} notYou={t(isRoot ? "notYouRoot" : "notYou")} />
      <FactorsSection own={own} mayManage={mayManage} paths={paths} forget={forgetDeviceAction} />
      <ChangePasswordForm
        action={changePasswordAction}
        userName={actor.name}
        contextWords={[account.companyName, account.name, account.alias, actor.name]}
        rules={isRoot ? undefined : { passwordPolicy: account.passwordPolicy, userName: actor.name }}
        session={actor.sessionId}
      />
    </>
  );
}
