import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { DownloadText } from "@/components/ui/download-text";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  requestId: string;
  left: number;
  make: FormAction;
  back: string;
}

/** Ten codes for a lost second factor: in one answer, to copy, to download, to print. */
export async function RecoveryCodes({ requestId, left, make, back }: Props) {
  const t = await getTranslations("secondFactor");
  const shown = takeShownOnce(requestId);
  const codes = shown ? (JSON.parse(shown) as string[]) : undefined;
  const text = codes?.join("\n") ?? "";
  return (
    <>
      <PageHeader title={t("recoveryTitle")} lead={t("recoveryPageLead")} />
      {codes ? (
        <div className="panel grid max-w-160 gap-4">
          <Banner tone="warn" role="status">
            {t("recoveryOnce")}
          </Banner>
          <ul className="grid gap-2 sm:grid-cols-2">
            {codes.map((code) => (
              <li key={code}>
                <output className="font-mono">{code}</output>
              </li>
            ))}
          </ul>
          <p className="flex flex-wrap gap-2 print:hidden">
            <CopyButton text={text} what={t("recoveryTitle")}>
              {t("copyAll")}
            </CopyButton>
            <DownloadText text={`${text}\n`} fileName="espalier-recovery-codes.txt">
              {t("download")}
            </DownloadText>
            <PrintButton />
          </p>
          <p className="print:hidden">
            <ButtonLink href={back}>{t("saved")}</ButtonLink>
          </p>
        </div>
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
