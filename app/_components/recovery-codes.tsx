import { getFormatter, getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { DefinitionList } from "@/components/ui/definition-list";
import { DownloadText } from "@/components/ui/download-text";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { PrintCard } from "@/components/ui/print-card";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  ctx: Context | PlatformContext;
  left: number;
  make: FormAction;
  back: string;
}

/** Ten codes for a lost second factor: in one answer, to copy, to download, to print. */
export async function RecoveryCodes({ ctx, left, make, back }: Props) {
  const t = await getTranslations("secondFactor");
  const shown = takeShownOnce(ctx.requestId);
  return (
    <>
      <PageHeader title={t("recoveryTitle")} lead={t("recoveryPageLead")} />
      {shown ? (
        <Shown ctx={ctx} codes={JSON.parse(shown) as string[]} back={back} />
      ) : (
        <PlainForm action={make} id="make" labels={{}} className="panel max-w-160">
          <p>{left > 0 ? t("recoveryReplaces", { count: left }) : t("recoveryFirst")}</p>
          <div className="form-actions">
            <SubmitButton>{t(left > 0 ? "recoveryNew" : "recoveryMake")}</SubmitButton>
            <ButtonLink href={back}>{t("back")}</ButtonLink>
          </div>
        </PlainForm>
      )}
    </>
  );
}

/** On paper and in a file they stand with whose they are and since when: a drawer holds more than one list. */
async function Shown({ ctx, codes, back }: { ctx: Context | PlatformContext; codes: string[]; back: string }) {
  const [t, format] = await Promise.all([getTranslations("secondFactor"), getFormatter()]);
  const made = format.dateTime(ctx.now, {
    ...{ year: "numeric", month: "short", day: "numeric" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" },
  });
  const { name, type } = ctx.actor;
  const facts = [
    { term: t("codesOf"), value: "account" in ctx && type === "sub-account" ? `${ctx.account.name}#${name}` : name },
    ...("account" in ctx
      ? [{ term: t("codesAccount"), value: `${ctx.account.companyName} (${ctx.account.name})` }]
      : []),
    { term: t("codesMade"), value: made },
  ];
  const text = codes.join("\n");
  const head = facts.map(({ term, value }) => `${term}: ${value}`).join("\n");
  return (
    <div className="grid max-w-160 gap-4">
      <Banner tone="warn" role="status">
        {t("recoveryOnce")}
      </Banner>
      <PrintCard title={t("recoveryTitle")} footer={t("recoveryLead")}>
        <DefinitionList items={facts} />
        <ul className="mt-6 grid gap-2 sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>
              <output className="font-mono">{code}</output>
            </li>
          ))}
        </ul>
      </PrintCard>
      <p className="flex flex-wrap gap-2">
        <CopyButton text={text} what={t("recoveryTitle")}>
          {t("copyAll")}
        </CopyButton>
        <DownloadText text={`${t("recoveryTitle")}\n${head}\n\n${text}\n`} fileName="espalier-recovery-codes.txt">
          {t("download")}
        </DownloadText>
        <PrintButton />
      </p>
      <p>
        <ButtonLink href={back}>{t("saved")}</ButtonLink>
      </p>
    </div>
  );
}
