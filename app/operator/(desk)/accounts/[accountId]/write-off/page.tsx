import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { getAccountWallet, listDebts } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { formatMoney } from "@/lib/foundation/format-money";
import { newId } from "@/lib/foundation/ids";
import { ActPage } from "../_components/act-page";
import { readAddress } from "../_components/read-address";
import { requestWriteOffAction } from "./actions";

type Props = { params: Promise<{ accountId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("writeOff.title") };
}

export default async function WriteOffPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const debts = await forPage(listDebts(ctx, accountId));
  const [t, approvals, locale] = await Promise.all([
    getTranslations("desk"),
    getTranslations("approvals"),
    getLocale(),
  ]);
  const { currency, minorDigits } = wallet;
  const labels = {
    amount: t("amount"),
    subAccountName: t("subAccount"),
    reference: t("reference"),
    reason: t("reason"),
  };
  const options = debts.map(({ subAccountName, owed }) => ({
    value: subAccountName ?? "",
    label: `${subAccountName ?? approvals("accountItself")} · ${formatMoney(owed, { locale, currency, digits: minorDigits, withCode: true })}`,
  }));
  return (
    <ActPage
      account={account}
      wallet={wallet}
      title={t("writeOff.titleOf", { name: account.name })}
      lead={t("writeOff.lead")}
    >
      {debts.length === 0 ? (
        <EmptyState title={t("writeOff.nothing")} />
      ) : (
        <PlainForm action={requestWriteOffAction} labels={labels} idempotencyKey={newId()} className="panel">
          <input type="hidden" name="accountId" value={accountId} />
          <SelectField name="subAccountName" hint={t("writeOff.subAccountHint")} options={options} />
          <Field
            name="amount"
            hint={t("amountHint")}
            suffix={currency}
            inputMode="decimal"
            maxLength={24}
            autoComplete="off"
            required
          />
          <Field name="reference" hint={t("writeOff.referenceHint")} maxLength={200} autoComplete="off" required />
          <TextareaField name="reason" rows={2} maxLength={500} required />
          <div className="form-actions">
            <SubmitButton>{t("writeOff.submit")}</SubmitButton>
            <ButtonLink href={paths.operator.account(accountId)}>{t("cancel")}</ButtonLink>
          </div>
        </PlainForm>
      )}
    </ActPage>
  );
}
