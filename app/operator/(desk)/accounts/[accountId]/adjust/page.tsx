import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { Sentences } from "@/components/ui/sentences";
import { goodwillAlone } from "@/lib/domain/approvals/rules";
import { GoodwillReason } from "@/lib/domain/approvals/schema";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { formatMoney } from "@/lib/foundation/format-money";
import { newId } from "@/lib/foundation/ids";
import { ActPage } from "../_components/act-page";
import { readAddress } from "../_components/read-address";
import { adjustWalletAction } from "./actions";

type Props = { params: Promise<{ accountId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("adjust.title") };
}

export default async function AdjustPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const [t, codes, locale] = await Promise.all([getTranslations("desk"), getTranslations("approvals"), getLocale()]);
  const { currency, minorDigits } = wallet;
  const alone = formatMoney(goodwillAlone(), { locale, currency, digits: minorDigits, withCode: true });
  const labels = {
    amount: t("amount"),
    subAccountName: t("subAccount"),
    reference: t("reference"),
    reasonCode: t("adjust.reasonCode"),
    reason: t("adjust.reason"),
  };
  return (
    <ActPage
      account={account}
      wallet={wallet}
      title={t("adjust.titleOf", { name: account.name })}
      lead={t("adjust.lead")}
    >
      <PlainForm action={adjustWalletAction} labels={labels} idempotencyKey={newId()} className="panel">
        <input type="hidden" name="accountId" value={accountId} />
        <Field
          name="amount"
          hint={
            <Sentences>
              {t("adjust.amountHint")}
              {t("adjust.alone", { amount: alone })}
            </Sentences>
          }
          suffix={wallet.currency}
          inputMode="text"
          maxLength={24}
          autoComplete="off"
          required
        />
        <Field name="subAccountName" hint={t("adjust.subAccountHint")} maxLength={64} autoComplete="off" />
        <SelectField
          name="reasonCode"
          options={GoodwillReason.options.map((value) => ({ value, label: codes(`codes.${value}`) }))}
          required
        />
        <Field name="reference" hint={t("adjust.referenceHint")} maxLength={200} autoComplete="off" required />
        <TextareaField name="reason" hint={t("adjust.reasonHint")} rows={2} maxLength={500} required />
        <div className="form-actions">
          <SubmitButton>{t("adjust.submit")}</SubmitButton>
          <ButtonLink href={paths.operator.account(accountId)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </ActPage>
  );
}
