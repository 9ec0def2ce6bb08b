import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { FileField } from "@/components/forms/file-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { ActPage } from "../_components/act-page";
import { readAddress } from "../_components/read-address";
import { topUpWalletAction } from "./actions";

type Props = { params: Promise<{ accountId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("topUp.title") };
}

export default async function TopUpPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const t = await getTranslations("desk");
  const labels = { amount: t("amount"), reference: t("reference"), note: t("note"), evidence: t("evidence") };
  return (
    <ActPage
      account={account}
      wallet={wallet}
      title={t("topUp.titleOf", { name: account.name })}
      lead={t("topUp.lead")}
    >
      <PlainForm action={topUpWalletAction} labels={labels} idempotencyKey={newId()} className="panel">
        <input type="hidden" name="accountId" value={accountId} />
        <Field
          name="amount"
          hint={t("amountHint")}
          suffix={wallet.currency}
          inputMode="decimal"
          maxLength={24}
          autoComplete="off"
          required
        />
        <Field name="reference" hint={t("topUp.referenceHint")} maxLength={200} autoComplete="off" required />
        <TextareaField name="note" rows={2} maxLength={500} />
        <FileField name="evidence" accept=".pdf,.jpg,.jpeg,.png" hint={t("topUp.evidenceHint")} />
        <div className="form-actions">
          <SubmitButton>{t("topUp.submit")}</SubmitButton>
          <ButtonLink href={paths.operator.account(accountId)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </ActPage>
  );
}
