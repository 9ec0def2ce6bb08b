import { getFormatter, getTranslations } from "next-intl/server";
import { SignInHistory } from "@/app/(console)/sessions/_components/sign-in-history";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { getWorkspace } from "@/lib/domain/workspaces/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";
import { signInLink } from "@/lib/entrypoints/console/sign-in-link";
import { AccessKeysSection, ClosedKeysSection, SshKeysSection } from "./keys-section";
import { MoneyBlock } from "./money-block";
import { RunningSection } from "./running-section";
import { SpendSection } from "./spend-section";

/** A sub-account's own: what runs, what it costs, what it signs with, and who it is. */
export async function Workspace({ ctx }: { ctx: Context }) {
  const { account } = ctx;
  const { name } = ctx.actor;
  const [t, format, workspace] = await Promise.all([
    getTranslations("home"),
    getFormatter(),
    forPage(getWorkspace(ctx)),
  ]);
  const person = await forPage(getSubAccount(ctx, name));
  const { terms, running, spend, accessKeys, sshKeys, signIns, unreadNotices = 0 } = workspace;
  const fullName = `${account.name}#${name}`;
  const link = signInLink(account);
  const holds = [...new Set(person.held.map((policy) => policy.name))];
  const itself = ownSignInResource(ctx);
  const spendOfAll = navigationOf(ctx).maySeeBills;
  return (
    <>
      <PageHeader
        title={t("workspace")}
        lead={t("workspaceLead", { fullName })}
        facts={[
          unreadNotices > 0 ? (
            <a key="notices" href={paths.notifications()}>
              {t("unread", { count: unreadNotices })}
            </a>
          ) : null,
        ]}
      />
      {spendOfAll ? <MoneyBlock ctx={ctx} /> : null}
      {running ? <RunningSection running={running} terms={terms} /> : null}
      {spend && !spendOfAll ? <SpendSection spend={spend} name={name} /> : null}
      {accessKeys ? (
        <AccessKeysSection keys={accessKeys} mayCreate={mayDo(ctx, "ram:CreateAccessKey", itself)} />
      ) : person.hasAccessKeys ? (
        <ClosedKeysSection />
      ) : null}
      {sshKeys ? (
        <SshKeysSection
          keys={sshKeys}
          mayAdd={mayDo(ctx, "ram:UploadPublicKey", itself)}
          isStopped={running?.order.decided === "suspended"}
        />
      ) : null}
      {signIns ? (
        <Section
          id="sign-ins"
          title={t("signIns")}
          action={
            <ButtonLink href={paths.sessions()} variant="link">
              {t("openSessions")}
            </ButtonLink>
          }
        >
          <SignInHistory signIns={signIns} />
        </Section>
      ) : null}
      <Section
        id="you"
        title={t("you")}
        lead={holds.length > 0 ? t("holds", { policies: format.list(holds) }) : t("yourOwn")}
        action={
          <ButtonLink href={paths.mySignIn()} variant="link">
            {t("openMySignIn")}
          </ButtonLink>
        }
      >
        <DefinitionList
          items={[
            { term: t("name"), value: person.displayName },
            { term: t("fullName"), value: <span className="break-all font-mono">{fullName}</span>, copy: fullName },
            { term: t("account"), value: `${account.companyName} (${account.name})` },
            { term: t("ownSignInLink"), value: link, copy: link },
            { term: t("memberSince"), value: <Time at={person.createdAt} exact /> },
          ]}
        />
      </Section>
    </>
  );
}
