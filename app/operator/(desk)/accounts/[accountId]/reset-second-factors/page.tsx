import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getRootFactors } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { readAddress } from "../_components/read-address";
import { resetRootSecondFactorsAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.resetFactors");
  return { title: t("action") };
}

export default async function ResetRootSecondFactors({ params }: { params: Promise<{ accountId: string }> }) {
  const platform = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, email, bound } = await forPage(getRootFactors(platform, accountId));
  const t = await getTranslations("accounts.resetFactors");
  const back = <ButtonLink href={paths.operator.account(accountId)}>{t("back")}</ButtonLink>;
  return (
    <>
      <PageHeader title={t("title", { account })} lead={t("lead", { email, bound })} />
      {bound === 0 ? (
        <p>{back}</p>
      ) : (
        <PlainForm
          action={resetRootSecondFactorsAction}
          labels={{ reason: t("reason"), proofSeen: t("proofSeen") }}
          className="panel max-w-160"
        >
          <Banner tone="warn" title={t("warning")}>
            {t("effect")}
          </Banner>
          <input type="hidden" name="accountId" value={accountId} />
          <Field name="reason" required maxLength={200} autoComplete="off" hint={t("reasonHint")} />
          <CheckboxField name="proofSeen" hint={t("proofHint")} />
          <p>
            <ButtonLink href={paths.operator.review(accountId)}>{t("toVerification")}</ButtonLink>
          </p>
          <div className="form-actions">
            <SubmitButton variant="final">{t("submit", { account })}</SubmitButton>
            {back}
          </div>
        </PlainForm>
      )}
    </>
  );
}
