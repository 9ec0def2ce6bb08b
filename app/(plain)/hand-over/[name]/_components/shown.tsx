import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";
import { CopyButton } from "@/components/ui/copy-button";
import { DefinitionList } from "@/components/ui/definition-list";
import { PrintButton } from "@/components/ui/print-button";
import { PrintCard } from "@/components/ui/print-card";
import { QrCode } from "@/components/ui/qr-code";
import { Secret } from "@/components/ui/secret";
import { Section } from "@/components/ui/section";
import type { SubAccountView } from "@/lib/domain/sub-accounts/presenter";
import type { HandOver } from "@/lib/domain/sub-accounts/write-hand-over-file";
import { Leave } from "./leave";

interface Props {
  handOver: HandOver;
  person: SubAccountView;
  doneHref: string;
}

/** The one answer that carries the password: to copy, and as a card to print. */
export async function Shown({ handOver, person, doneHref }: Props) {
  const t = await getTranslations("handOver");
  const { signInLink, alias, fullName, name } = handOver;
  const secrets = [
    { term: t("claimLink"), text: handOver.claimLink },
    { term: t("password"), text: handOver.password },
    { term: "AccessKey ID", text: handOver.accessKeyId },
    { term: "AccessKey Secret", text: handOver.accessKeySecret },
  ].filter(({ text }) => text !== "");
  const said = (allowed: boolean) => t(allowed ? "allowed" : "notAllowed");
  const facts = [
    { term: t("signInLink"), text: signInLink },
    { term: t("alias"), text: alias },
    { term: t("userName"), text: name },
    { term: t("fullName"), text: fullName },
    ...secrets,
    { term: t("consoleSignIn"), text: said(handOver.consoleSignIn) },
    { term: t("ownAccessKeys"), text: said(handOver.ownAccessKeys) },
  ];
  const rights = facts.slice(-2);
  return (
    <div className="grid gap-8">
      <div className="grid gap-6 print:hidden">
        <Banner tone="warn" title={t("shownTitle")} role="status">
          {t(handOver.accessKeySecret ? "kitShown" : handOver.claimLink ? "linkShown" : "shown")}
        </Banner>
        <Section
          id="details"
          title={t("detailsTitle")}
          action={
            <span className="flex flex-wrap gap-2">
              <CopyButton text={facts.map(({ term, text }) => `${term}: ${text}`).join("\n")} what={t("everything")}>
                {t("copyAll")}
              </CopyButton>
              <PrintButton />
            </span>
          }
        >
          {secrets.map(({ term, text }) => (
            <Secret key={term} label={term} value={text} />
          ))}
          <div className="max-sm:mt-3">
            <DefinitionList
              items={[
                { term: t("signInLink"), value: signInLink, copy: signInLink },
                { term: t("alias"), value: alias, copy: alias },
                { term: t("userName"), value: name, copy: name },
                { term: t("fullName"), value: fullName, copy: fullName },
                ...rights.map(({ term, text }) => ({ term, value: text })),
              ]}
            />
          </div>
        </Section>
      </div>
      <Section id="card" title={t("cardLead")}>
        <PrintCard
          title={t("cardTitle")}
          code={
            <QrCode text={handOver.claimLink || signInLink} what={t(handOver.claimLink ? "claimLink" : "signInLink")} />
          }
          footer={
            <>
              {person.passwordResetRequired ? `${t("mustChangeNote")} ` : ""}
              {t(handOver.claimLink ? "linkFooter" : "cardFooter")}
            </>
          }
        >
          <DefinitionList
            items={facts.map(({ term, text }) => ({
              term,
              value: secrets.some((secret) => secret.text === text) ? (
                <code className="break-all font-mono">{text}</code>
              ) : (
                text
              ),
            }))}
          />
        </PrintCard>
      </Section>
      <Leave doneHref={doneHref} />
    </div>
  );
}
