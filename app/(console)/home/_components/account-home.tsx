import { getTranslations } from "next-intl/server";
import { FindingList } from "@/app/(console)/security/_components/finding-list";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { getSecurityOverview } from "@/lib/domain/security-overview/queries";
import { summarizeSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";
import { signInLink } from "@/lib/entrypoints/console/sign-in-link";
import { tasksOf } from "../tasks-of";
import { verificationBadge } from "../verification-badge";
import { MoneyBlock } from "./money-block";

export async function AccountHome({ ctx }: { ctx: Context }) {
  const [t, { counts, latestSignIns }] = await Promise.all([
    getTranslations("home"),
    forPage(summarizeSubAccounts(ctx)),
  ]);
  const { verification, companyName } = ctx.account;
  const { mayVerify, maySeeSecurity } = navigationOf(ctx);
  const security = maySeeSecurity ? await forPage(getSecurityOverview(ctx)) : undefined;
  const mayCreate = mayDo(ctx, "ram:CreateUser", anySubAccount(ctx));
  const tasks = tasksOf({ verification, total: counts.active + counts.disabled, mayVerify, mayCreate });
  const link = signInLink(ctx.account);
  return (
    <>
      <PageHeader
        title={t("room")}
        lead={t("accountLead", { company: companyName })}
        facts={[
          <span key="verification" className="inline-flex items-center gap-2">
            {t("verification")}
            <Badge {...verificationBadge[verification]}>{t(`verificationState.${verification}`)}</Badge>
          </span>,
        ]}
      />
      <Section id="to-do" title={t("todo")}>
        {tasks.length === 0 && !security?.findings.length ? (
          <p className="text-ink-2">{t("nothing")}</p>
        ) : (
          <ul className="grid">
            {tasks.map(({ task, href }, index) => (
              <li
                key={task}
                className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b py-3 first:pt-0 last:border-b-0"
              >
                <span className="max-w-160">{t(`task.${task}`)}</span>
                {href ? (
                  <ButtonLink href={href} variant={index === 0 && task !== "submitted" ? "primary" : "secondary"}>
                    {t(`act.${task}`)}
                  </ButtonLink>
                ) : (
                  <span className="text-ink-2">{t("askRootUser")}</span>
                )}
              </li>
            ))}
          </ul>
        )}
        {security?.findings.length ? (
          <FindingList
            findings={security.findings}
            max={security.countedMax}
            isRoot={ctx.actor.type === "root-user"}
            first={tasks.length === 0}
          />
        ) : null}
      </Section>
      <MoneyBlock ctx={ctx} />
      <Section
        id="sub-accounts"
        title={t("subAccounts")}
        action={
          <ButtonLink href={paths.subAccounts.list()} variant="link">
            {t("allSubAccounts")}
          </ButtonLink>
        }
      >
        <dl className="flex flex-wrap gap-x-12 gap-y-4">
          {(["active", "disabled"] as const).map((state) => (
            <div key={state}>
              <dt className="text-ink-2">{t(state)}</dt>
              <dd className="figure-number">
                <a href={`${paths.subAccounts.list()}?state=${state}`} className="no-underline hover:underline">
                  {t("figure", { count: counts[state] })}
                </a>
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section id="latest" title={t("latest")}>
        {latestSignIns.length === 0 ? (
          <p className="text-ink-2">{t("noneLately")}</p>
        ) : (
          <ul className="grid max-w-160">
            {latestSignIns.map(({ name, at }) => (
              <li key={name} className="flex justify-between gap-6 border-line border-b py-2 last:border-b-0">
                <a
                  href={paths.subAccounts.overview(name)}
                  className="break-all font-mono text-accent no-underline hover:underline"
                >
                  {name}
                </a>
                <span className="flex-none text-ink-2">
                  <Time at={at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section id="sign-in-link" title={t("signInLink")} lead={t("signInLinkLead")}>
        <p className="flex flex-wrap items-center gap-2">
          <span className="break-all font-mono">{link}</span>
          <CopyButton text={link} what={t("signInLink")} compact />
        </p>
      </Section>
    </>
  );
}
